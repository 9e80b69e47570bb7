/** Brings a voice to one comfortable loudness and takes the clicks off its ends. Knows no voice and no phones. */

/** Level of the spoken parts, dBFS RMS: near −20 LUFS for speech. */
const TARGET_DBFS = -20;
/** Frames this far under the loudest frame are pauses and do not count. */
const GATE_DB = 30;
const FRAME_S = 0.02;
/** Above this share of full scale peaks are bent softly, so that none is clipped. */
const KNEE = 0.7;
const CEILING = 0.95;
const FADE_S = 0.004;

const activeMeanSquare = (samples: Int16Array, frame: number): number => {
  const energies: number[] = [];
  for (let start = 0; start + frame <= samples.length; start += frame) {
    let sum = 0;
    for (let i = start; i < start + frame; i++) sum += samples[i]! * samples[i]!;
    energies.push(sum / frame);
  }
  const gate = energies.reduce((loudest, energy) => Math.max(loudest, energy), 1) * 10 ** (-GATE_DB / 10);
  const active = energies.filter(energy => energy > gate);
  return active.length === 0 ? 0 : active.reduce((sum, energy) => sum + energy, 0) / active.length;
};

const limit = (value: number): number => {
  const size = Math.abs(value);
  if (size <= KNEE) return value;
  const room = CEILING - KNEE;
  return Math.sign(value) * (KNEE + room * Math.tanh((size - KNEE) / room));
};

/** Evens out `samples` in place: spoken parts at −20 dBFS RMS, peaks at most −0.4 dBFS, 4 ms fades at both ends. Silence stays silence. */
export const evenLoudness = (samples: Int16Array, sampleRate: number): void => {
  const meanSquare = activeMeanSquare(samples, Math.max(1, Math.round(sampleRate * FRAME_S)));
  if (meanSquare < 1) return;
  const gain = 10 ** (TARGET_DBFS / 20) / Math.sqrt(meanSquare);
  const fade = Math.min(Math.round(sampleRate * FADE_S), samples.length >> 1);
  for (let i = 0; i < samples.length; i++) {
    const edge = Math.min(i, samples.length - 1 - i);
    const ramp = edge >= fade ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * edge) / fade);
    samples[i] = Math.round(limit(samples[i]! * gain) * ramp * 32_767);
  }
};
