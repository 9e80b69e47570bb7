/** The page's composition root: makes every part once and joins them. Knows no React. */
import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../shared/clock.ts';
import type { DesktopBridge } from '../../shared/desktop-facts.ts';
import type { ErrorData } from '../../shared/errors.ts';
import type { AvatarView } from '../../shared/studio/avatars.ts';
import type { ExportView } from '../../shared/studio/exports.ts';
import type { StudioResult } from '../../shared/studio-api.ts';
import { AvatarBrowser } from '../features/avatars/avatar-browser.ts';
import { Avatars } from '../features/avatars/avatars.ts';
import { Imports } from '../features/avatars/imports.ts';
import { ProfileEdits } from '../features/avatars/profile-edits.ts';
import { uploadAudio, uploadAvatar } from '../features/avatars/upload-file.ts';
import { Compare } from '../features/compare/compare.ts';
import { Desktop, desktopBridge } from '../features/desktop/desktop.ts';
import { Diagnosis } from '../features/diagnosis/diagnosis.ts';
import { Exports } from '../features/export/exports.ts';
import { ServerWatch } from '../features/figures/server-watch.ts';
import { FirstRun } from '../features/first-run/first-run.ts';
import { Models } from '../features/models/models.ts';
import type { MaskFollower } from '../features/mouth-editor/mask-follower.ts';
import type { MouthEditor } from '../features/mouth-editor/mouth-editor.ts';
import type { MouthKeeper } from '../features/mouth-editor/mouth-keeper.ts';
import { createMouthParts } from '../features/mouth-editor/mouth-parts.ts';
import { Access, type AccessDeps } from '../features/server/access.ts';
import { Clients } from '../features/server/clients.ts';
import { Messages } from '../features/server/messages.ts';
import { createReplayParts } from '../features/sessions/open-replay.ts';
import type { Replay } from '../features/sessions/replay.ts';
import { Sessions } from '../features/sessions/sessions.ts';
import { voiceOf } from '../features/settings/in-force.ts';
import { Settings } from '../features/settings/settings.ts';
import { createFrameDecoder } from '../features/stage/alpha-frames.ts';
import { previewSize } from '../features/stage/preview-size.ts';
import type { SoundOut } from '../features/stage/sound-out.ts';
import { Stage, type StageDeps } from '../features/stage/stage.ts';
import { stageColour } from '../features/stage/stage-colour.ts';
import { createStageParts, type StageParts } from '../features/stage/stage-parts.ts';
import { BargeIn } from '../features/talk/barge-in.ts';
import { openMicrophone } from '../features/talk/microphone.ts';
import { Talk } from '../features/talk/talk.ts';
import { type ApiConnection, createStudioApi, openBrowserSocket } from '../studio-api.ts';
import { saveTextFile } from '../ui/save-file.ts';
import { followChoices } from './follow-choices.ts';
import { KeyDesk } from './key-desk.ts';
import { watchOverlayKeys } from './overlay-keys.ts';
import { createStageOnShow } from './stage-on-show.ts';
import { whenReady } from './when-ready.ts';

/** Voices as the picker lists them. */
export type Voices = StudioResult<'voices.list'>;

/** What passing messages the page shows. */
export type Notices = {
  failed(error: ErrorData): void;
  removed(avatars: readonly AvatarView[]): void;
  finished(done: ExportView): void;
  /** Offers to take a step back. */ undo: AccessDeps['undo'];
  /** The same for something of the page's own that was deleted. */ deleted(
    name: string,
    back: () => void,
  ): void;
};

/** Everything the screens read and call. */
export type Studio = StageParts & {
  settings: Settings;
  avatars: Avatars;
  browser: AvatarBrowser;
  imports: Imports;
  edits: ProfileEdits;
  stage: Stage;
  talk: Talk;
  exports: Exports;
  server: ServerWatch;
  clients: Clients;
  access: Access;
  messages: Messages;
  mouth: MouthEditor;
  mouthKeeper: MouthKeeper;
  mouthMask: MaskFollower<HTMLCanvasElement>;
  compare: Compare;
  sessions: Sessions;
  replay: Replay;
  /** Opens the chosen session in the replay. */ replaySession(id: string): void;
  models: Models;
  diagnosis: Diagnosis;
  desktop: Desktop;
  firstRun: FirstRun;
  compareTalk: Talk;
  /** Now, or as soon as everything was read for the first time. */ whenReady(act: () => void): void;
  /** Ends the live session of the stage until the returned function is called: another screen has its own. */ holdStage(): () => void;
  page: StoreApi<{ connection: ApiConnection; voices: Voices; ready: boolean }>;
  retry(): void;
  /** Says that something is gone, and offers it back. */ deleted: Notices['deleted'];
  /** Keys of commands. */ keys: KeyDesk;
  /** The last key belongs to something that lay over the screen. */ keyIsTaken(): boolean;
  /** Reads everything, shows the first avatar, greets on the first run with this text. */ start(
    greeting: () => string,
  ): void;
};

/** The server listens elsewhere: the same screen there. */
const leaveFor = (url: string): void => {
  window.location.href = url + window.location.hash;
};
/** Pixels of each side of a comparison: they are drawn all at once. */
const COMPARED_AREA = 260_000;

