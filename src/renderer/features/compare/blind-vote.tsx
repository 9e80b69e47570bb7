/** The blind test's controls: which is better, and what came of it. */
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { tally } from './blind-test.ts';
import classes from './compare-screen.module.css';
import { CompareTalk } from './compare-talk.tsx';
import { SIDE_NAMES } from './sides.ts';
import { withVote } from './votes.ts';

/** Only while a test runs. */
export const BlindVote = () => {
  const { t } = useTranslation();
  const { compare, settings } = useStudio();
  const { blind, revealed } = useStore(compare.view);
  if (blind === null) return null;
  const { first, second, same } = tally(blind);
  const cast = (choice: 'left' | 'same' | 'right') => {
    const given = compare.vote(choice);
    if (given === null) return;
    settings.update({ ballots: withVote(settings.view.getState().ballots, given.pair, given.winner) });
  };
  return (
    <div className={classes.vote}>
      <CompareTalk />
      <Group gap={8} justify="center">
        <strong>{t('compare.whichIsBetter')}</strong>
        {(['left', 'same', 'right'] as const).map(choice => (
          <Button key={choice} size="compact-sm" variant="default" onClick={() => cast(choice)}>
            {t(`compare.vote.${choice}`)}
          </Button>
        ))}
        <span className="tabular">{t('compare.votes', { count: blind.votes.length })}</span>
        <Button size="compact-sm" variant="subtle" onClick={() => compare.reveal()}>
          {t('compare.reveal')}
        </Button>
        {revealed && (
          <output className="tabular">
            {SIDE_NAMES[blind.pair[0]]} {first} · {SIDE_NAMES[blind.pair[1]]} {second} ·{' '}
            {t('compare.vote.same')} {same}
          </output>
        )}
      </Group>
    </div>
  );
};
