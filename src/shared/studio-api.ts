/**
 * Everything the studio page can ask of main: one table of methods with their schemas, one of events. Two transports carry it:
 * the preload bridge in Electron, JSON-RPC over the loopback WebSocket in a browser. Pictures and videos travel by HTTP, not here.
 */
import { z } from 'zod';
import { CompositorOptions } from './compositor-options.ts';
import { CheckResult, KnobView } from './diagnosis.ts';
import { MODEL_METHODS } from './model-methods.ts';
import { type ModelDownloadView, ProviderName, ResidentNetwork } from './model-view.ts';
import { MouthMetadata } from './mouth-metadata.ts';
import { PortraitOptions } from './renderer-options/portrait.ts';

const Id = z.string().min(1).max(64);

/** A stored avatar as lists show it. `pictureUrl` and `thumbnailUrl` are relative to the server and carry what they need. */
export const AvatarView = z.object({
  id: Id,
  name: z.string(),
  width: z.number(),
  height: z.number(),
  hasAlpha: z.boolean(),
  demo: z.boolean(),
  licence: z.string(),
  createdAt: z.string(),
  pictureUrl: z.string(),
  thumbnailUrl: z.string(),
  /** null: mouth not set. */
  mouth: MouthMetadata.nullable(),
  mouthSource: z.enum(['detected', 'hand', 'none']),
  /** Boxes of all faces found, [left, top, right, bottom] normalised, largest first. */
  faces: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
  faceIndex: z.number().int(),
  /** A moving avatar: how many frames, and how many a second; null: a still. */
  moving: z.object({ frames: z.number().int(), fps: z.number() }).nullable(),
});
/** Parsed AvatarView. */
export type AvatarView = z.infer<typeof AvatarView>;

/** A kept session. */
export const SessionView = z.object({
  id: z.string(),
  protocol: z.string(),
  avatarId: z.string().nullable(),
  avatarName: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  durationMs: z.number(),
  frames: z.number(),
  errors: z.number(),
  hasAudio: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
});
/** Parsed SessionView. */
export type SessionView = z.infer<typeof SessionView>;

/** An export's state. */
export const ExportView = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  phase: z.enum(['preparing', 'rendering', 'finishing']),
  framesDone: z.number(),
  framesTotal: z.number(),
  fileName: z.string(),
  bytes: z.number(),
  /** HTTP path to fetch the file once done. */
  downloadUrl: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
/** Parsed ExportView. */
export type ExportView = z.infer<typeof ExportView>;

/** A look under a name: what a comparison found, to be used again or given to others. */
export const LookPreset = z.object({
  name: z.string().min(1).max(60),
  portrait: PortraitOptions,
  compositor: CompositorOptions,
});
/** Parsed LookPreset. */
export type LookPreset = z.infer<typeof LookPreset>;

/** Settings the studio keeps. Unknown keys are dropped on read. */
export const StudioSettings = z.object({
  language: z.enum(['system', 'en', 'zh']).default('system'),
  theme: z.enum(['system', 'dark', 'light']).default('system'),
  selectedAvatarId: z.string().nullable().default(null),
  voiceId: z.string().nullable().default(null),
  rate: z.number().min(0.5).max(2).default(1),
  pitch: z.number().min(0.5).max(2).default(1),
  /** Who draws in the studio and in its videos; portrait where no model of the kind is installed any more. */ renderer:
    z.enum(['portrait', 'wav2lip', 'musetalk']).default('portrait'),
  portrait: PortraitOptions.default(PortraitOptions.parse({})),
  compositor: CompositorOptions.default(CompositorOptions.parse({})),
  /** Who draws for other programs that ask for wav2lip; the environment and the settings file win over it. */
  wav2lipRenderer: z.enum(['auto', 'portrait', 'wav2lip']).default('auto'),
  /** The same for musetalk. */
  musetalkRenderer: z.enum(['auto', 'portrait', 'musetalk']).default('auto'),
  /** More folders, absolute, whose frame folders other programs may name. */
  frameRoots: z.array(z.string().min(1).max(1000)).max(32).default([]),
  presets: z.array(LookPreset).max(200).default([]),
  greeted: z.boolean().default(false),
  keepSessionAudio: z.boolean().default(true),
  /** Sessions older than this are forgotten, days; 0 keeps them. */ keepSessionsDays: z
    .number()
    .int()
    .min(0)
    .max(3650)
    .default(0),
  /** Sound of the oldest sessions is forgotten beyond this, MB. */ keepAudioMb: z
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(2048),
});
/** Parsed StudioSettings. */
export type StudioSettings = z.infer<typeof StudioSettings>;

