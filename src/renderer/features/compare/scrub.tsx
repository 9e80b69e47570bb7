/** Goes to any place of what was said last, or plays a part of it over and over. */
import { RangeSlider, Slider } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { IconButton } from '../../ui/icon-button.tsx';
import { readableDuration } from '../../ui/readable-duration.ts';
import classes from './compare-screen.module.css';
import type { Reel } from './reel.ts';

const EVERY_MS = 100;
const STEP_MS = 40;
/** Shorter is a click, not a sound. */
const SHORTEST_LOOP_MS = 200;

/** Nothing before something was said to its end. */
export const Scrub = ({ reel }: { reel: Reel }) => {
  const { t } = useTranslation();
  const { durationMs, since, loop } = useStore(reel.view);
  const [at, setAt] = useState(0);
  const [dragged, setDragged] = useState<number | null>(null);
  const [range, setRange] = useState<[number, number] | null>(null);
  useEffect(() => {
    if (since === null) return setAt(0);
    const timer = setInterval(() => setAt(reel.position()), EVERY_MS);
    return () => clearInterval(timer);
  }, [reel, since]);
  if (durationMs === 0) return null;
  const axis = { min: 0, max: Math.round(durationMs), step: STEP_MS, label: readableDuration };
  return (
    <div className={classes.scrub}>
      {loop === null ? (
        <Slider
          style={{ flex: 1 }}
          aria-label={t('compare.scrub')}
          {...axis}
          value={dragged ?? at}
          onChange={setDragged}
          onChangeEnd={value => {
            setDragged(null);
            void reel.play(value);
          }}
        />
      ) : (
        <RangeSlider
          style={{ flex: 1 }}
          thumbFromLabel={t('compare.loopFrom')}
          thumbToLabel={t('compare.loopTo')}
          {...axis}
          minRange={SHORTEST_LOOP_MS}
          value={range ?? [loop.from, loop.to]}
          onChange={setRange}
          onChangeEnd={([from, to]) => {
            setRange(null);
            void reel.loop({ from, to });
          }}
        />
      )}
      <IconButton
        size={26}
        label={t('compare.loopPart')}
        aria-pressed={loop !== null}
        onClick={() => void reel.loop(loop === null ? { from: 0, to: axis.max } : null)}
      >
        <IconRepeat size={15} stroke={loop === null ? 1.6 : 2.4} />
      </IconButton>
      <span className="tabular">
        {readableDuration(dragged ?? at)} / {readableDuration(durationMs)}
      </span>
    </div>
  );
};
