/** Between picture and time line: expressions, scenes, takes. */

import { ExpressionKeys } from './expression-keys.tsx';
import { SceneStrip } from './scene-strip.tsx';
import classes from './stage-deck.module.css';
import { TakeButton } from './take-button.tsx';

/** One line. */
export const StageDeck = () => (
  <div className={classes.deck}>
    <ExpressionKeys />
    <SceneStrip />
    <TakeButton />
  </div>
);
