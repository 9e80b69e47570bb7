/** What a session hears with: the articulation, and beside it the ear of a renderer that listens for itself. Knows no frames. */
import type { Micros } from '../../../shared/media.ts';
import type { ArticulationSource } from '../articulation/articulation-track.ts';
import type { Ear } from '../renderers/renderer.ts';

/** The articulation as it is where the renderer has no ear; else one that passes on what it hears. */
export const hearingOf = (articulation: ArticulationSource, ear: Ear | undefined): ArticulationSource => {
  if (ear === undefined) return articulation;
  return {
    async pushPcm(samples) {
      await Promise.all([articulation.pushPcm(samples), ear.hear(samples)]);
    },
    async pushUtterance(utterance) {
      await Promise.all([articulation.pushUtterance(utterance), ear.hear(utterance.pcm16k)]);
    },
    async endTurn() {
      await Promise.all([articulation.endTurn(), ear.endTurn()]);
    },
    get receivedMicros(): Micros {
      return articulation.receivedMicros;
    },
    get finalMicros(): Micros {
      return Math.min(articulation.finalMicros, ear.finalMicros);
    },
    sampleAt: (micros, out) => articulation.sampleAt(micros, out),
    visemeAt: micros => articulation.visemeAt(micros),
    reset() {
      articulation.reset();
      ear.reset();
    },
  };
};
