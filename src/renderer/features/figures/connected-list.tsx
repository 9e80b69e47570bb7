/** Who uses the server now: this page and every other app. */
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import classes from './connected-list.module.css';

/** Always in sight. */
export const ConnectedList = () => {
  const { t } = useTranslation();
  const { server, stage } = useStudio();
  const about = useStore(server.view, view => view.server);
  const ownId = useStore(stage.view, view => (view.link.at === 'live' ? view.link.sessionId : null));
  const sessions = about?.sessions ?? [];
  const others = sessions.filter(session => session.id !== ownId);
  return (
    <div className={classes.foot}>
      <Section
        title={t('figures.connected')}
        aside={<span className={classes.count}>{sessions.length}</span>}
      >
        {about === null && <p className={classes.nobody}>{t('figures.serverAway')}</p>}
        <ul className={classes.list}>
          {sessions.slice(0, 5).map(({ id, protocol, framesSent }) => (
            <li key={id} className={classes.item}>
              <span className={classes.dot} data-own={id === ownId || undefined} />
              <span className={classes.who}>
                {id === ownId
                  ? t('figures.thisPage')
                  : t(`sessions.protocols.${protocol}`, { defaultValue: protocol })}
              </span>
              <span className={classes.frames}>{t('figures.framesSent', { count: framesSent })}</span>
            </li>
          ))}
        </ul>
        {about !== null && others.length === 0 && <p className={classes.nobody}>{t('figures.nobody')}</p>}
      </Section>
    </div>
  );
};
