/** The stage seen from another window: follows the server's watching socket, comes back when it is lost. Knows no page around it. */
import { z } from 'zod';
import type { Clock } from '../../../shared/clock.ts';
import { decodeLiveUnit } from '../../../shared/native-protocol.ts';
import { STUDIO_PATHS } from '../../../shared/studio-api.ts';
import { Reconnect } from '../../transport/reconnect.ts';
import type { OpenSocket, Socket } from '../../transport/socket.ts';
import { Playback } from '../stage/playback.ts';
import type { SoundOut } from '../stage/sound-out.ts';

/** What is shown. */
export type FeedShow = { sessionId: string; width: number; height: number; hasAlpha: boolean };

/** What it needs. `shown` hears of each session, null while there is none. */
export type FeedDeps = {
  openSocket: OpenSocket;
  clock: Clock;
  sound: SoundOut | null;
  wallMs: () => number;
  decode(bytes: Uint8Array, size: FeedShow | null): Promise<ImageBitmap>;
  draw(frame: ImageBitmap): void;
  shown(show: FeedShow | null): void;
};

const Message = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('watch.session'),
    session_id: z.string(),
    video: z.object({ width: z.number(), height: z.number(), alpha: z.literal('stacked').optional() }),
  }),
  z.object({ type: z.literal('watch.waiting') }),
  z.object({ type: z.literal('mark'), name: z.string() }),
]);

const read = (text: string): z.infer<typeof Message> | null => {
  try {
    return Message.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

/** Opens at once. `token`: of a program that has no cookie. */
export class Feed {
  readonly #deps: FeedDeps;
  readonly #path: string;
  readonly #playback: Playback<ImageBitmap>;
  readonly #reconnect: Reconnect;
  #socket: Socket | null = null;
  #show: FeedShow | null = null;

  constructor(deps: FeedDeps, ask: { session: string | null; token: string | null }) {
    this.#deps = deps;
    const query = new URLSearchParams();
    if (ask.session !== null) query.set('session', ask.session);
    if (ask.token !== null) query.set('token', ask.token);
    this.#path = `${STUDIO_PATHS.watch}?${query}`;
    this.#playback = new Playback<ImageBitmap>({
      sound: deps.sound,
      wallMs: deps.wallMs,
      decode: bytes => deps.decode(bytes, this.#show?.hasAlpha === true ? this.#show : null),
      draw: deps.draw,
      heardSoon: () => {},
    });
    this.#reconnect = new Reconnect({ clock: deps.clock, attempt: () => this.#connect() });
    this.#connect();
  }

  /** Once per screen refresh. */
  tick(): void {
    this.#playback.tick();
  }

  /** Ends it. */
  close(): void {
    this.#reconnect.close();
    this.#socket?.close();
    this.#playback.close();
  }

  #connect(): void {
    this.#socket = this.#deps.openSocket(this.#path, {
      opened: () => this.#reconnect.held(),
      text: text => this.#hear(text),
      binary: bytes => {
        const unit = decodeLiveUnit(bytes);
        if (unit === null || (unit.kind === 'audio' && this.#deps.sound === null)) return;
        this.#playback.receive(unit);
      },
      closed: () => {
        this.#socket = null;
        this.#become(null);
        this.#reconnect.failed();
      },
    });
  }

  #hear(text: string): void {
    const message = read(text);
    if (message?.type === 'watch.waiting') this.#become(null);
    else if (message?.type === 'mark' && message.name === 'interrupted') this.#playback.interrupt();
    else if (message?.type === 'watch.session') {
      const { width, height, alpha } = message.video;
      this.#become({ sessionId: message.session_id, width, height, hasAlpha: alpha === 'stacked' });
    }
  }

  #become(show: FeedShow | null): void {
    this.#show = show;
    this.#playback.restart();
    this.#deps.shown(show);
  }
}
