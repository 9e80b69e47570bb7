/** Opens a kept session in a replay: who speaks, in which size, with the look it had. Joins the page's parts; knows no React. */
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import { previewSize } from '../stage/preview-size.ts';
import { decodeAudioFile } from '../talk/decode-audio-file.ts';
import type { Replay } from './replay.ts';
import { type Look, lookOf } from './session-look.ts';
import { soundUrl } from './sessions.ts';

/** What it asks of the page. `avatars`: the session's own first, else the chosen one. */
export type OpenReplayDeps = {
  replay: Pick<Replay, 'open'>;
  session(): SessionView | null;
  avatars(): { list: readonly AvatarView[] | null; selected: AvatarView | null };
  look(): Look;
  background(): string;
};

const FPS = 25;
/** Two pictures share the screen. */
const AREA = 300_000;

/** A session's sound as 16 kHz mono PCM. Errors: audio/*. */
export const loadSessionSound = async (id: string): Promise<Int16Array> => {
  const reply = await fetch(soundUrl(id));
  return decodeAudioFile(await reply.blob());
};

/** Gives the function that opens the chosen session when its id is the given one. */
export const replayOpener =
  (deps: OpenReplayDeps) =>
  (id: string): void => {
    const session = deps.session();
    const { list, selected } = deps.avatars();
    const avatar = list?.find(item => item.id === session?.avatarId) ?? selected;
    if (session?.id !== id || avatar === null) return;
    void deps.replay.open(id, {
      avatarId: avatar.id,
      ...previewSize(avatar, AREA),
      fps: FPS,
      background: deps.background(),
      ...lookOf(session, deps.look()),
      keep: false,
    });
  };
