/**
 * Where main and the engine process meet: the calls, their answers and the notices. Both ends are this project's own and travel
 * by structured clone, so these are types, not schemas; main still treats a dead or silent engine as normal.
 */
import type {
  AvatarAnalysis,
  AvatarInput,
  Background,
  FrameFit,
  FrameFolder,
  FrameMouths,
} from './avatar.ts';
import type { ClipImport, ClipProgress, ClipResult } from './clip-import.ts';
import type { CompositorOptions } from './compositor-options.ts';
import type { ErrorData } from './errors.ts';
import type { ExportJob, ExportProgress, ExportResult } from './export-job.ts';
import type { Micros, VideoFormat } from './media.ts';
import type { DeviceChoice, InstalledModel, Provider } from './model-manifest.ts';
import type { NetworkSignature } from './model-shapes.ts';
import type { ModelBenchmark, ProviderReport, ResidentNetwork } from './model-view.ts';
import type { MouthMetadata } from './mouth-metadata.ts';
import type { OptionsPatch, RendererChoice, RendererId } from './renderer-options/renderer-choice.ts';
import type { Utterance } from './speech.ts';
import type { Variant } from './variant.ts';
import type { VisemeName } from './visemes.ts';

/** Everything the engine needs to open a session. */
export type OpenSession = RendererChoice & {
  sessionId: string;
  avatar: AvatarInput;
  compositor: CompositorOptions;
  format: VideoFormat;
  fit: FrameFit;
  background: Background;
  /** Two to four settings side by side in one frame; a change keeps their number. */ compare?: readonly Variant[];
  /** 1..100 */ jpegQuality: number;
  /** True when frames are asked for before all the speech they need was heard: the engine then guesses, which costs time. */ guess: boolean;
};

/** What was opened. `mouth` is null when no mouth is known: the picture then only breathes. */
export type OpenedSession = {
  format: VideoFormat;
  renderer: RendererId;
  mouth: MouthMetadata | null;
  prepareMs: number;
  cacheHit: boolean;
  /** Speech the renderer wants to hear beyond a frame's time, ms. */ lookAheadMs: number;
  /** Where a neural renderer computes; null: it has no network. */ provider: Provider | null;
  /** Whole sentences the user should read once: a fallback, a missing part. */ notes: readonly string[];
};

/** One frame wanted: its life time, and where in the session's speech stream it falls (null: idle). */
export type FrameAsk = { lifeMicros: Micros; speechMicros: Micros | null };

/**
 * Speech and frames in one hop. First `pcm` (16 kHz) and `utterance` are appended to the speech stream of `turn`, then, with
 * `endTurn`, the stream is flushed, then `frames` are drawn in order. A `turn` newer than the last resets the stream to 0.
 */
export type RenderRequest = {
  sessionId: string;
  turn: number;
  pcm: Int16Array | null;
  utterance: Utterance | null;
  endTurn: boolean;
  frames: readonly FrameAsk[];
};

/** Encoded frames, in the order asked, with true costs, wall-clock ms: articulation and drawing, and what the answer waited for encoding beyond that. Their sum is the whole answer. */
export type RenderResult = {
  jpegs: Uint8Array[];
  /** What each frame's mouth says, in their order; null: nobody speaks in it. */ visemes: readonly (VisemeName | null)[];
  inferMs: number;
  encodeMs: number;
};

/** Health of the engine process. `gpuBytes`: graphics memory it holds, null where the driver does not tell. */
export type EngineHealth = {
  rssBytes: number;
  sessions: number;
  uptimeMs: number;
  networks?: readonly ResidentNetwork[];
  gpuBytes?: number | null;
};

/** name → [parameters, result] of every call. */
export type EngineCalls = {
  ping: [undefined, EngineHealth];
  analyse: [{ picture: Uint8Array }, AvatarAnalysis];
  openSession: [OpenSession, OpenedSession];
  render: [RenderRequest, RenderResult];
  /** `options` is a patch of the running renderer's options; another `mouth` (null: detect) is prepared beside the running one and then takes its place. Errors: session/bad-config, avatar/*. */
  configure: [
    {
      sessionId: string;
      options?: OptionsPatch;
      compositor?: CompositorOptions;
      mouth?: MouthMetadata | null;
      /** All sides of a comparison, as many as it was opened with. */ compare?: readonly Variant[];
    },
    null,
  ];
  /** Requests of turns before `turn` are dropped at the next batch and answer with the frames drawn so far. */
  interrupt: [{ sessionId: string; turn: number }, null];
  closeSession: [{ sessionId: string }, null];
  /** One short step of going through a session with nobody in it, so that the first user meets code that is awake. */
  rehearse: [undefined, { done: boolean }];
  decodeAudio: [{ path: string; maxDurationS: number }, { samples: Int16Array }];
  /** With `speechFollows` the job's own speech is empty, and comes by exportSpeech. */
  exportVideo: [{ jobId: string; job: ExportJob; speechFollows?: boolean }, ExportResult];
  /** The next of a running export's speech; null: there is no more. */
  exportSpeech: [{ jobId: string; utterance: Utterance | null }, null];
  /** Makes a moving avatar's folder. Errors: avatar/*, request/cancelled, store/failed. */
  importClip: [{ jobId: string; job: ClipImport }, ClipResult];
  /** Ends an export or an import. */ cancelExport: [{ jobId: string }, null];
  /** The mouths of a film, tracked if that was not done yet. Errors: avatar/*, model/*. */
  frameMouths: [{ frames: FrameFolder }, FrameMouths];
  /** What shows of a renderer's mouth in a mode: 8-bit grey PNG over `box` of the picture (or of `frame` of the film), normalised; null: all that it draws, or there is no mouth. Errors: avatar/*, model/*. */
  blendMask: [
    { avatar: AvatarInput; renderer: RendererId; compositor: CompositorOptions; frame: number | null },
    { png: Uint8Array; box: [number, number, number, number] } | null,
  ];
  /** A picture file as PNG, at most `longEdge` pixels (null: its own size). Errors: avatar/*. */
  toPng: [{ picture: Uint8Array; longEdge: number | null }, { png: Uint8Array }];
  /** The models found in the models folder. */ listModels: [undefined, InstalledModel[]];
  /** One line for each provider this system may have; each is tested once and remembered. */
  testProviders: [undefined, ProviderReport[]];
  /** What each network of a model costs. Errors: model/missing, model/corrupt, model/unreachable, model/unsupported. */
  benchmarkModel: [{ id: string; device: DeviceChoice }, ModelBenchmark[]];
  /** What a model of a KServe v2 server takes and gives. Errors: model/unreachable, model/unsupported. */
  describeServerModel: [{ url: string; model: string; version: string | null }, NetworkSignature];
};

/** The calls that tell their progress, and what they tell. */
export type JobProgress = { exportVideo: ExportProgress; importClip: ClipProgress };

/** A call's name. */
export type EngineCall = keyof EngineCalls;

/** main → engine. */
export type EngineRequest = {
  [K in EngineCall]: { id: number; call: K; params: EngineCalls[K][0] };
}[EngineCall];

/** engine → main: `ready` once after start, an answer for each request, progress of jobs. */
export type EngineReply =
  | { kind: 'ready' }
  | { kind: 'result'; id: number; result: unknown }
  | { kind: 'failure'; id: number; error: ErrorData }
  | { kind: 'progress'; jobId: string; progress: JobProgress[keyof JobProgress] }
  | { kind: 'log'; level: 'info' | 'warn' | 'error'; message: string; fields: Record<string, unknown> };
