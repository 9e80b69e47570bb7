/** How much of the engine's one drawing thread the live sessions need, by what their frames were measured to cost; and whether another one fits. */
import { StudioError } from '../../shared/errors.ts';
import type { VideoFormat } from '../../shared/media.ts';
import type { RendererId } from '../../shared/renderer-options/renderer-choice.ts';
import type { SessionStats } from './session.ts';

/** A live session as far as its load goes. */
export type LoadedSession = {
  readonly renderer: RendererId;
  readonly format: VideoFormat;
  readonly stats: Pick<SessionStats, 'inferMsPerFrame' | 'framesSent'>;
};

/** The rest is for speech, encoding and everybody's messages. */
const FULL = 0.9;
/** A mean of fewer frames tells of the opening more than of the drawing. */
const FRAMES_TO_TRUST = 10;
/** A hint: people end a live session when they have said what they wanted. */
const RETRY_AFTER_MS = 5000;

const pixelsOf = ({ width, height }: VideoFormat): number => width * height;
const isMeasured = ({ stats }: LoadedSession): boolean => stats.framesSent >= FRAMES_TO_TRUST;

/** Remembers what a renderer's frames cost after its sessions have ended. */
export class SessionLoad {
  readonly #msPerPixel = new Map<RendererId, number>();

  /** Called with the running live sessions, and with one that ends. */
  learn(session: LoadedSession): void {
    if (!isMeasured(session)) return;
    this.#msPerPixel.set(session.renderer, session.stats.inferMsPerFrame / pixelsOf(session.format));
  }

  /** Share of the drawing thread that the sessions need at their frame rates; 1 is all of it. */
  shareOf(sessions: readonly LoadedSession[]): number {
    return sessions.reduce((sum, session) => sum + this.#shareOf(session), 0);
  }

  /** @throws StudioError `session/busy` when a newcomer would not fit. What was never measured counts nothing. */
  admit(newcomer: Pick<LoadedSession, 'renderer' | 'format'>, running: readonly LoadedSession[]): void {
    for (const session of running) this.learn(session);
    const used = this.shareOf(running);
    const wanted = this.#expected(newcomer);
    if (running.length === 0 || used + wanted <= FULL) return;
    throw new StudioError(
      'session/busy',
      `The live sessions that run already need ${Math.round(used * 100)} % of this machine's drawing time, and another one about ${Math.round(wanted * 100)} %. Close one, or try again in ${RETRY_AFTER_MS / 1000} seconds.`,
      { retryAfterMs: RETRY_AFTER_MS, used, wanted },
    );
  }

  #shareOf(session: LoadedSession): number {
    const { stats, format } = session;
    return isMeasured(session) ? (stats.inferMsPerFrame * format.fps) / 1000 : this.#expected(session);
  }

  #expected({ renderer, format }: Pick<LoadedSession, 'renderer' | 'format'>): number {
    const msPerFrame = (this.#msPerPixel.get(renderer) ?? 0) * pixelsOf(format);
    return (msPerFrame * format.fps) / 1000;
  }
}
