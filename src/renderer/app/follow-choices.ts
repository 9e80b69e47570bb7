/** Lets the stage follow who is chosen and how the studio is set. Knows the stores, no React. */
import type { StudioSettings } from '../../shared/studio/settings.ts';
import { settledKey } from '../features/avatars/staged-as.ts';
import { onChosen, onSettled } from '../features/settings/in-force.ts';
import type { Studio } from './studio.ts';

const backdropOf = ({ stageBackground }: StudioSettings): string => JSON.stringify(stageBackground);

const lookOf = (settings: StudioSettings): string => JSON.stringify([settings.portrait, settings.compositor]);

/** For the page's whole life. `show`: puts the chosen one on the stage anew. */
export const followChoices = (
  parts: Pick<Studio, 'avatars' | 'settings' | 'stage' | 'talk'> & { show(): void },
): void => {
  const { avatars, settings, stage, talk } = parts;
  let settled = '';
  let isDue = false;
  // An avatar brings settings, a scene an avatar and settings: all of it is one session.
  const show = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      parts.show();
    });
  };
  avatars.view.subscribe((now, before) => {
    const find = (view: typeof now) => view.list?.find(avatar => avatar.id === view.selectedId);
    const [shown, was] = [find(now), find(before)];
    if (shown?.id !== was?.id || shown?.faceIndex !== was?.faceIndex) {
      void talk.stop();
      settled = shown === undefined ? '' : settledKey(shown);
      show();
      if (shown === undefined || shown.id === was?.id) return;
      // After a reload they stand there with what was laid over their own settings since.
      const kept = settings.view.getState();
      const isBack = was === undefined && kept.setAside !== null && kept.selectedAvatarId === shown.id;
      if (!isBack) settings.update(onChosen(kept, shown.profile));
      return;
    }
    if (shown === undefined || was === undefined) return;
    const change = onSettled(settings.view.getState(), was.profile, shown.profile);
    if (change !== null) settings.update(change);
    // Main draws what it knows: a change shows once it is saved.
    if (avatars.isChanging(shown.id) || settledKey(shown) === settled) return;
    settled = settledKey(shown);
    show();
  });
  settings.view.subscribe((now, before) => {
    if (now.renderer !== before.renderer || backdropOf(now) !== backdropOf(before)) show();
    // Main's echo of a change brings equal options in new objects.
    if (isDue || lookOf(now) === lookOf(before)) return;
    stage.tune({ portrait: now.portrait, compositor: now.compositor });
  });
};
