/** The table of studio methods: names → what they do. Parsing and transport are elsewhere. */
import type { CheckResult, KnobView } from '../../shared/diagnosis.ts';
import type { ServerView } from '../../shared/studio/server.ts';
import type { StudioEvent, StudioMethod, StudioParsed, StudioResult } from '../../shared/studio-api.ts';
import type { Engine } from '../engine/engine.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import type { SpeechService } from '../speech/speech-service-contract.ts';
import type { AvatarLibrary } from './avatar-library.ts';
import type { ExportJobs } from './export-jobs.ts';
import { createModelCalls } from './model-calls.ts';
import type { SessionBook } from './session-book.ts';
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
  sessions: SessionBook;
  exports: ExportJobs;
  settings: SettingsBook;
  models: ModelLibrary;
  engine: Pick<Engine, 'call'>;
  speech: Pick<SpeechService, 'voices'>;
  status(): ServerView | Promise<ServerView>;
  endSession(id: string): Promise<void>;
  diagnosis: { run(): Promise<CheckResult[]>; knobs(): KnobView[] };
  announce(event: StudioEvent): void;
};

/** Builds the table. */
export const createStudioCalls = (deps: CallDeps): StudioCalls => {
  const { avatars, sessions, exports, settings, speech } = deps;
  return {
    'server.status': () => deps.status(),
    'diagnosis.run': () => deps.diagnosis.run(),
    'diagnosis.knobs': () => deps.diagnosis.knobs(),
    'server.disconnect': async ({ id }) => {
      await deps.endSession(id);
      return {};
    },
    'avatars.list': () => avatars.list(),
    'avatars.rename': ({ id, name }) => avatars.rename(id, name),
    'avatars.setMouth': ({ id, mouth }) => avatars.setMouth(id, mouth),
    'avatars.chooseFace': ({ id, faceIndex }) => avatars.chooseFace(id, faceIndex),
    'avatars.remove': ({ id }) => {
      avatars.remove(id);
      return {};
    },
    'avatars.restore': ({ id }) => avatars.restore(id),
    'voices.list': () => speech.voices().map(voice => ({ ...voice, languages: [...voice.languages] })),
    'settings.get': () => settings.get(),
    'settings.update': (patch, named) => {
      const next = settings.update(patch, named);
      deps.announce({ name: 'settings.changed', settings: next });
      return next;
    },
    'sessions.list': wanted => sessions.list(wanted),
    'sessions.totals': () => sessions.totals(),
    'sessions.remove': async ({ id }) => {
      await sessions.remove(id);
      return {};
    },
    'exports.start': ask => exports.start(ask),
    'exports.cancel': ({ id }) => exports.cancel(id),
    'exports.list': () => exports.list(),
    ...createModelCalls(deps.models, deps.engine),
  };
};
