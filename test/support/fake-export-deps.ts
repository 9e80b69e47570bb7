/** A small renderer and articulation for export tests: the picture is as bright as the mouth is open, the mouth as open as speech is loud. */
import type { ArticulationSource } from '../../src/main/pipeline/articulation/articulation-track.ts';
import type { ExportDeps } from '../../src/main/pipeline/export/export-video.ts';
import type { Track } from '../../src/main/pipeline/renderers/renderer.ts';
import { STILL_WALK } from '../../src/main/pipeline/service/pose.ts';
import { BLENDSHAPE_INDEX } from '../../src/shared/blendshapes.ts';

/** How late speech becomes final, in samples of 16 kHz, as with the real network. */
const LOOK_AHEAD = 1792;

/** Opens the jaw fully where speech is louder than a whisper within 10 ms. */
export class FakeArticulation implements ArticulationSource {
  #heard: Int16Array[] = [];
  #received = 0;
  #ended = false;
  /** Largest number of samples held since the last frame was asked: memory must not grow with length. */
  peakHeld = 0;

  async pushPcm(samples: Int16Array): Promise<void> {
    this.#heard.push(samples.slice());
    this.#received += samples.length;
  }
  pushUtterance({ pcm16k }: { pcm16k: Int16Array }): Promise<void> {
    return this.pushPcm(pcm16k);
  }
  async endTurn(): Promise<void> {
    this.#ended = true;
  }
  get receivedMicros(): number {
    return this.#received * 62.5;
  }
  reset(): void {
    this.#heard = [];
    this.#received = 0;
    this.#ended = false;
  }
  get finalMicros(): number {
    return Math.max(0, this.#received - (this.#ended ? 0 : LOOK_AHEAD)) * 62.5;
  }
  visemeAt(): 'sil' {
    return 'sil';
  }
  sampleAt(tMicros: number, out: Float32Array): void {
    this.peakHeld = Math.max(this.peakHeld, this.#received - tMicros / 62.5);
    const at = Math.round(tMicros / 62.5);
    let loudest = 0;
    let start = 0;
    for (const piece of this.#heard) {
      const from = Math.max(0, at - start);
      for (let i = from; i < Math.min(piece.length, at + 160 - start); i++) {
        loudest = Math.max(loudest, Math.abs(piece[i]!));
      }
      start += piece.length;
    }
    out.fill(0);
    out[BLENDSHAPE_INDEX.jawOpen] = loudest > 1500 ? 1 : 0;
  }
}

/** What happened to the fakes. */
export type FakeExport = {
  deps: ExportDeps;
  articulation: FakeArticulation;
  closed: () => number;
  lifeTimes: number[];
  /** Changes, and how many frames were drawn before each. */
  configured: ({ frame: number } & Parameters<Track['configure']>[0])[];
};

/** Fresh fakes; frames of 4 channels are transparent in their left quarter. */
export const createFakeExport = (): FakeExport => {
  const articulation = new FakeArticulation();
  const lifeTimes: number[] = [];
  const configured: FakeExport['configured'] = [];
  let closed = 0;
  const track: Track = {
    batch: 1,
    render: ([pose], [into]) => {
      if (pose === undefined || into === undefined) throw new Error('A batch of one was promised.');
      const { weights, lifeMicros } = pose;
      lifeTimes.push(lifeMicros);
      const bright = 40 + 180 * weights[BLENDSHAPE_INDEX.jawOpen]!;
      into.data.fill(bright);
      if (into.channels === 4) {
        for (let i = 0; i < into.width * into.height; i++)
          into.data[i * 4 + 3] = i % into.width < into.width / 4 ? 0 : 255;
      }
    },
    configure: patch => {
      configured.push({ frame: lifeTimes.length, ...patch });
    },
    close: () => {
      closed += 1;
    },
  };
  return {
    deps: {
      openTrack: async ({ format }) => ({ track, walk: STILL_WALK, format }),
      openArticulation: async () => articulation,
    },
    articulation,
    closed: () => closed,
    lifeTimes,
    configured,
  };
};
