/** The four figures that tell how it runs, each over the last minute. */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { signed } from '../../ui/figure.tsx';
import { LivePlot } from './live-plot.tsx';

const FPS = { range: [0, 30], marks: [0, 25] } as const;
const OFFSET = { range: [-60, 60], marks: [-45, 0, 45] } as const;
const LATENCY = { range: [0, 600], marks: [0, 300, 600] } as const;
const DROPPED = { range: [0, 5], marks: [0, 5] } as const;

/** Frames, picture to sound, answer time, dropped frames. */
export const SessionPlots = () => {
  const { t } = useTranslation();
  const { stage } = useStudio();
  const { figures, latencyMs, server } = useStore(stage.view);
  const ms = t('figures.ms');
  const total = figures.skipped + (server.framesDropped ?? 0);
  const before = useRef(total);
  const droppedNow = (): number => {
    const state = stage.view.getState();
    const now = state.figures.skipped + (state.server.framesDropped ?? 0);
    const dropped = Math.max(0, now - before.current);
    before.current = now;
    return dropped;
  };
  return (
    <>
      <LivePlot
        {...FPS}
        name={t('figures.fps')}
        text={`${figures.fps.toFixed(0)} ${t('figures.fpsUnit')}`}
        read={() => stage.view.getState().figures.fps}
      />
      <LivePlot
        {...OFFSET}
        name={t('figures.offset')}
        help={t('figures.offsetHelp')}
        text={figures.offsetMs === null ? '–' : `${signed(figures.offsetMs)} ${ms}`}
        read={() => stage.view.getState().figures.offsetMs}
      />
      <LivePlot
        {...LATENCY}
        name={t('figures.latency')}
        help={t('figures.latencyHelp')}
        text={latencyMs === null ? '–' : `${Math.round(latencyMs)} ${ms}`}
        read={() => stage.view.getState().latencyMs}
      />
      <LivePlot {...DROPPED} name={t('figures.dropped')} text={String(total)} read={droppedNow} />
    </>
  );
};
