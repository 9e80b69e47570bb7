/** What the blind tests said so far of each setting, and clearing it. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import classes from './vote-results.module.css';
import { isSameLook, type LookTally, tallies } from './votes.ts';

/** Nothing before the first vote. */
export const VoteResults = () => {
  const { t } = useTranslation();
  const { settings, deleted } = useStudio();
  const ballots = useStore(settings.view, view => view.ballots);
  const presets = useStore(settings.view, view => view.presets);
  if (ballots.length === 0) return null;
  const plainName = ({ renderer, compositor }: LookTally['look']): string => {
    const mode = t(`settings.mode.${compositor.mode}`);
    return renderer === 'portrait' ? mode : `${mode} · ${t(`settings.renderer.${renderer}`)}`;
  };
  const rows = tallies(ballots).map(tally => {
    const preset = presets.find(known =>
      isSameLook({ ...known, renderer: known.renderer ?? tally.look.renderer }, tally.look),
    );
    return { ...tally, name: preset?.name ?? plainName(tally.look) };
  });
  // Two settings that read alike are told apart by a number.
  const named = rows.map((row, i) => {
    const same = rows.slice(0, i).filter(other => other.name === row.name).length;
    return same === 0 ? row : { ...row, name: `${row.name} (${same + 1})` };
  });
  const clear = () => {
    settings.update({ ballots: [] });
    deleted(t('compare.results'), () => {
      if (settings.view.getState().ballots.length === 0) settings.update({ ballots });
    });
  };
  return (
    <Section
      title={t('compare.results')}
      aside={
        <Button size="compact-xs" variant="subtle" color="gray" c="var(--text-2)" fw={500} onClick={clear}>
          {t('compare.clearVotes')}
        </Button>
      }
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{t('compare.setting')}</th>
            <th>{t('compare.better')}</th>
            <th>{t('compare.worse')}</th>
            <th>{t('compare.equal')}</th>
          </tr>
        </thead>
        <tbody>
          {named.map(({ name, better, worse, same }) => (
            <tr key={name}>
              <td title={name}>{name}</td>
              <td className="tabular">{better}</td>
              <td className="tabular">{worse}</td>
              <td className="tabular">{same}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
};
