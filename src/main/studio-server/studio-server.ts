/** The studio's side of the server: its API, its routes, its record of sessions. Composes; each part knows its own trade. */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { ModelKind } from '../../shared/model-manifest.ts';
import type { ModelView } from '../../shared/model-view.ts';
import type { ServerView } from '../../shared/studio/server.ts';
import type { StudioSettings } from '../../shared/studio/settings.ts';
import type { Engine } from '../engine/engine.ts';
import type { OpenSessionView, SessionJournal } from '../engine/session-opener.ts';
import type { Door, MessageTap } from '../gateway/caller.ts';
import type { StreamRoute } from '../gateway/stream-route.ts';
import { ModelLibrary } from '../models/model-library.ts';
import type { Route } from '../protocols/front-end.ts';
import type { SpeechService } from '../speech/speech-service-contract.ts';
import { MovingFolders } from '../store/moving-folders.ts';
import { PictureFiles } from '../store/picture-files.ts';
import type { Store } from '../store/store.ts';
import { AvatarImports } from './avatar-imports.ts';
import { AvatarLibrary } from './avatar-library.ts';
import { createAvatarRoutes } from './avatar-routes.ts';
import { importDemoAvatars } from './demo-avatars.ts';
import { ExportFolder } from './export-folder.ts';
import { ExportInputs } from './export-inputs.ts';
import { ExportQueue } from './export-queue.ts';
import { createFrameRoute } from './frame-route.ts';
import { createHttpRoutes } from './http-routes.ts';
import { createInProcessApi, type InProcessApi } from './in-process-api.ts';
import { createModelUploadRoute } from './model-upload-route.ts';
import { MouthVersions } from './mouth-versions.ts';
import { createRpcRoute } from './rpc-route.ts';
import { createServerAccess, type ServerAccess } from './server-access.ts';
import { SessionBook } from './session-book.ts';
import { SessionRecorder } from './session-recorder.ts';
import { SettingsBook } from './settings-book.ts';
import { type CallDeps, createStudioCalls } from './studio-calls.ts';
import { Uploads } from './uploads.ts';

/** What it stands on. `server` and `sessions` are asked later, when the gateway and the engine's door exist. */
export type StudioServerDeps = {
  store: Store;
  engine: Engine;
  speech: SpeechService;
  clock: Clock;
  log: Log;
  dataDir: string;
  /** `<resources>/avatars`. */ demoDir: string;
  version: string;
  runtime: 'fake' | 'resident' | 'proxy';
  server(): { port: number; wsUrl: string };
  sessions(): readonly OpenSessionView[];
  /** What works here, and how it is set. */ diagnosis: CallDeps['diagnosis'];
  /** The server beside the studio: its tokens, its sockets, how it was started. */ access: ServerAccess;
  /** Ends a session. Errors: session/not-found. */ endSession(id: string): Promise<void>;
};

/** The parts other code uses. */
export type StudioServer = {
  routes: readonly (Route | StreamRoute)[];
  /** For Electron's bridge and for tests. */ api: InProcessApi;
  /** For the engine's door. */ journal: SessionJournal;
  /** For front-ends and the command line. */ avatars: AvatarLibrary;
  /** Who may speak a protocol, and who looks at what is said. */ door: Door;
  tap: MessageTap;
  /** The settings as they are now, for front-ends. */ preferences(): StudioSettings;
  /** Kinds of the installed models, read from the disk: the engine may still be starting. */
  installedModels(): Promise<readonly ModelKind[]>;
  /** The same with all that is known of them. */ listModels(): Promise<readonly ModelView[]>;
  /** Tidies the data folder and brings in the demo avatars; run once, in the background. Never throws. */
  start(): Promise<void>;
  close(): Promise<void>;
};

/** Each export keeps about four cores busy. */
const CORES_FOR_TWO = 8;
const KEEP_REMOVED_MS = 30 * 24 * 3_600_000;

