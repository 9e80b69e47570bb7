/** Who is connected now and what each connection costs. */
import { Button, Tooltip } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { readableBytes } from '../../ui/readable-bytes.ts';
import { readableDuration } from '../../ui/readable-duration.ts';
import type { ClientRow } from './clients.ts';
import classes from './server-screen.module.css';
import { Sparkline } from './sparkline.tsx';

/** Looks again every second while it is shown. */
export const ClientTable = () => {
  const { t } = useTranslation();
  const { clients, access } = useStudio();
  const rows = useStore(clients.view, view => view.rows);
  const isOff = useStore(access.view, view => view.door?.settings.enabled === false);
  useEffect(() => clients.watch(), [clients]);
  if (rows === null) return null;
  const nobody = (
    <p className={classes.nobody}>
      <b>{t('server.nobody')}</b> {!isOff && t('server.nobodyHelp')}
    </p>
  );
  if (rows.length === 0) return nobody;
  return (
    <>
      <table className={`${classes.table} ${classes.clients}`}>
        <thead>
          <tr>
            <th>{t('server.client')}</th>
            <th>{t('server.protocol')}</th>
            <th>{t('server.avatar')}</th>
            <th className={classes.number}>{t('server.fps')}</th>
            <th className={classes.number}>{t('server.cost')}</th>
            <th className={classes.number}>{t('server.latency')}</th>
            <th className={classes.number}>{t('server.received')}</th>
            <th className={classes.number}>{t('server.sent')}</th>
            <th className={classes.number}>{t('server.queue')}</th>
            <th className={classes.number}>{t('server.since')}</th>
            <th>
              <span className="visually-hidden">{t('server.disconnect')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row key={row.client.id} row={row} />
          ))}
        </tbody>
      </table>
      {rows.every(({ client }) => client.isOwnPage) && nobody}
    </>
  );
};

/** What a client is called. */
const useClientName = () => {
  const { t } = useTranslation();
  return ({ client }: ClientRow): string =>
    client.isOwnPage ? t('figures.thisPage') : client.name || t('server.unnamed');
};

const Row = ({ row }: { row: ClientRow }) => {
  const { t } = useTranslation();
  const { clients } = useStudio();
  const nameOf = useClientName();
  const { client, sessions, pace } = row;
  const name = nameOf(row);
  const kinds = [...new Set(sessions.map(({ kind }) => t(`server.kind.${kind}`)))].join(', ');
  const avatars = sessions.map(session => session.avatarName ?? t('sessions.sentPicture')).join(', ');
  const errors = sessions.reduce((sum, session) => sum + session.errors, 0);
  const dropped = sessions.reduce((sum, session) => sum + session.framesDropped, 0);
  const frameMs = Math.max(0, ...sessions.map(session => session.frameMs));
  const per = (bytes: number) => t('server.perSecond', { size: readableBytes(bytes) });
  const totals = t('server.totals', {
    received: readableBytes(client.bytesIn),
    sent: readableBytes(client.bytesOut),
  });
  const origin =
    client.origin !== null && client.origin !== client.name && !client.isOwnPage ? client.origin : null;
  const token = client.token === null ? null : t('server.token', { name: client.token });
  const more = [client.isOwnPage ? null : client.process, origin, token]
    .filter(part => part !== null)
    .join(' · ');
  return (
    <tr data-own={client.isOwnPage || undefined}>
      <td title={client.userAgent ?? undefined}>
        <span className={classes.who}>
          <b>{name}</b>
          {client.state === 'asking' && <em data-tone="warn">{t('server.asking')}</em>}
          {errors > 0 && <em data-tone="bad">{t('sessions.errors', { count: errors })}</em>}
          {dropped > 0 && <em data-tone="warn">{t('figures.droppedShort', { count: dropped })}</em>}
        </span>
        {more !== '' && <span className={classes.second}>{more}</span>}
      </td>
      <td>
        {t(`sessions.protocols.${client.protocol}`, { defaultValue: client.protocol })}
        <span className={classes.second}>{kinds || t('common.unknown')}</span>
      </td>
      <td className={classes.avatar}>{avatars || t('common.unknown')}</td>
      <td className={classes.number}>
        <span className={classes.pace}>
          {sessions.length > 0 && <Sparkline values={pace.history} label={t('server.fpsPlot')} />}
          {sessions.length === 0 ? t('common.unknown') : (pace.fps?.toFixed(1) ?? t('common.unknown'))}
        </span>
      </td>
      <td className={classes.number}>
        {frameMs > 0 ? `${frameMs.toFixed(1)} ${t('figures.ms')}` : t('common.unknown')}
      </td>
      <td className={classes.number}>
        {client.replyMs === null ? t('common.unknown') : `${Math.round(client.replyMs)} ${t('figures.ms')}`}
      </td>
      <Tooltip label={totals}>
        <td className={classes.number}>{per(pace.bytesInPerSecond)}</td>
      </Tooltip>
      <Tooltip label={totals}>
        <td className={classes.number}>{per(pace.bytesOutPerSecond)}</td>
      </Tooltip>
      <td className={classes.number} data-tone={client.queuedBytes > 1_000_000 ? 'warn' : undefined}>
        {readableBytes(client.queuedBytes)}
      </td>
      <td className={classes.number}>{readableDuration(Date.now() - client.since)}</td>
      <td className={classes.number}>
        {!client.isOwnPage && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-label={t('server.disconnectOne', { name })}
            onClick={() => void clients.disconnect(client.id)}
          >
            {t('server.disconnect')}
          </Button>
        )}
      </td>
    </tr>
  );
};
