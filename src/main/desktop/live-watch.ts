/** Whether somebody performs now, so that the computer must stay awake. Pure: views of the server and the time are handed in. */
import type { ServerView } from '../../shared/studio/server.ts';

/** The studio page always has a session; only while it speaks is it a performance. */
const OWN_PROTOCOL = 'studio';
/** A pause in the speech of the page is not its end. */
const QUIET_MS = 60_000;

/** Remembers how much each session had heard. */
export class LiveWatch {
  #heardMs = new Map<string, number>();
  #spokeAt: number | null = null;

  /** `nowMs` on any clock that only grows. Live sessions of other programs count always, the page's while it speaks. */
  see(sessions: ServerView['sessions'], nowMs: number): boolean {
    const own = sessions.filter(({ protocol }) => protocol === OWN_PROTOCOL);
    const spoke = own.some(({ id, audioMs }) => audioMs > (this.#heardMs.get(id) ?? 0));
    this.#heardMs = new Map(own.map(({ id, audioMs }) => [id, audioMs]));
    if (spoke) this.#spokeAt = nowMs;
    const speaks = own.length > 0 && this.#spokeAt !== null && nowMs - this.#spokeAt < QUIET_MS;
    return speaks || sessions.some(({ kind, protocol }) => kind === 'live' && protocol !== OWN_PROTOCOL);
  }
}
