/** The loudspeaker: an AudioContext with a player in its audio thread. Knows session time as a line, not sessions. */
import type { Micros } from '../../../shared/media.ts';
import playerUrl from './player.worklet.ts?worker&url';

/** `opening`: not there yet. `locked`: the browser wants a gesture before it lets the page sound. */
export type SoundState = 'opening' | 'locked' | 'running';

/** Sound on its way out. Times are µs of the audio clock. */
export type SoundOut = {
  readonly sampleRate: number;
  state(): SoundState;
  /** What is heard now, output latency included. */ heardAt(): Micros;
  /** What is computed now; sound must be here before this passes its time. */ renderedAt(): Micros;
  setLine(line: { pts: Micros; at: Micros }): void;
  /** Takes ownership of `samples`, at `sampleRate`. */ push(
    pts: Micros,
    samples: Float32Array<ArrayBuffer>,
  ): void;
  clear(): void;
  setMuted(muted: boolean): void;
  /** Samples that came too late, so far. */ starved(): number;
  /** Asks for sound; only a user's gesture makes it work where the browser blocks. */ unlock(): Promise<void>;
  watch(listener: (state: SoundState) => void): () => void;
  close(): Promise<void>;
};

/** Opens the default output. */
export const openSoundOut = async (): Promise<SoundOut> => {
  const context = new AudioContext({ latencyHint: 'interactive' });
  await context.audioWorklet.addModule(playerUrl);
  const player = new AudioWorkletNode(context, 'player', { numberOfInputs: 0, outputChannelCount: [1] });
  const gain = new GainNode(context, { gain: 1 });
  player.connect(gain).connect(context.destination);
  let starved = 0;
  let latest = 0;
  player.port.onmessage = ({ data }: MessageEvent<{ starved: number }>) => {
    starved = data.starved;
  };
  const state = (): SoundState => (context.state === 'running' ? 'running' : 'locked');

  return {
    sampleRate: context.sampleRate,
    state,
    heardAt: () => {
      const stamp = context.getOutputTimestamp();
      const seconds = stamp.performanceTime
        ? stamp.contextTime! + (performance.now() - stamp.performanceTime) / 1000
        : context.currentTime - (context.outputLatency || context.baseLatency);
      // The stamp is refreshed in steps; never let it lead the samples that exist, nor run back.
      latest = Math.max(latest, Math.min(seconds, context.currentTime));
      return latest * 1e6;
    },
    renderedAt: () => context.currentTime * 1e6,
    setLine: line => player.port.postMessage({ kind: 'line', ...line }),
    push: (pts, samples) => player.port.postMessage({ kind: 'sound', pts, samples }, [samples.buffer]),
    clear: () => player.port.postMessage({ kind: 'clear' }),
    setMuted: muted => gain.gain.setTargetAtTime(muted ? 0 : 1, context.currentTime, 0.01),
    starved: () => starved,
    unlock: () => context.resume(),
    watch: listener => {
      const tell = () => listener(state());
      context.addEventListener('statechange', tell);
      return () => context.removeEventListener('statechange', tell);
    },
    close: () => context.close(),
  };
};
