/**
 * Everything the studio page can ask of main: one table of methods with their schemas, one of events; each area has its part in
 * studio/. JSON-RPC over the loopback WebSocket carries it. Pictures and videos travel by HTTP, not here.
 */
import { z } from 'zod';
import { MODEL_METHODS } from './model-methods.ts';
import type { ModelDownloadView } from './model-view.ts';
import { ACCESS_METHODS, type AccessEvent } from './studio/access.ts';
import { AVATAR_METHODS, type ImportProgress } from './studio/avatars.ts';
import { DIAGNOSIS_METHODS } from './studio/diagnosis.ts';
import { EXPORT_METHODS, type ExportView } from './studio/exports.ts';
import { MESSAGE_METHODS } from './studio/message-log.ts';
import { method } from './studio/method.ts';
import { MOUTH_METHODS } from './studio/mouth-methods.ts';
import { SERVER_METHODS } from './studio/server.ts';
import { SESSION_METHODS } from './studio/sessions.ts';
import { SETTINGS_METHODS, type StudioSettings } from './studio/settings.ts';

/** name → schemas of parameters and result. Errors travel as {code, message, details}. */
export const STUDIO_METHODS = {
  ...SERVER_METHODS,
  ...ACCESS_METHODS,
  ...MESSAGE_METHODS,
  ...DIAGNOSIS_METHODS,
  ...AVATAR_METHODS,
  ...MOUTH_METHODS,
  'voices.list': method(
    z.object({}),
    z.array(z.object({ id: z.string(), label: z.string(), languages: z.array(z.enum(['en', 'zh'])) })),
  ),
  ...SETTINGS_METHODS,
  ...SESSION_METHODS,
  ...EXPORT_METHODS,
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
  /** `ids`: changed, come or gone. */
  | { name: 'avatars.changed'; ids: readonly string[] }
  | { name: 'avatar.import'; importId: string; progress: ImportProgress }
  | { name: 'settings.changed'; settings: StudioSettings }
  | { name: 'sessions.changed' }
  | { name: 'export.changed'; export: ExportView }
  /** Another order, one gone or come: the list is to be read anew. */
  | { name: 'exports.changed' }
  | AccessEvent
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
 * POST /studio/clips (body: MP4, WebM or MOV) → AvatarView of a moving avatar; with a header x-import-id its progress is told by
 *   `avatar.import` and `avatars.cancelImport` ends it;
 * POST /studio/avatar-folders (body: a folder as in shared/folder-pack.ts; x-import-id as above) → AvatarView;
 * GET /studio/avatar-folders?id=…&id=… → ZIP of a folder in OpenTalking's form for each;
 * POST /studio/uploads (body: audio bytes, header x-file-name) → {uploadId, durationMs};
 * POST /studio/model-files (body: a model's file, header x-file-name) → {uploadId} for models.import;
 * GET /studio/sessions/:id/sound → WAV;
 * GET /studio/avatars/:id/picture | /thumbnail | /frames/:index (of a moving avatar); GET /studio/exports/:id/file; WS /studio/rpc;
 * WS /studio/watch (see native-protocol.ts), also with a named token of the scope `feed`; so GET /feed, the page that shows it.
 */
export const STUDIO_PATHS = {
  rpc: '/studio/rpc',
  watch: '/studio/watch',
  avatars: '/studio/avatars',
  clips: '/studio/clips',
  avatarFolders: '/studio/avatar-folders',
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
