/** Opens a kept session in a replay: who speaks, in which size, with the look it had. Joins the page's parts; knows no React. */
import type { StudioApi } from '../../../shared/studio-api.ts';
import type { Avatars } from '../avatars/avatars.ts';
import type { Settings } from '../settings/settings.ts';
import { previewSize } from '../stage/preview-size.ts';
import { decodeAudioFile } from '../talk/decode-audio-file.ts';
import { Replay, type ReplayDeps } from './replay.ts';
import { backdropOf, lookOf } from './session-look.ts';
import { type Sessions, soundUrl } from './sessions.ts';

/** What it asks of the page. `background`: behind a picture with alpha that asks for none. */
export type ReplayPartsDeps = Pick<ReplayDeps, 'stage' | 'clock'> & {
  api: Pick<StudioApi, 'call'>;
  sessions: Sessions;
  avatars: Avatars;
  settings: Settings;
  background(): string;
};

const FPS = 25;
/** Two pictures share the screen. */
const AREA = 300_000;

/** A session's sound as 16 kHz mono PCM. Errors: audio/*. */
const loadSessionSound = async (id: string): Promise<Int16Array> => {
  const reply = await fetch(soundUrl(id));
  return decodeAudioFile(await reply.blob());
};

/** The replay, and what opens the chosen session in it when its id is the given one: by the session's own avatar, else by the chosen one. */
export const createReplayParts = ({
  stage,
  clock,
  api,
  sessions,
  avatars,
  settings,
  background,
}: ReplayPartsDeps): { replay: Replay; replaySession(id: string): void } => {
  const changes = (id: string) => api.call('sessions.changes', { id });
  const replay = new Replay({ stage, clock, load: loadSessionSound, changes });
  const replaySession = (id: string): void => {
    const session = sessions.view.getState().selected;
    const { list } = avatars.view.getState();
    const avatar = list?.find(item => item.id === session?.avatarId) ?? avatars.selected();
    if (session?.id !== id || avatar === null) return;
    void replay.open(id, {
      avatarId: avatar.id,
      ...previewSize(avatar, AREA),
      fps: FPS,
      background: background(),
      ...backdropOf(session.settings, background()),
      ...lookOf(session, settings.view.getState()),
      keep: false,
    });
  };
  return { replay, replaySession };
};
