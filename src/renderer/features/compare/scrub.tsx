/** Goes to any place of what was said last. */
import { Slider } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { readableDuration } from '../../ui/readable-duration.ts';
import classes from './compare-screen.module.css';
import type { Reel } from './reel.ts';

const EVERY_MS = 100;
const STEP_MS = 40;

/** Nothing before something was said to its end. */
export const Scrub = ({ reel }: { reel: Reel }) => {
  const { t } = useTranslation();
  const { durationMs, since } = useStore(reel.view);
  const [at, setAt] = useState(0);
  const [dragged, setDragged] = useState<number | null>(null);
  useEffect(() => {
    if (since === null) return setAt(0);
    const timer = setInterval(() => setAt(reel.position()), EVERY_MS);
    return () => clearInterval(timer);
  }, [reel, since]);
  if (durationMs === 0) return null;
  return (
    <div className={classes.scrub}>
      <Slider
        style={{ flex: 1 }}
        aria-label={t('compare.scrub')}
        min={0}
        max={Math.round(durationMs)}
        step={STEP_MS}
        value={dragged ?? at}
        onChange={setDragged}
        onChangeEnd={value => {
          setDragged(null);
          void reel.play(value);
        }}
      />
      <span className="tabular">
        {readableDuration(dragged ?? at)} / {readableDuration(durationMs)}
      </span>
    </div>
  );
};
