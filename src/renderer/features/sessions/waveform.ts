/** The shape of a sound: its loudest value in each of some bars, and their drawing. Knows no session. */

const FULL_SCALE = 32_768;

/** 0..1 for each bar, the loudest bar of a quiet recording drawn as high as half. */
export const peaksOf = (samples: Int16Array, bars: number): Float32Array => {
  const peaks = new Float32Array(bars);
  const step = samples.length / bars;
  // Every 8th sample is enough to see where somebody speaks, and an hour takes a few ms.
  for (let bar = 0; bar < bars; bar++) {
    let peak = 0;
    const end = Math.min(samples.length, Math.ceil((bar + 1) * step));
    for (let i = Math.floor(bar * step); i < end; i += 8) peak = Math.max(peak, Math.abs(samples[i]!));
    peaks[bar] = peak / FULL_SCALE;
  }
  const loudest = peaks.reduce((most, peak) => Math.max(most, peak), 0);
  const gain = loudest > 0 && loudest < 0.5 ? 0.5 / loudest : 1;
  return peaks.map(peak => peak * gain);
};

/** Draws the bars; those before `played` (0..1) in the first colour. Sizes in CSS px. */
export const drawWaveform = (
  ctx: CanvasRenderingContext2D,
  peaks: Float32Array,
  size: { width: number; height: number },
  played: number,
  colours: { past: string; future: string; head: string },
): void => {
  ctx.clearRect(0, 0, size.width, size.height);
  const count = Math.min(peaks.length, Math.floor(size.width / 3));
  const step = size.width / Math.max(1, count);
  for (let bar = 0; bar < count; bar++) {
    const from = Math.floor((bar * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / count));
    let peak = 0;
    for (let i = from; i < to; i++) peak = Math.max(peak, peaks[i]!);
    const height = Math.max(2, peak * (size.height - 6));
    ctx.fillStyle = bar / count < played ? colours.past : colours.future;
    ctx.fillRect(bar * step, (size.height - height) / 2, Math.max(1, step - 1), height);
  }
  ctx.fillStyle = colours.head;
  ctx.fillRect(Math.min(size.width - 2, played * size.width), 0, 2, size.height);
};