/** Makes the page's parts. `sound` is null where there is no output. */
export const createStudio = (deps: { clock: Clock; sound: SoundOut | null; notices: Notices }): Studio => {
  const { clock, sound, notices } = deps;
  const { failed } = notices;
  const api = createStudioApi({ openSocket: openBrowserSocket, clock });
  const settings = new Settings({ api, clock, failed });
  const stageDeps: StageDeps = {
    openSocket: openBrowserSocket,
    clock,
    sound,
    wallMs: () => performance.now(),
    decode: createFrameDecoder(),
  };
  const stage = new Stage(stageDeps);
  const avatars = new Avatars({
    api,
    chosen: selectedAvatarId => settings.update({ selectedAvatarId }),
    failed,
    removed: notices.removed,
  });
  const imports = new Imports({
    api,
    upload: uploadAvatar,
    newId: () => `imp_${crypto.randomUUID().replaceAll('-', '')}`,
    arrived: (avatar, first) => {
      avatars.put(avatar);
      if (first) avatars.select(avatar.id);
    },
  });
  const edits = new ProfileEdits({ api, clock, avatars, failed });
  const talk = new Talk({ stage, clock, failed });
  new BargeIn({
    talk,
    settings: settings.view,
    open: openMicrophone,
    wallMs: () => performance.now(),
    failed,
  });
  const exports = new Exports({ api, upload: uploadAudio, failed, finished: notices.finished });
  // One loudspeaker: only one of the two stages has a session at a time.
  const compareStage = new Stage(stageDeps);
  const compare = new Compare({
    stage: compareStage,
    chance: Math.random,
    size: avatar => previewSize(avatar, COMPARED_AREA),
    background: stageColour,
  });
  const compareTalk = new Talk({ stage: compareStage, clock, failed });
  const sessions = new Sessions({ api, clock, failed, now: () => new Date() });
  const replayParts = createReplayParts({
    stage: new Stage(stageDeps),
    clock,
    api,
    sessions,
    avatars,
    settings,
    background: stageColour,
  });
  const mouthParts = createMouthParts({
    clock,
    api,
    settings,
    avatars,
    preview: mouth_metadata => stage.link.update({ mouth_metadata }),
  });
  const firstRun = new FirstRun({ settings, avatars, talk, exports });
  const access = new Access({ api, failed, undo: notices.undo, leave: leaveFor });
  const server = new ServerWatch({ api, clock, seen: () => document.visibilityState === 'visible' });
  const page: Studio['page'] = createStore(() => ({
    connection: 'connecting' as ApiConnection,
    voices: [],
    ready: false,
  }));

  const onShow = createStageOnShow({ stage, talk, avatars, settings, colour: stageColour });
  const load = async (): Promise<void> => {
    const [voices] = await Promise.all([
      api.call('voices.list', {}),
      settings.load(),
      avatars.load(),
      exports.load(),
    ]);
    page.setState({ voices });
  };
  const greet = (greeting: () => string): void => {
    if (settings.view.getState().greeted) return;
    const stop = stage.view.subscribe(({ pictured }) => {
      if (!pictured) return;
      stop();
      if (settings.view.getState().greeted) return;
      settings.update({ greeted: true });
      talk.say(greeting(), { language: 'auto', ...voiceOf(settings.view.getState()) });
    });
  };

  return {
    settings,
    avatars,
    browser: new AvatarBrowser(),
    imports,
    edits,
    stage,
    talk,
    exports,
    server,
    ...mouthParts,
    compare,
    clients: new Clients({ api, clock }),
    access,
    messages: new Messages({ api, openSocket: openBrowserSocket, clock, failed }),
    sessions,
    ...replayParts,
    models: new Models({ api, failed }),
    firstRun,
    diagnosis: new Diagnosis({ api, clock, save: saveTextFile }),
    desktop: new Desktop(desktopBridge(window as { desktop?: DesktopBridge })),
    compareTalk,
    ...createStageParts({ api, settings, avatars, stage, colour: stageColour, failed }),
    whenReady: act => whenReady(page, act),
    holdStage: () => onShow.hold(() => void compareTalk.stop()),
    page,
    deleted: notices.deleted,
    keyIsTaken: watchOverlayKeys(),
    keys: new KeyDesk(document.documentElement),
    retry: () => {
      api.retry();
      stage.link.retry();
    },
    start: greeting => {
      api.watch(connection => {
        page.setState({ connection });
        if (connection !== 'open') return;
        void access.load().catch(() => {});
        const first = !page.getState().ready;
        load().then(() => {
          if (!first) return;
          avatars.settle(settings.view.getState().selectedAvatarId);
          greet(greeting);
          firstRun.start(greeting());
          page.setState({ ready: true });
        }, failed);
      });
      followChoices({ avatars, settings, stage, talk, show: onShow.show });
      server.start();
    },
  };
};

const StudioContext = createContext<Studio | null>(null);

/** Hands the studio to the screens. */
export const StudioProvider = StudioContext.Provider;

/** The studio; only inside StudioProvider. */
export const useStudio = (): Studio => {
  const studio = useContext(StudioContext);
  if (studio === null) throw new Error('No studio around this component.');
  return studio;
};
