/** The audio thread's end of the player: messages in, blocks out. All thinking is in player-timeline.ts. */
import { PlayerTimeline } from './player-timeline.ts';

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: unknown): void;
declare const currentFrame: number;
declare const sampleRate: number;

type PlayerMessage =
  | { kind: 'line'; pts: number; at: number }
  | { kind: 'sound'; pts: number; samples: Float32Array }
  | { kind: 'clear' };

class Player extends AudioWorkletProcessor {
  readonly #timeline = new PlayerTimeline(sampleRate);
  #told = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<PlayerMessage>) => {
      if (data.kind === 'line') this.#timeline.setLine(data);
      else if (data.kind === 'clear') this.#timeline.clear();
      else this.#timeline.push(data.pts, data.samples, currentFrame);
      if (this.#timeline.starved !== this.#told) {
        this.#told = this.#timeline.starved;
        this.port.postMessage({ starved: this.#told });
      }
    };
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [first, ...others] = outputs[0] ?? [];
    if (first === undefined) return true;
    this.#timeline.read(first, currentFrame);
    for (const channel of others) channel.set(first);
    return true;
  }
}

registerProcessor('player', Player);
