/** Who is connected now and what each session costs. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { readableBytes } from '../../ui/readable-bytes.ts';
import { readableDuration } from '../../ui/readable-duration.ts';
import classes from './server-screen.module.css';

/** Follows the status the page asks for anyway. */
export const ClientTable = () => {
  const { t } = useTranslation();
  const { server, stage } = useStudio();
  const about = useStore(server.view, view => view.server);
  const ownId = useStore(stage.view, view => (view.link.at === 'live' ? view.link.sessionId : null));
  const sessions = about?.sessions ?? [];
  const rates = useStore(server.view, view => view.rates);
  if (sessions.length === 0) return <p className={classes.hint}>{t('server.nobody')}</p>;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th>{t('server.client')}</th>
          <th>{t('server.avatar')}</th>
          <th>{t('server.delivery')}</th>
          <th className={classes.number}>{t('server.fps')}</th>
          <th className={classes.number}>{t('server.cost')}</th>
          <th className={classes.number}>{t('server.rate')}</th>
          <th className={classes.number}>{t('server.sound')}</th>
          <th className={classes.number}>{t('figures.dropped')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {sessions.map(session => (
          <tr key={session.id}>
            <td title={session.id}>
              {session.id === ownId ? t('figures.thisPage') : session.protocol}
              {session.errors > 0 && <b data-tone="bad">{t('sessions.errors', { count: session.errors })}</b>}
            </td>
            <td>{session.avatarName ?? t('sessions.sentPicture')}</td>
            <td>{t(`server.kind.${session.kind}`)}</td>
            <td className={classes.number}>{rates[session.id]?.fps.toFixed(1) ?? t('common.unknown')}</td>
            <td className={classes.number}>
              {session.frameMs.toFixed(1)} {t('figures.ms')}
            </td>
            <td className={classes.number}>
              {t('server.perSecond', { size: readableBytes(rates[session.id]?.bytesPerSecond ?? 0) })}
            </td>
            <td className={classes.number}>{readableDuration(session.audioMs)}</td>
            <td className={classes.number}>{session.framesDropped}</td>
            <td>
              {session.id !== ownId && (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  onClick={() => void server.disconnect(session.id)}
                >
                  {t('server.disconnect')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
