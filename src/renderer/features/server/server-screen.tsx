/** The server that other programs use: who is connected, what is said, who may come. */
import { SegmentedControl, Switch } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useRoute } from 'wouter';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { Page } from '../../ui/page.tsx';
import { AccessPart } from './access-part.tsx';
import { CopyText } from './copy-text.tsx';
import { MessagePart } from './message-part.tsx';
import { OverviewPart } from './overview-part.tsx';
import classes from './server-screen.module.css';

const PARTS = ['overview', 'messages', 'access'] as const;
type Part = (typeof PARTS)[number];
const isPart = (value: string | undefined): value is Part => PARTS.some(part => part === value);

/** Routes `/server`, `/server/messages`, `/server/access`. */
export const ServerScreen = () => {
  const { t } = useTranslation();
  const { server, access } = useStudio();
  const [, params] = useRoute('/server/:part');
  const [, navigate] = useLocation();
  const about = useStore(server.view, view => view.server);
  const door = useStore(access.view, view => view.door);
  const part: Part = isPart(params?.part) ? params.part : 'overview';
  useEffect(() => void access.load().catch(() => {}), [access]);
  const origin = about === null ? '' : new URL(about.wsUrl).origin;
  return (
    <Page
      title={t('server.title')}
      aside={
        <>
          {about !== null && (
            <>
              <code className={classes.address} data-off={door?.settings.enabled === false || undefined}>
                {origin}
              </code>
              <CopyText text={origin} />
            </>
          )}
          <SegmentedControl
            className={classes.parts ?? ''}
            size="sm"
            aria-label={t('server.parts')}
            value={part}
            onChange={value => navigate(value === 'overview' ? '/server' : `/server/${value}`)}
            data={PARTS.map(value => ({ value, label: t(`server.${value}`) }))}
          />
          {door !== null && (
            <Switch
              size="sm"
              labelPosition="left"
              label={t('server.on')}
              checked={door.settings.enabled}
              onChange={({ currentTarget }) => void access.setDoor({ enabled: currentTarget.checked })}
            />
          )}
        </>
      }
    >
      {about === null && <p className={classes.hint}>{t('figures.serverAway')}</p>}
      {door?.settings.enabled === false && <p className={classes.off}>{t('server.offHelp')}</p>}
      {part === 'overview' && <OverviewPart />}
      {part === 'messages' && <MessagePart />}
      {part === 'access' && <AccessPart />}
    </Page>
  );
};
