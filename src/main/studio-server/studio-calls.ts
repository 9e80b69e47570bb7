/** The table of studio methods: names → what they do. Parsing and transport are elsewhere. */
import type { ServerView } from '../../shared/studio/server.ts';
import type { StudioEvent, StudioMethod, StudioParsed, StudioResult } from '../../shared/studio-api.ts';
import type { Engine } from '../engine/engine.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import type { SpeechService } from '../speech/speech-service-contract.ts';
import type { createAccessCalls } from './access-calls.ts';
import { createAvatarCalls } from './avatar-calls.ts';
import type { AvatarImports } from './avatar-imports.ts';
import type { AvatarLibrary } from './avatar-library.ts';
import { createDiagnosisCalls, type Diagnosis } from './diagnosis-calls.ts';
import { createExportCalls } from './export-calls.ts';
import type { ExportQueue } from './export-queue.ts';
import { createModelCalls } from './model-calls.ts';
import { createMouthCalls } from './mouth-calls.ts';
import type { MouthVersions } from './mouth-versions.ts';
import type { SessionBook } from './session-book.ts';
import { createSessionCalls } from './session-calls.ts';
import type { SettingsBook } from './settings-book.ts';

/** One function a method; `named`: the keys the caller really gave. */
export type StudioCalls = {
  [M in StudioMethod]: (
    params: StudioParsed<M>,
    named: readonly string[],
  ) => StudioResult<M> | Promise<StudioResult<M>>;
};

/** What the methods act on. */
export type CallDeps = {
  avatars: AvatarLibrary;
  imports: AvatarImports;
  mouths: MouthVersions;
  sessions: SessionBook;
  sessionStore: Parameters<typeof createSessionCalls>[1];
  exports: ExportQueue;
  settings: SettingsBook;
  models: ModelLibrary;
  engine: Pick<Engine, 'call'>;
  speech: Pick<SpeechService, 'voices'>;
  status(): ServerView | Promise<ServerView>;
  endSession(id: string): Promise<void>;
  /** About who may use the server. */ access: ReturnType<typeof createAccessCalls>;
  diagnosis: Diagnosis;
  announce(event: StudioEvent): void;
};

/** Builds the table. */
export const createStudioCalls = (deps: CallDeps): StudioCalls => {
  const { avatars, settings, speech } = deps;
  return {
    'server.status': () => deps.status(),
    'server.disconnect': async ({ id }) => {
      await deps.endSession(id);
      return {};
    },
    ...createAvatarCalls(avatars, deps.imports),
    'voices.list': () => speech.voices().map(voice => ({ ...voice, languages: [...voice.languages] })),
    'settings.get': () => settings.get(),
    'settings.update': (patch, named) => {
      const next = settings.update(patch, named);
      deps.announce({ name: 'settings.changed', settings: next });
      return next;
    },
    ...createSessionCalls(deps.sessions, deps.sessionStore),
    ...createExportCalls(deps.exports),
    ...createMouthCalls(deps.mouths),
    ...createDiagnosisCalls(deps.diagnosis, () => avatars.list().map(({ name }) => name)),
    ...deps.access,
    ...createModelCalls(deps.models, deps.engine),
  };
};
