/** What stands beside the stage: scenes, takes, the link of the clean window. Makes and joins them. */
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';
import type { Avatars } from '../avatars/avatars.ts';
import type { Settings } from '../settings/settings.ts';
import { feedLink } from './feed-window.ts';
import { Scenes } from './scenes.ts';
import type { Stage } from './stage.ts';
import { Takes } from './takes.ts';

/** Beside the stage. */
export type StageParts = {
  scenes: Scenes;
  takes: Takes;
  /** Puts a link for streaming programs on the clipboard; false: that failed, and was told. `name`: of its token. */
  copyFeedLink(name: string): Promise<boolean>;
};

/** Made once for the page. `colour`: of the stage's surface, `#rrggbb`. */
export const createStageParts = (deps: {
  api: StudioApi;
  settings: Settings;
  avatars: Avatars;
  stage: Stage;
  colour(): string;
  failed(error: ErrorData): void;
}): StageParts => {
  const { api, settings, avatars, stage, colour, failed } = deps;
  return {
    scenes: new Scenes({ settings, avatars, newId: () => crypto.randomUUID() }),
    takes: new Takes({
      stage,
      api,
      wallMs: () => performance.now(),
      name: () => new Date().toLocaleString(document.documentElement.lang),
      colour,
      failed,
    }),
    copyFeedLink: async name => {
      try {
        await navigator.clipboard.writeText(await feedLink(api, settings.view.getState().feed, name));
        return true;
      } catch (error) {
        failed(toErrorData(error));
        return false;
      }
    },
  };
};
