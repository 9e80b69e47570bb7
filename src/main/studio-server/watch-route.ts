/** `/studio/watch`: a live session shown to others, an extra window or a scene of a streaming program. Never slows the session, and takes no orders. */
import type { Clock } from '../../shared/clock.ts';
import type { MediaUnit } from '../../shared/media.ts';
import { encodeMediaUnit } from '../../shared/native-protocol.ts';
import { STUDIO_PATHS } from '../../shared/studio-api.ts';
import type { LiveSession } from '../engine/session.ts';
import type { Connection, Dialogue, Route } from '../protocols/front-end.ts';

/** A live session that can be watched. */
export type Watched = { session: LiveSession; hasAlpha: boolean };

/** `live`: the session of an id, or (null) the one on the studio's stage; null while there is none. */
export type WatchDeps = { live(id: string | null): Watched | null; clock: Clock };

/** Unread units kept for one watcher before pictures are left out: about half a second. */
const READER_BYTES = 1024 * 1024;
/** Windows open at once. */
const MAX_WATCHERS = 16;
const LOOK_AGAIN_MS = 200;

const describe = ({ session, hasAlpha }: Watched): string =>
  JSON.stringify({
    type: 'watch.session',
    session_id: session.id,
    video: { ...session.format, ...(hasAlpha ? { alpha: 'stacked' } : {}) },
    turn: session.turn,
  });

/** One window: follows the stage from session to session. */
class Watch implements Dialogue {
  readonly #connection: Connection;
  readonly #deps: WatchDeps;
  readonly #closed = new AbortController();
  readonly #sessionId: string | null;
  readonly #onEnd: () => void;

  constructor(connection: Connection, deps: WatchDeps, onEnd: () => void) {
    this.#connection = connection;
    this.#deps = deps;
    this.#onEnd = onEnd;
    this.#sessionId = connection.query.get('session');
    void this.#follow();
  }

  onText(): void {}

  onBinary(): void {}

  onClose(): void {
    this.#closed.abort();
    this.#onEnd();
  }

  async #follow(): Promise<void> {
    const { signal } = this.#closed;
    let told = false;
    while (!signal.aborted) {
      const found = this.#deps.live(this.#sessionId);
      if (found !== null) {
        told = false;
        await this.#show(found);
        continue;
      }
      if (!told) this.#connection.sendText(JSON.stringify({ type: 'watch.waiting' }));
      told = true;
      await new Promise<void>(resolve => this.#deps.clock.after(LOOK_AGAIN_MS, resolve));
    }
  }

  async #show(watched: Watched): Promise<void> {
    const { signal } = this.#closed;
    this.#connection.sendText(describe(watched));
    const reader = watched.session.read({ capacityBytes: READER_BYTES });
    try {
      for (let unit = await reader.next(signal); unit !== null; unit = await reader.next(signal)) {
        if (signal.aborted) return;
        this.#send(unit);
      }
    } finally {
      await reader.close();
    }
  }

  #send(unit: MediaUnit): void {
    const message = encodeMediaUnit(unit);
    if (typeof message === 'string') this.#connection.sendText(message);
    else this.#connection.sendBinary(message, { droppable: unit.kind === 'video' });
  }
}

/** The route; a named token of the scope `feed` opens it. */
export const createWatchRoute = (deps: WatchDeps): Route => {
  let watchers = 0;
  return {
    kind: 'ws',
    path: STUDIO_PATHS.watch,
    maxMessageBytes: 1024,
    scope: 'feed',
    open: connection => {
      if (watchers >= MAX_WATCHERS) {
        connection.close(1013, 'Too many windows show the stage. Close some.');
        return { onText: () => {}, onBinary: () => {}, onClose: () => {} };
      }
      watchers += 1;
      return new Watch(connection, deps, () => {
        watchers -= 1;
      });
    },
  };
};
