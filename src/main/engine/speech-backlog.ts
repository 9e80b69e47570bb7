/** The speech of one stream that has come but not been played: pieces on a common timeline. Knows no clock and no engine. */
import { MICROS_PER_SECOND, type Micros, type PcmChunk } from '../../shared/media.ts';
import type { Utterance } from '../../shared/speech.ts';

type Piece = { utterance: Utterance; startMicros: Micros; endMicros: Micros };

/** Speech without phones is worked through by the network: pieces this long keep one session from holding up the others. */
const PIECE_SECONDS = 0.4;

const cut = (utterance: Utterance): Utterance[] => {
  const step = Math.round(PIECE_SECONDS * utterance.sampleRate);
  if (utterance.samples.length <= step) return [utterance];
  const parts: Utterance[] = [];
  for (let at = 0; at < utterance.samples.length; at += step) {
    parts.push({ ...utterance, samples: utterance.samples.subarray(at, at + step) });
  }
  return parts;
};

/** Pieces of speech back to back from 0. Bounded by duration. */
export class SpeechBacklog {
  readonly #maxMicros: Micros;
  #pieces: Piece[] = [];
  #endMicros: Micros = 0;
  #played: Micros = 0;
  #fed = 0;

  /** `maxMicros`: most unplayed speech held. */
  constructor(maxMicros: Micros) {
    this.#maxMicros = maxMicros;
  }

  /** End of all speech received, µs from the stream's start. */
  get endMicros(): Micros {
    return this.#endMicros;
  }

  /** Where audio was taken to. */
  get playedMicros(): Micros {
    return this.#played;
  }

  /** How far the articulation is certain: to the end of the last piece that carries phones, `lookAhead` short of the end otherwise. */
  certainMicros(lookAheadMicros: Micros): Micros {
    const last = this.#pieces.at(-1);
    if (last === undefined) return 0;
    return last.utterance.phones === null
      ? Math.max(last.startMicros, this.#endMicros - lookAheadMicros)
      : this.#endMicros;
  }

  /** Appends a piece; `full` (nothing kept) when more than the bound would wait. */
  push(utterance: Utterance): 'accepted' | 'full' {
    const micros = (utterance.samples.length * MICROS_PER_SECOND) / utterance.sampleRate;
    if (this.#endMicros + micros - this.#played > this.#maxMicros) return 'full';
    for (const part of utterance.phones === null ? cut(utterance) : [utterance]) {
      const partMicros = (part.samples.length * MICROS_PER_SECOND) / part.sampleRate;
      this.#pieces.push({
        utterance: part,
        startMicros: this.#endMicros,
        endMicros: this.#endMicros + partMicros,
      });
      this.#endMicros += partMicros;
    }
    return 'accepted';
  }

  /** Pieces not yet handed to the engine that start before `untilMicros`, in order, each once. */
  takeFeed(untilMicros: Micros): Utterance[] {
    const feed: Utterance[] = [];
    for (
      let piece = this.#pieces[this.#fed];
      piece !== undefined && piece.startMicros < untilMicros;
      piece = this.#pieces[this.#fed]
    ) {
      feed.push(piece.utterance);
      this.#fed += 1;
    }
    return feed;
  }

  /** True when every piece was handed to the engine. */
  get fedAll(): boolean {
    return this.#fed === this.#pieces.length;
  }

  /** Sound from where it was last taken up to `toMicros`, in pieces of one rate each; what was taken is forgotten. */
  takeAudio(toMicros: Micros): PcmChunk[] {
    const chunks: PcmChunk[] = [];
    const from = this.#played;
    for (const piece of this.#pieces) {
      if (piece.endMicros <= from || piece.startMicros >= toMicros) continue;
      const { sampleRate, samples } = piece.utterance;
      const at = (micros: Micros) =>
        Math.round(((micros - piece.startMicros) * sampleRate) / MICROS_PER_SECOND);
      const chunk = samples.subarray(Math.max(0, at(from)), Math.min(samples.length, at(toMicros)));
      if (chunk.length > 0) chunks.push({ sampleRate, samples: chunk });
    }
    this.#played = Math.max(from, Math.min(toMicros, this.#endMicros));
    this.#forget();
    return chunks;
  }

  #forget(): void {
    let gone = 0;
    while (gone < this.#fed && (this.#pieces[gone]?.endMicros ?? Infinity) <= this.#played) gone += 1;
    // The last piece stays: it says how certain the end is.
    gone = Math.min(gone, this.#pieces.length - 1);
    if (gone > 0) {
      this.#pieces.splice(0, gone);
      this.#fed -= gone;
    }
  }
}
