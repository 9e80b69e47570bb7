/** Whether another server answers: a real connection, asked again only after some seconds. */
import type { Clock } from '../../../shared/clock.ts';
import type { Micros } from '../../../shared/media.ts';
import type { Dial } from '../front-end.ts';

const OPEN_MS = 500;
const KEEP_MICROS: Micros = 5_000_000;
/** A server that was just started should not look dead for long. */
const KEEP_SILENCE_MICROS: Micros = 1_000_000;

/** One process's knowledge, by URL. The number of URLs is that of the models. */
export class UpstreamReach {
  readonly #dial: Dial;
  readonly #clock: Clock;
  readonly #known = new Map<string, { at: Micros; answers: Promise<boolean> }>();

  constructor(dial: Dial, clock: Clock) {
    this.#dial = dial;
    this.#clock = clock;
  }

  /** True when it opened a socket within half a second. Never throws. */
  answers(url: string): Promise<boolean> {
    const now = this.#clock.now();
    const known = this.#known.get(url);
    if (known !== undefined && now - known.at < KEEP_MICROS) return known.answers;
    const answers = this.#ask(url);
    const entry = { at: now, answers };
    this.#known.set(url, entry);
    void answers.then(answered => {
      if (!answered) entry.at += KEEP_SILENCE_MICROS - KEEP_MICROS;
    });
    return answers;
  }

  async #ask(url: string): Promise<boolean> {
    const late = new AbortController();
    const cancel = this.#clock.after(OPEN_MS, () => late.abort());
    const silent = { onText: () => {}, onBinary: () => {}, onClose: () => {} };
    try {
      const upstream = await this.#dial(url, silent, { openMs: OPEN_MS, signal: late.signal });
      upstream.close(1000, '');
      return true;
    } catch {
      return false;
    } finally {
      cancel();
    }
  }
}
