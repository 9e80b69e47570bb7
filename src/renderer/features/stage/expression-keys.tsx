/** The faces it can make, one press each. */
import {
  type Icon,
  IconMoodAngry,
  IconMoodNeutral,
  IconMoodSad,
  IconMoodSmile,
  IconMoodSurprised,
  IconMoodWink,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { EXPRESSIONS, type Expression } from '../../../shared/renderer-options/portrait.ts';
import { keysNow } from '../../app/hotkeys.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './stage-deck.module.css';

const ICONS: Readonly<Record<Expression, Icon>> = {
  neutral: IconMoodNeutral,
  smile: IconMoodSmile,
  surprised: IconMoodSurprised,
  sad: IconMoodSad,
  angry: IconMoodAngry,
  wink: IconMoodWink,
};

/** A group of toggles. */
export const ExpressionKeys = () => {
  const { t } = useTranslation();
  const { settings } = useStudio();
  const portrait = useStore(settings.view, view => view.portrait);
  const hotkeys = useStore(settings.view, view => view.hotkeys);
  const isDrawn = useStore(settings.view, view => view.renderer === 'portrait');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and a frame that nobody needs here
    <div className={classes.group} role="group" aria-label={t('settings.portrait.expression')}>
      {EXPRESSIONS.map((expression, i) => {
        const Face = ICONS[expression];
        const keys = keysNow(`expression-${expression}`, String(i + 1), hotkeys);
        return (
          <IconButton
            key={expression}
            size={30}
            side="top"
            label={t(`settings.expression.${expression}`)}
            {...(keys === '' ? {} : { keys })}
            className={classes.face ?? ''}
            disabled={!isDrawn}
            aria-pressed={portrait.expression === expression}
            onClick={() => settings.update({ portrait: { ...portrait, expression } })}
          >
            <Face size={19} stroke={1.6} />
          </IconButton>
        );
      })}
    </div>
  );
};
