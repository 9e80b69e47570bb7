/** Puts whoever is chosen on the stage, unless another screen has it. Knows no socket and no canvas. */
import type { Avatars } from '../features/avatars/avatars.ts';
import { stagedAs } from '../features/avatars/staged-as.ts';
import type { Settings } from '../features/settings/settings.ts';
import { backdropFor } from '../features/stage/scenes.ts';
import type { Stage } from '../features/stage/stage.ts';
import type { Talk } from '../features/talk/talk.ts';

const FPS = 25;

/** Shows and holds the stage's live session. */
export type StageOnShow = {
  /** Shows the chosen one as the settings say; nothing while the stage is held. */ show(): void;
  /** Ends the live session until the returned function is called: another screen has its own. */ hold(
    ended: () => void,
  ): () => void;
};

/** `colour`: of the stage behind pictures with alpha, `#rrggbb`. */
export const createStageOnShow = (deps: {
  stage: Stage;
  talk: Talk;
  avatars: Avatars;
  settings: Settings;
  colour(): string;
}): StageOnShow => {
  const { stage, talk, avatars, settings, colour } = deps;
  let held = 0;
  const show = (): void => {
    if (held > 0) return;
    const avatar = avatars.selected();
    const { renderer, portrait, compositor, stageBackground } = settings.view.getState();
    stage.show(
      avatar === null
        ? null
        : {
            avatarId: avatar.id,
            fps: FPS,
            renderer,
            ...stagedAs(avatar, { background: avatar.hasAlpha ? 'transparent' : colour() }),
            ...backdropFor(avatar, stageBackground, id => avatars.get(id) !== null),
            visemes: true,
            portrait,
            compositor,
          },
    );
  };
  return {
    show,
    hold: ended => {
      held += 1;
      void talk.stop();
      stage.show(null);
      return () => {
        ended();
        held -= 1;
        show();
      };
    },
  };
};
