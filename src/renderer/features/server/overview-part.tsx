/** Who is connected, how to connect, the switches, the engine. */
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { Figure } from '../../ui/figure.tsx';
import { readableBytes } from '../../ui/readable-bytes.ts';
import { Section } from '../../ui/section.tsx';
import { ClientTable } from './client-table.tsx';
import { ConnectBox } from './connect-box.tsx';
import classes from './server-screen.module.css';
import { SettingsBox } from './settings-box.tsx';

const ENGINE_WORDS = { up: 'Up', starting: 'Starting', down: 'Down', closed: 'Closed' } as const;

/** The first part of the screen. */
export const OverviewPart = () => {
  const { t } = useTranslation();
  const { server } = useStudio();
  const about = useStore(server.view, view => view.server);
  return (
    <>
      <div className={classes.box}>
        <Section title={t('figures.connected')}>
          <ClientTable />
        </Section>
      </div>
      <div className={classes.columns}>
        <div className={classes.box}>
          <ConnectBox />
        </div>
        <div>
          <div className={classes.box}>
            <SettingsBox />
          </div>
          {about !== null && (
            <div className={classes.box}>
              <Section title={t('figures.engine')}>
                <dl className={classes.figures}>
                  <Figure
                    name={t('figures.engine')}
                    value={t(`figures.engine${ENGINE_WORDS[about.engine]}`)}
                    tone={about.engine === 'up' ? 'good' : 'warn'}
                  />
                  <Figure
                    name={t('server.runtime')}
                    value={t(`server.runtimes.${about.runtime}`, { defaultValue: about.runtime })}
                  />
                  <Figure name={t('figures.memory')} value={readableBytes(about.engineRssBytes)} />
                  <Figure name={t('server.restarts')} value={about.engineRestarts} />
                  {about.networks?.map(({ modelId, role, provider }) => (
                    <Figure key={`${modelId} ${role}`} name={`${modelId} · ${role}`} value={provider} />
                  ))}
                </dl>
              </Section>
            </div>
          )}
        </div>
      </div>
    </>
  );
};
