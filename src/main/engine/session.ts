/** Sessions as front-ends see them: two clocks of work, one avatar. Contract only; no sockets, no wires. */
import type { AvatarInput, Background, FrameFit } from '../../shared/avatar.ts';
import type { CompositorOptions } from '../../shared/compositor-options.ts';
import type { MediaUnit, Micros, VideoFormat } from '../../shared/media.ts';
import type { Provider } from '../../shared/model-manifest.ts';
import type { MouthMetadata } from '../../shared/mouth-metadata.ts';
import type {
  OptionsPatch,
  RendererChoice,
  RendererId,
} from '../../shared/renderer-options/renderer-choice.ts';
import type { AsyncCloseable } from '../../shared/scope.ts';
import type { Utterance } from '../../shared/speech.ts';
import type { Variant } from '../../shared/variant.ts';

/**
 * Which frames answer a lock-step chunk: `complete` every frame whose time has begun; `reference` only those whose 16 columns of mel
 * are there (24 for the first 17,920 samples, then 28), as the reference server does it.
 */
export type FramePolicy = 'complete' | 'reference';

/** What a front-end asks for. */
export type SessionAsk = RendererChoice & {
  /** Which front-end asks: 'omnirt', 'studio', … kept in the session's record. */ protocol: string;
  /** The connection it is for, so that the list of clients can tell; absent: none. */ connectionId?: string;
  /** Id of a stored avatar for the record, null for a picture sent by a client. */ avatarId: string | null;
  /** It is a take of another session, under this name. */ take?: { name: string };
  avatar: AvatarInput;
  format: VideoFormat;
  fit: FrameFit;
  background: Background;
  /** Two to four settings side by side in one frame. */ compare?: readonly Variant[];
  compositor: CompositorOptions;
  jpegQuality: number;
  /** Lock-step only; default `complete`. */ framePolicy?: FramePolicy;
  /** Who connected, for the session's record. */ client?: { name: string | null; origin: string | null };
  /** false: it leaves no record, neither of itself nor of its sound. */ keep?: boolean;
  /** Live only: whether frames come while nobody speaks; default true. */ idle?: boolean;
  /** The client's own settings as shown in the session's record. */ settings: Readonly<
    Record<string, unknown>
  >;
};

/** Running figures of a session. */
export type SessionStats = {
  framesSent: number;
  framesDropped: number;
  audioMicros: Micros;
  bytesSent: number;
  errors: number;
  inferMsPerFrame: number;
  encodeMsPerFrame: number;
};

/** What may change while a session runs. `mouth` null: back to the detected one. */
export type SessionPatch = {
  options?: OptionsPatch;
  compositor?: Partial<CompositorOptions>;
  mouth?: MouthMetadata | null;
  /** All sides of a comparison, as many as it was opened with. */ compare?: readonly Variant[];
};

type SessionBase = AsyncCloseable & {
  readonly id: string;
  readonly format: VideoFormat;
  readonly renderer: RendererId;
  readonly mouth: MouthMetadata | null;
  /** Where a neural renderer computes; null: it has no network. */ readonly provider: Provider | null;
  /** Sentences the user should read once. */ readonly notes: readonly string[];
  readonly stats: SessionStats;
  /** Applied between frames. */
  configure(patch: SessionPatch): Promise<void>;
};

/** Frames of one chunk with true costs, ms. */
export type LockStepResult = { jpegs: readonly Uint8Array[]; inferMs: number; encodeMs: number };

/** As fast as it can be made, nothing unasked: each chunk is answered by the frames whose time has begun. */
export type LockStepSession = SessionBase & {
  /** `samples`: PCM 16 kHz mono. Calls queue in order. Errors: engine/*, session/closed. */
  renderChunk(samples: Int16Array): Promise<LockStepResult>;
  /** Frames still owed at the end of speech (0 or more), articulated with everything known. */
  flush(): Promise<LockStepResult>;
  /** Forgets the speech so far: the next chunk starts a new stream. */
  interrupt(): void;
};

/** Paced at fps against the clock; idle life while silent; speech audio comes back as units in step with the frames. */
export type LiveSession = SessionBase & {
  readonly turn: number;
  /** Never waits. PCM of any rate and size. */ pushAudio(chunk: {
    sampleRate: number;
    samples: Int16Array;
  }): 'accepted' | 'full';
  pushSpeech(utterance: Utterance): 'accepted' | 'full';
  /** No more speech in this turn: the tail is spoken to its end, then idle. */ endTurn(): void;
  /** turn + 1; units of older turns are dropped wherever they are; returns the new turn. */ interrupt(): number;
  /**
   * Everything that is heard from `from` (µs of this session, at most two seconds back; null: now) on is kept as a session of its own,
   * whose id is returned; null where nothing can be kept. A running take ends.
   */
  startTake(from: Micros | null, name: string): string | null;
  /** Ends the take; null when none runs. */ stopTake(): { id: string; durationMs: number } | null;
  /** One reader per call; units in pts order. A slow reader loses video first (`drop-oldest`, counted). */
  read(options: { capacityBytes: number }): MediaReader;
};

/** A fan-out leg of a live session. */
export type MediaReader = AsyncCloseable & {
  readonly dropped: number;
  next(signal?: AbortSignal): Promise<MediaUnit | null>;
};

/** Opens sessions; the one door for all front-ends. */
export type SessionOpener = {
  openLockStep(ask: SessionAsk, signal?: AbortSignal): Promise<LockStepSession>;
  openLive(ask: SessionAsk, signal?: AbortSignal): Promise<LiveSession>;
  /** Does all of an opening's work ahead of it; what can be kept for the next one is kept. */
  prepare(ask: SessionAsk): Promise<{ prepareMs: number; cacheHit: boolean }>;
};
