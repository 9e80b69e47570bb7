/** What the running session measures. */
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { Figure } from '../../ui/figure.tsx';
import { readableAddress } from '../../ui/readable-address.ts';
import { readableBytes } from '../../ui/readable-bytes.ts';
import { Section } from '../../ui/section.tsx';
import classes from './session-figures.module.css';
import { SessionPlots } from './session-plots.tsx';

const inMs = (value: number | null, digits = 0) =>
  value === null ? '–' : value.toFixed(digits).replace('-', '−');

/** Two lists. */
export const SessionFigures = () => {
  const { t } = useTranslation();
  const { stage, server } = useStudio();
  const { link, figures, server: told, framesShown } = useStore(stage.view);
  const about = useStore(server.view, view => view.server);
  const ms = t('figures.ms');
  return (
    <>
      <Section title={t('figures.title')}>
        <SessionPlots />
        <dl className={classes.list}>
          <Figure
            name={t('figures.slack')}
            value={inMs(figures.slackMs)}
            unit={ms}
            help={t('figures.slackHelp')}
          />
          <Figure name={t('figures.frames')} value={framesShown.toLocaleString()} />
          <Figure name={t('figures.infer')} value={inMs(told.inferMs, 1)} unit={ms} />
          <Figure name={t('figures.encode')} value={inMs(told.encodeMs, 1)} unit={ms} />
          {link.at === 'live' && <Figure name={t('figures.size')} value={`${link.width}×${link.height}`} />}
          {link.at === 'live' && link.renderer !== null && (
            <Figure name={t('figures.renderer')} value={link.renderer} />
          )}
        </dl>
      </Section>
      <Section title={t('figures.server')}>
        {about === null ? (
          <span className={classes.away}>{t('figures.serverAway')}</span>
        ) : (
          <dl className={classes.list}>
            <Figure name={t('figures.address')} value={readableAddress(about.wsUrl)} />
            <Figure
              name={t('figures.engine')}
              value={t(ENGINE_STATES[about.engine])}
              tone={about.engine === 'up' ? 'good' : 'warn'}
            />
            {about.engineRestarts > 0 && (
              <Figure
                name={t('figures.restarts', { count: about.engineRestarts })}
                value={about.engineRestarts}
              />
            )}
            <Figure name={t('figures.memory')} value={readableBytes(about.engineRssBytes)} />
          </dl>
        )}
      </Section>
    </>
  );
};

const ENGINE_STATES = {
  up: 'figures.engineUp',
  starting: 'figures.engineStarting',
  down: 'figures.engineDown',
  closed: 'figures.engineClosed',
} as const;
