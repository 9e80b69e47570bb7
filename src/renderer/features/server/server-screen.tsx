/** The server that other programs use: where it is, who is connected, how to connect. */
import { Button, CopyButton, SegmentedControl } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { Figure } from '../../ui/figure.tsx';
import { Page } from '../../ui/page.tsx';
import { readableBytes } from '../../ui/readable-bytes.ts';
import { Section } from '../../ui/section.tsx';
import { ClientTable } from './client-table.tsx';
import classes from './server-screen.module.css';
import { SNIPPETS, type SnippetName, snippetOf } from './snippets.ts';

/** Route `/server`. */
export const ServerScreen = () => {
  const { t } = useTranslation();
  const { server } = useStudio();
  const about = useStore(server.view, view => view.server);
  const [snippet, setSnippet] = useState<SnippetName>('opentalking');
  const origin = about === null ? '' : new URL(about.wsUrl).origin;
  const text = about === null ? '' : snippetOf(snippet, origin);
  const engine = about?.engine;
  return (
    <Page
      title={t('server.title')}
      aside={
        <>
          {about !== null && <code className={classes.address}>{origin}</code>}
          <Copy text={origin} />
        </>
      }
    >
      {about === null && <p className={classes.hint}>{t('figures.serverAway')}</p>}
      <div className={classes.box}>
        <Section title={t('figures.connected')}>
          <ClientTable />
        </Section>
      </div>
      <div className={classes.columns}>
        <div className={classes.box}>
          <Section
            title={t('server.connect')}
            aside={
              <SegmentedControl
                size="xs"
                aria-label={t('server.connect')}
                value={snippet}
                onChange={value => setSnippet(value as SnippetName)}
                data={SNIPPETS.map(value => ({ value, label: t(`server.snippet.${value}`) }))}
              />
            }
          >
            <pre className={classes.code}>{text}</pre>
            <Copy text={text} />
            <p className={classes.hint}>{t('server.connectHelp')}</p>
          </Section>
        </div>
        <div className={classes.box}>
          <Section title={t('figures.engine')}>
            {about !== null && (
              <dl className={classes.figures}>
                <Figure
                  name={t('figures.engine')}
                  value={t(
                    `figures.engine${engine === 'up' ? 'Up' : engine === 'starting' ? 'Starting' : engine === 'down' ? 'Down' : 'Closed'}`,
                  )}
                  tone={engine === 'up' ? 'good' : 'warn'}
                />
                <Figure name={t('server.runtime')} value={about.runtime} />
                <Figure name={t('figures.memory')} value={readableBytes(about.engineRssBytes)} />
                <Figure name={t('server.restarts')} value={about.engineRestarts} />
                {about.networks?.map(({ modelId, role, provider }) => (
                  <Figure key={`${modelId} ${role}`} name={`${modelId} · ${role}`} value={provider} />
                ))}
              </dl>
            )}
          </Section>
        </div>
      </div>
    </Page>
  );
};

const Copy = ({ text }: { text: string }) => {
  const { t } = useTranslation();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          onClick={copy}
        >
          {t(copied ? 'common.copied' : 'common.copy')}
        </Button>
      )}
    </CopyButton>
  );
};
