/** Makes the parts of the mouth editor and joins them with the page's other parts. Knows no React. */
import type { Clock } from '../../../shared/clock.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';
import type { Avatars } from '../avatars/avatars.ts';
import type { Settings } from '../settings/settings.ts';
import { MaskFollower } from './mask-follower.ts';
import { createMouthDrafts } from './mouth-drafts.ts';
import { MouthEditor } from './mouth-editor.ts';
import { MouthKeeper } from './mouth-keeper.ts';
import { tintMask } from './tint-mask.ts';

/** What they need of the page. `preview` shows a mouth on the live face. */
export type MouthPartsDeps = {
  clock: Clock;
  api: StudioApi;
  settings: Pick<Settings, 'view'>;
  avatars: Pick<Avatars, 'view'>;
  preview(mouth: MouthMetadata): void;
};

/** The editor, what stores its work, and the mask over its picture. */
export const createMouthParts = ({ clock, api, settings, avatars, preview }: MouthPartsDeps) => {
  const call: StudioApi['call'] = (name, params) => api.call(name, params);
  const drafts = createMouthDrafts(window.localStorage);
  const find = (id: string) => avatars.view.getState().list?.find(avatar => avatar.id === id) ?? null;
  const mouth = new MouthEditor({ clock, call, avatar: find, preview, drafts });
  const mouthKeeper = new MouthKeeper(mouth, call, drafts);
  const mouthMask = new MaskFollower<HTMLCanvasElement>({
    clock,
    call,
    look: () => settings.view.getState(),
    masked: () => {
      const { avatar, document, frame } = mouth.view.getState();
      const { metadata } = mouth;
      if (avatar === null || document === null || metadata === null) return null;
      return { id: avatar.id, mouth: metadata, frame: avatar.moving === null ? null : frame };
    },
    picture: tintMask,
  });
  mouth.view.subscribe((now, before) => {
    if (now.document !== before.document || now.frame !== before.frame) mouthMask.changed();
  });
  avatars.view.subscribe(({ list }) => {
    const open = mouth.view.getState().avatar?.id;
    const avatar = list?.find(({ id }) => id === open);
    if (avatar !== undefined) void mouthKeeper.seen(avatar);
  });
  return { mouth, mouthKeeper, mouthMask };
};