/** Builds it; nothing runs before `start`. */
export const createStudioServer = (deps: StudioServerDeps): StudioServer => {
  const { store, engine, speech, log, dataDir } = deps;
  const { api, announce } = createInProcessApi(() => calls);
  const now = (): Date => new Date();
  const files = new PictureFiles(dataDir);
  const settings = new SettingsBook(store.settings);
  const avatars = new AvatarLibrary({
    store: store.avatars,
    files,
    folders: new MovingFolders(dataDir),
    engine,
    changed: ids => announce({ name: 'avatars.changed', ids }),
  });
  const mouths = new MouthVersions({
    store: store.avatars,
    avatars,
    engine,
    changed: ids => announce({ name: 'avatars.changed', ids }),
  });
  const recorder = new SessionRecorder({ store: store.sessions, dataDir, log });
  const sessions = new SessionBook({
    store: store.sessions,
    recorder,
    open: deps.sessions,
    keepsAudio: () => settings.get().keepSessionAudio,
    keepsAudioBytes: () => settings.get().keepAudioMb * 1024 * 1024,
    changed: () => announce({ name: 'sessions.changed' }),
    clock: deps.clock,
    now,
    log,
  });
  const uploads = new Uploads({ dataDir, engine });
  const exports = new ExportQueue({
    store: store.exports,
    engine,
    speech,
    folder: new ExportFolder(path.join(dataDir, 'exports')),
    inputs: new ExportInputs(dataDir),
    avatar: async (id, frame) => {
      const defaults = await avatars.defaults(id);
      const input = await avatars.picture(id, frame ?? defaults?.size);
      if (input === null || defaults === null)
        throw new StudioError('avatar/not-found', 'There is no such avatar.', { avatarId: id });
      return { name: avatars.get(id).name, input, defaults };
    },
    upload: id => uploads.get(id),
    sessionSound: (id, to, part) => sessions.writeSound(id, to, part),
    sessionChanges: id => sessions.changes(id),
    settings: () => settings.get(),
    changed: view => announce({ name: 'export.changed', export: view }),
    reordered: () => announce({ name: 'exports.changed' }),
    parallel: availableParallelism() >= CORES_FOR_TWO ? 2 : 1,
    clock: deps.clock,
    now,
    log,
  });
  const models = new ModelLibrary({
    modelsDir: path.join(dataDir, 'models'),
    clock: deps.clock,
    now,
    describe: server => engine.call('describeServerModel', server),
    changed: () => announce({ name: 'models.changed' }),
    downloadChanged: download => announce({ name: 'model.download', download }),
  });
  const unwatch = engine.onState(state => announce({ name: 'engine.changed', engine: state }));
  const status = (): ServerView => ({
    version: deps.version,
    ...deps.server(),
    engine: engine.state,
    engineRestarts: engine.restarts,
    engineRssBytes: engine.health?.rssBytes ?? 0,
    runtime: deps.runtime,
    dataDir,
    networks: [...(engine.health?.networks ?? [])],
    gpuBytes: engine.health?.gpuBytes ?? null,
    sessions: deps.sessions().map(({ id, protocol, kind, avatarId, stats, provider, notes }) => ({
      id,
      protocol,
      kind,
      avatarName: avatarId === null ? null : avatars.nameOf(avatarId),
      framesSent: stats.framesSent,
      framesDropped: stats.framesDropped,
      bytesSent: stats.bytesSent,
      audioMs: Math.round(stats.audioMicros / 1000),
      errors: stats.errors,
      frameMs: stats.inferMsPerFrame + stats.encodeMsPerFrame,
      provider: provider ?? null,
      notes: [...(notes ?? [])],
    })),
  });
  const imports = new AvatarImports({
    avatars,
    uploads,
    clock: deps.clock,
    told: (importId, progress) => announce({ name: 'avatar.import', importId, progress }),
  });
  const access = createServerAccess({
    ...deps.access,
    store: store.access,
    settings,
    sessions: deps.sessions,
    clock: deps.clock,
    log,
    version: deps.version,
    announce,
  });
  const calls = createStudioCalls({
    access: access.calls,
    avatars,
    imports,
    mouths,
    sessions,
    sessionStore: store.sessions,
    exports,
    models,
    engine,
    settings,
    speech,
    status,
    endSession: id => deps.endSession(id),
    diagnosis: deps.diagnosis,
    announce,
  });

  const importDemos = (): Promise<void> =>
    importDemoAvatars(deps.demoDir, { store: store.avatars, avatars, log });
  /** In this order; one that fails stops none behind it. */
  const startUp: readonly [what: string, work: () => Promise<void>][] = [
    // The first, and asked for before anything waits: sessions that are opened meanwhile are none of them.
    ['recover sounds', () => recorder.recover(store.sessions.unended())],
    ['empty uploads', () => uploads.start()],
    ['tidy models', () => models.start()],
    ['purge avatars', () => avatars.purge(new Date(now().getTime() - KEEP_REMOVED_MS).toISOString())],
    ['forget sessions', () => sessions.forgetOld(settings.get().keepSessionsDays)],
    ['prune sounds', () => recorder.prune(settings.get().keepAudioMb * 1024 * 1024)],
    [
      'forget exports',
      () => exports.forgetOld(settings.get().keepExportsDays, settings.get().keepExportsMb * 1024 * 1024),
    ],
    ['resume exports', () => exports.resume()],
    ['import demos', importDemos],
  ];
  let closed = false;
  return {
    routes: [
      createRpcRoute(api, log),
      ...access.routes,
      createModelUploadRoute(models),
      createFrameRoute(avatars),
      ...createAvatarRoutes({ avatars, imports, uploads }),
      ...createHttpRoutes({ avatars, uploads, exports, sessions }),
    ],
    api,
    journal: sessions,
    avatars,
    door: access.door,
    tap: access.tap,
    preferences: () => settings.get(),
    installedModels: async () => (await models.list()).map(model => model.kind),
    listModels: () => models.list(),
    start: async () => {
      for (const [what, work] of startUp) {
        if (closed) return;
        try {
          await work();
        } catch (error) {
          if (!closed) log.warn('a start-up task failed', { what, error: String(error) });
        }
      }
    },
    close: async () => {
      closed = true;
      unwatch();
      access.close();
      imports.close();
      await models.close();
      await exports.close();
      await recorder.close();
      await sessions.settled();
      await sessions.close();
    },
  };
};
