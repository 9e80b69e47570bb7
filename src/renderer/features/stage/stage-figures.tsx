/** The figures that matter, over the picture's lower edge. */
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { signed } from '../../ui/figure.tsx';
import classes from './stage-figures.module.css';

/** Nothing before a session lives. */
export const StageFigures = () => {
  const { t } = useTranslation();
  const { stage } = useStudio();
  const { link, figures, latencyMs, server } = useStore(stage.view);
  if (link.at !== 'live') return null;
  const dropped = figures.skipped + (server.framesDropped ?? 0);
  const items = [
    figures.offsetMs !== null && `${t('figures.offsetShort')} ${signed(figures.offsetMs)} ${t('figures.ms')}`,
    `${figures.fps.toFixed(0)} ${t('figures.fpsUnit')}`,
    latencyMs !== null && `${t('figures.latency')} ${Math.round(latencyMs)} ${t('figures.ms')}`,
    t('figures.droppedShort', { count: dropped }),
  ].filter(item => item !== false);
  return (
    <ul className={classes.figures} aria-label={t('figures.title')}>
      {items.map(item => (
        <li key={item.replace(/[\d−+]+/g, '#')}>{item}</li>
      ))}
    </ul>
  );
};