/** What the stage needs to know of the server. */
export const ServerView = z.object({
  version: z.string(),
  port: z.number(),
  wsUrl: z.string(),
  engine: z.enum(['starting', 'up', 'down', 'closed']),
  engineRestarts: z.number(),
  engineRssBytes: z.number(),
  runtime: z.enum(['fake', 'resident', 'proxy']),
  dataDir: z.string(),
  sessions: z.array(
    z.object({
      id: z.string(),
      protocol: z.string(),
      framesSent: z.number(),
      framesDropped: z.number(),
      kind: z.enum(['lock-step', 'live']),
      avatarName: z.string().nullable(),
      bytesSent: z.number(),
      audioMs: z.number(),
      errors: z.number(),
      /** Drawing and encoding a frame, ms, over the last frames. */ frameMs: z.number(),
      /** Where a neural renderer computes; null: it has no network. */ provider:
        ProviderName.nullable().optional(),
      /** Sentences the user should read once. */ notes: z.array(z.string()).optional(),
    }),
  ),
  /** Networks in the engine's memory. */ networks: z.array(ResidentNetwork).optional(),
  /** Graphics memory of the engine; null: the driver does not tell. */ gpuBytes: z
    .number()
    .nullable()
    .optional(),
});
/** Parsed ServerView. */
export type ServerView = z.infer<typeof ServerView>;

/** Speech for an export: text for a voice, an uploaded file (id from POST /studio/uploads), or a kept session's audio. */
export const ExportSpeech = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string().max(100_000),
    language: z.enum(['auto', 'en', 'zh']).default('auto'),
    voiceId: z.string().nullable().default(null),
    rate: z.number().min(0.5).max(2).default(1),
    pitch: z.number().min(0.5).max(2).default(1),
  }),
  z.object({ kind: z.literal('upload'), uploadId: Id }),
  z.object({ kind: z.literal('session'), sessionId: Id }),
]);

const method = <P extends z.ZodType, R extends z.ZodType>(params: P, result: R) => ({ params, result });
const Nothing = z.object({});

