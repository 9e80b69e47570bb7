/** Lets the stage follow who is chosen and how the studio is set. Knows the stores, no React. */
import type { StudioSettings } from '../../shared/studio/settings.ts';
import { settledKey } from '../features/avatars/staged-as.ts';
import type { Studio } from './studio.ts';

const backdropOf = ({ stageBackground }: StudioSettings): string => JSON.stringify(stageBackground);

const lookOf = (settings: StudioSettings): string => JSON.stringify([settings.portrait, settings.compositor]);

/** For the page's whole life. `show`: puts the chosen one on the stage anew. */
export const followChoices = (
  parts: Pick<Studio, 'avatars' | 'settings' | 'stage' | 'talk'> & { show(): void },
): void => {
  const { avatars, settings, stage, talk, show } = parts;
  let settled = '';
  avatars.view.subscribe((now, before) => {
    const find = (view: typeof now) => view.list?.find(avatar => avatar.id === view.selectedId);
    const [shown, was] = [find(now), find(before)];
    if (shown?.id !== was?.id || shown?.faceIndex !== was?.faceIndex) {
      void talk.stop();
      settled = shown === undefined ? '' : settledKey(shown);
      // The look that was kept for somebody is what they begin with.
      if (was !== undefined && shown?.id !== was.id && shown?.profile.look)
        settings.update(shown.profile.look);
      show();
      return;
    }
    // Main draws what it knows: a change shows once it is saved.
    if (shown === undefined || avatars.isChanging(shown.id) || settledKey(shown) === settled) return;
    settled = settledKey(shown);
    show();
  });
  settings.view.subscribe((now, before) => {
    if (now.renderer !== before.renderer || backdropOf(now) !== backdropOf(before)) show();
    // Main's echo of a change brings equal options in new objects.
    if (lookOf(now) === lookOf(before)) return;
    stage.tune({ portrait: now.portrait, compositor: now.compositor });
  });
};
