/** A hand-written session opener: frames are tiny known bytes, time is the caller's. For tests of front-ends and stores. */
import { randomUUID } from 'node:crypto';
import type {
  LiveSession,
  LockStepSession,
  MediaReader,
  SessionAsk,
  SessionOpener,
  SessionStats,
} from '../../src/main/engine/session.ts';
import { StudioError } from '../../src/shared/errors.ts';
import { framesBegun, type MediaUnit, SPEECH_RATE } from '../../src/shared/media.ts';
import type { Utterance } from '../../src/shared/speech.ts';

const emptyStats = (): SessionStats => ({
  framesSent: 0,
  framesDropped: 0,
  audioMicros: 0,
  bytesSent: 0,
  errors: 0,
  inferMsPerFrame: 1.5,
  encodeMsPerFrame: 2.5,
});

/** What a fake live session was asked and can be made to say. */
export type FakeLive = LiveSession & {
  readonly pushed: Utterance[];
  readonly configured: unknown[];
  readonly ended: number;
  readonly isClosed: boolean;
  emit(unit: MediaUnit): void;
  verdict: 'accepted' | 'full';
};

/** Knobs of the fake; functions as fields. */
export type FakeSessions = SessionOpener & {
  readonly asks: SessionAsk[];
  readonly lives: FakeLive[];
  readonly closedIds: string[];
  /** What lock-step sessions were told to change. */ readonly configured: unknown[];
  /** Called before each chunk is answered; a test may wait or throw here. */
  beforeChunk: () => Promise<void>;
  /** Called before each open; a test may throw here. */
  beforeOpen: (ask: SessionAsk) => Promise<void>;
  /** Bytes of each fake frame. */
  frame: Uint8Array;
};

const isPicture = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xd8) || (bytes[0] === 0x89 && bytes[1] === 0x50);

const base = (ask: SessionAsk, onClose: (id: string) => void) => ({
  id: `avt_${randomUUID().replaceAll('-', '')}`,
  format: ask.format,
  renderer: ask.renderer,
  provider: null,
  notes: [],
  mouth: ask.avatar.mouth,
  stats: emptyStats(),
  configure: async () => {},
  close(this: { id: string }) {
    onClose(this.id);
  },
});

const makeLive = (ask: SessionAsk, closedIds: string[]): FakeLive => {
  const units: MediaUnit[] = [];
  let wake: (() => void) | null = null;
  let turn = 1;
  let closed = false;
  let ended = 0;
  const pushed: Utterance[] = [];
  const configured: unknown[] = [];
  const live: FakeLive = {
    ...base(ask, () => {}),
    pushed,
    configured,
    verdict: 'accepted',
    get ended() {
      return ended;
    },
    get isClosed() {
      return closed;
    },
    get turn() {
      return turn;
    },
    pushAudio: chunk => live.pushSpeech({ ...chunk, phones: null, words: [] }),
    pushSpeech: utterance => {
      if (live.verdict === 'accepted') pushed.push(utterance);
      return live.verdict;
    },
    endTurn: () => {
      ended += 1;
    },
    startTake: () => 'avt_take',
    stopTake: () => ({ id: 'avt_take', durationMs: 1234.5 }),
    interrupt: () => {
      turn += 1;
      return turn;
    },
    configure: async patch => {
      configured.push(patch);
    },
    read: (): MediaReader => ({
      dropped: 0,
      next: async signal => {
        for (;;) {
          const unit = units.shift();
          if (unit !== undefined) return unit;
          if (closed || signal?.aborted === true) return null;
          await new Promise<void>(resolve => {
            wake = resolve;
            signal?.addEventListener('abort', () => resolve(), { once: true });
          });
        }
      },
      close: () => {},
    }),
    emit: unit => {
      units.push(unit);
      wake?.();
    },
    close: () => {
      closed = true;
      closedIds.push(live.id);
      wake?.();
    },
  };
  return live;
};

/** A fresh fake. Pictures that are not PNG or JPEG by their first bytes are refused like the engine refuses them. */
export const createFakeSessions = (): FakeSessions => {
  const fake: FakeSessions = {
    asks: [],
    lives: [],
    closedIds: [],
    configured: [],
    beforeChunk: async () => {},
    beforeOpen: async () => {},
    frame: new Uint8Array([0xff, 0xd8, 1, 2, 3, 0xff, 0xd9]),
    openLockStep: async ask => {
      await refuseBadPicture(fake, ask);
      let samples = 0;
      let frames = 0;
      let closed = false;
      const session: LockStepSession = {
        ...base(ask, id => {
          closed = true;
          fake.closedIds.push(id);
        }),
        configure: async patch => {
          fake.configured.push(patch);
        },
        renderChunk: async chunk => {
          await fake.beforeChunk();
          if (closed) throw new StudioError('session/closed', 'The session is closed.');
          samples += chunk.length;
          const due = framesBegun(samples, SPEECH_RATE, ask.format.fps) - frames;
          frames += due;
          return { jpegs: Array.from({ length: due }, () => fake.frame), inferMs: 12.34567, encodeMs: 3.2 };
        },
        flush: async () => ({ jpegs: [fake.frame, fake.frame], inferMs: 1, encodeMs: 1 }),
        interrupt: () => {},
      };
      return session;
    },
    prepare: async ask => {
      await refuseBadPicture(fake, ask);
      return { prepareMs: 12.5, cacheHit: fake.asks.length > 1 };
    },
    openLive: async ask => {
      await refuseBadPicture(fake, ask);
      const live = makeLive(ask, fake.closedIds);
      fake.lives.push(live);
      return live;
    },
  };
  return fake;
};

const refuseBadPicture = async (fake: FakeSessions, ask: SessionAsk): Promise<void> => {
  fake.asks.push(ask);
  await fake.beforeOpen(ask);
  if (!isPicture(ask.avatar.picture)) {
    throw new StudioError('avatar/unreadable', 'The picture cannot be read. Use a PNG, JPEG or WebP file.');
  }
};