/** name → schemas of parameters and result. Errors travel as {code, message, details}. */
export const STUDIO_METHODS = {
  'server.status': method(Nothing, ServerView),
  /** Ends a session of any program; its sockets stay open. */
  'server.disconnect': method(z.object({ id: Id }), Nothing),
  'avatars.list': method(Nothing, z.array(AvatarView)),
  'avatars.rename': method(z.object({ id: Id, name: z.string().min(1).max(80) }), AvatarView),
  'avatars.setMouth': method(z.object({ id: Id, mouth: MouthMetadata.nullable() }), AvatarView),
  'avatars.chooseFace': method(z.object({ id: Id, faceIndex: z.number().int().min(0) }), AvatarView),
  'avatars.remove': method(z.object({ id: Id }), Nothing),
  'avatars.restore': method(z.object({ id: Id }), AvatarView),
  'voices.list': method(
    Nothing,
    z.array(z.object({ id: z.string(), label: z.string(), languages: z.array(z.enum(['en', 'zh'])) })),
  ),
  'settings.get': method(Nothing, StudioSettings),
  'settings.update': method(StudioSettings.partial(), StudioSettings),
  /** Newest first, page by page; `search` looks in avatar names and protocols. */
  'sessions.list': method(
    z.object({
      limit: z.number().int().min(1).max(500).default(50),
      skip: z.number().int().min(0).default(0),
      search: z.string().max(100).default(''),
      protocol: z.string().max(40).nullable().default(null),
    }),
    z.array(SessionView),
  ),
  /** The doctor's checks, on the running server; takes some seconds. */
  'diagnosis.run': method(Nothing, z.array(CheckResult)),
  'diagnosis.knobs': method(Nothing, z.array(KnobView)),
  'sessions.totals': method(Nothing, z.object({ sessions: z.number(), audioBytes: z.number() })),
  'sessions.remove': method(z.object({ id: Id }), Nothing),
  'exports.start': method(
    z.object({
      avatarId: Id,
      speech: ExportSpeech,
      container: z.enum(['mp4', 'webm', 'mov']).default('mp4'),
      width: z.number().int().min(128).max(1920),
      height: z.number().int().min(128).max(1920),
      fps: z.union([z.literal(25), z.literal(30)]).default(25),
      transparent: z.boolean().default(false),
    }),
    ExportView,
  ),
  'exports.cancel': method(z.object({ id: Id }), ExportView),
  'exports.list': method(Nothing, z.array(ExportView)),
  ...MODEL_METHODS,
} as const;

/** A method's name. */
export type StudioMethod = keyof typeof STUDIO_METHODS;
/** Parameters as the caller may give them. */
export type StudioParams<M extends StudioMethod> = z.input<(typeof STUDIO_METHODS)[M]['params']>;
/** Parameters after parsing. */
export type StudioParsed<M extends StudioMethod> = z.output<(typeof STUDIO_METHODS)[M]['params']>;
/** A method's result. */
export type StudioResult<M extends StudioMethod> = z.output<(typeof STUDIO_METHODS)[M]['result']>;

/** Announcements from main; the page never has to poll. */
export type StudioEvent =
  | { name: 'avatars.changed' }
  | { name: 'settings.changed'; settings: StudioSettings }
  | { name: 'sessions.changed' }
  | { name: 'export.changed'; export: ExportView }
  | { name: 'models.changed' }
  | { name: 'model.download'; download: ModelDownloadView }
  | { name: 'engine.changed'; engine: 'starting' | 'up' | 'down' | 'closed' };

/** What the page holds, whatever carries it. `subscribe` returns an unsubscribe. */
export type StudioApi = {
  call<M extends StudioMethod>(name: M, params: StudioParams<M>): Promise<StudioResult<M>>;
  subscribe(listener: (event: StudioEvent) => void): () => void;
};

/**
 * HTTP beside it, same origin, with the cookie set by the one-time token or `Authorization: Bearer`:
 * POST /studio/avatars (body: picture bytes, header x-file-name, percent-encoded) → AvatarView or {error};
 * POST /studio/clips (body: MP4, WebM or MOV) → AvatarView of a moving avatar;
 * POST /studio/uploads (body: audio bytes, header x-file-name) → {uploadId, durationMs};
 * POST /studio/model-files (body: a model's file, header x-file-name) → {uploadId} for models.import;
 * GET /studio/sessions/:id/sound → WAV;
 * GET /studio/avatars/:id/picture | /thumbnail; GET /studio/exports/:id/file; WS /studio/rpc.
 */
export const STUDIO_PATHS = {
  rpc: '/studio/rpc',
  avatars: '/studio/avatars',
  clips: '/studio/clips',
  uploads: '/studio/uploads',
  modelFiles: '/studio/model-files',
  exports: '/studio/exports',
  sessions: '/studio/sessions',
} as const;

/** JSON-RPC frames on /studio/rpc: requests, replies and events. */
export type RpcMessage =
  | { id: number; method: string; params: unknown }
  | { id: number; result: unknown }
  | { id: number; error: { code: string; message: string; details: Record<string, unknown> } }
  | { event: StudioEvent };
