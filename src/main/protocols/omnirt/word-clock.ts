/** Finds out when each text sounds: speech goes in as seconds pushed and comes out as seconds played with their pts. Pure. */
import type { Micros } from '../../../shared/media.ts';
import type { TimedWord } from '../../../shared/speech.ts';

/** Words of one utterance on the session clock; times in ms from `pts_us`. */
export type SpokenWords = {
  id: string | null;
  pts_us: Micros;
  words: { text: string; offset: number; start_ms: number; end_ms: number }[];
};

type Waiting = { id: string | null; words: readonly TimedWord[]; atSeconds: number };

/** One session's; cleared by an interruption. Waiting utterances are bounded by the session's own backlog. */
export class WordClock {
  #waiting: Waiting[] = [];
  #pushedSeconds = 0;
  #playedSeconds = 0;

  /** Speech was accepted; `words` are told when it begins to sound. */
  pushed(seconds: number, spoken?: { id: string | null; words: readonly TimedWord[] }): void {
    if (spoken !== undefined && spoken.words.length > 0) {
      this.#waiting.push({ ...spoken, atSeconds: this.#pushedSeconds });
    }
    this.#pushedSeconds += seconds;
  }

  /** A piece of sound is about to be sent; what begins in it is told now. */
  played(seconds: number, pts: Micros): SpokenWords[] {
    const from = this.#playedSeconds;
    this.#playedSeconds += seconds;
    const due: SpokenWords[] = [];
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (next.atSeconds >= this.#playedSeconds - 1e-6) break;
      this.#waiting.shift();
      due.push({
        id: next.id,
        pts_us: pts + Math.round((next.atSeconds - from) * 1_000_000),
        words: next.words.map(word => ({
          text: word.text,
          offset: word.offset,
          start_ms: word.startMs,
          end_ms: word.endMs,
        })),
      });
    }
    return due;
  }

  /** Forgets everything. */
  clear(): void {
    this.#waiting = [];
    this.#pushedSeconds = 0;
    this.#playedSeconds = 0;
  }
}
