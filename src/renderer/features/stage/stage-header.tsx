/** Above the picture: who is on stage, in what state, the server's address, and saving. */
import { CopyButton, UnstyledButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { readableAddress } from '../../ui/readable-address.ts';
import { ExportPopover } from '../export/export-popover.tsx';
import classes from './stage-header.module.css';

/** One line. */
export const StageHeader = () => {
  const { t } = useTranslation();
  const { avatars, stage, server } = useStudio();
  const avatar = useStore(avatars.view, view => view.list?.find(item => item.id === view.selectedId));
  const { link, speaking } = useStore(stage.view);
  const address = useStore(server.view, view => view.server?.wsUrl);
  const sessions = useStore(server.view, view => view.server?.sessions.length ?? 0);
  const state = link.at === 'live' ? (speaking ? 'speaking' : 'idle') : link.at === 'lost' ? 'lost' : null;
  return (
    <header className={classes.header}>
      <h1 className={classes.name}>{avatar?.name ?? t('app.name')}</h1>
      {link.at === 'live' && (
        <span className={classes.pill}>
          {link.width}×{link.height} · {link.fps} {t('figures.fpsUnit')}
        </span>
      )}
      {state !== null && (
        <span className={classes.state} data-state={state} role="status">
          {t(`stage.${state}`)}
        </span>
      )}
      <span className={classes.gap} />
      {address !== undefined && (
        <CopyButton value={address}>
          {({ copied, copy }) => (
            <UnstyledButton className={classes.address} onClick={copy} aria-label={t('figures.copyAddress')}>
              <span>{readableAddress(address)}</span>
              <b>{t('figures.connectedCount', { count: sessions })}</b>
              {copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
            </UnstyledButton>
          )}
        </CopyButton>
      )}
      <ExportPopover />
    </header>
  );
};
