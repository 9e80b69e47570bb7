/** Begins and ends a take, and saves the last one. */
import { Button } from '@mantine/core';
import { IconPlayerRecordFilled, IconSquareFilled } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { readableDuration } from '../../ui/readable-duration.ts';
import { Tip } from '../../ui/tip.tsx';
import classes from './stage-deck.module.css';

/** At the right end of the deck. */
export const TakeButton = () => {
  const { t } = useTranslation();
  const { takes, stage } = useStudio();
  const { state, last, saving } = useStore(takes.view);
  const live = useStore(stage.view, view => view.link.at === 'live');
  const recording = state.at === 'recording';
  return (
    <div className={classes.take}>
      {last !== null && !recording && (
        <span className={classes.last} role="status">
          <Link href="/sessions">{t('stage.taken', { length: readableDuration(last.durationMs) })}</Link>
          <Button size="compact-xs" variant="light" loading={saving} onClick={() => void takes.save()}>
            {t('stage.takeSave')}
          </Button>
        </span>
      )}
      <Tip label={`${t(recording ? 'stage.takeStop' : 'stage.takeHelp')}  R`} position="top">
        <Button
          size="xs"
          variant="default"
          className={classes.record ?? ''}
          data-on={recording || undefined}
          disabled={!live && !recording}
          leftSection={recording ? <IconSquareFilled size={13} /> : <IconPlayerRecordFilled size={14} />}
          onClick={() => takes.toggle()}
        >
          {recording ? <Elapsed since={state.since} /> : t('stage.take')}
        </Button>
      </Tip>
    </div>
  );
};

const Elapsed = ({ since }: { since: number }) => {
  const { t } = useTranslation();
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="tabular">
      {t('stage.recording', { length: readableDuration(Math.max(0, now - since)) })}
    </span>
  );
};
