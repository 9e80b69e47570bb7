/** Lines for other programs, ready to copy, with the script they run. */
import { Button, SegmentedControl } from '@mantine/core';
import { IconDownload, IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import nodeScript from '../../../../examples/node/record-session.mjs?raw';
import pythonScript from '../../../../examples/python/record_session.py?raw';
import { SNIPPETS, type SnippetName, scriptOf, snippetOf } from '../../../shared/studio/connect-snippets.ts';
import { useStudio } from '../../app/studio.ts';
import { saveTextFile } from '../../ui/save-file.ts';
import { Section } from '../../ui/section.tsx';
import { CopyText } from './copy-text.tsx';
import classes from './server-screen.module.css';

const SCRIPTS = { 'record-session.mjs': nodeScript, 'record_session.py': pythonScript } as const;

/** A token that was just made stands in the lines. */
export const ConnectBox = () => {
  const { t } = useTranslation();
  const { server, access } = useStudio();
  const about = useStore(server.view, view => view.server);
  const needsToken = useStore(access.view, view => view.door?.requireToken ?? false);
  const secret = useStore(access.view, view => view.secret);
  const [name, setName] = useState<SnippetName>('node');
  const token = secret?.text ?? (needsToken ? t('server.tokenPlace') : null);
  const wsUrl = about === null ? '' : new URL(about.wsUrl).origin;
  const text = about === null ? '' : snippetOf(name, { wsUrl, token });
  const script = scriptOf(name);
  return (
    <Section
      title={t('server.connect')}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t('server.connect')}
          value={name}
          onChange={value => setName(value as SnippetName)}
          data={SNIPPETS.map(value => ({ value, label: t(`server.snippet.${value}`) }))}
        />
      }
    >
      <pre className={classes.code}>{text}</pre>
      <div className={classes.actions}>
        <CopyText text={text} />
        {script !== null && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconDownload size={14} />}
            onClick={() => saveTextFile(script, SCRIPTS[script])}
          >
            {t('server.saveScript', { name: script })}
          </Button>
        )}
      </div>
      {needsToken && secret === null ? (
        <p className={classes.hint}>
          {t('server.needsToken')}{' '}
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconKey size={13} />}
            onClick={() => void access.createToken(t(`server.snippet.${name}`))}
          >
            {t('server.makeToken')}
          </Button>
        </p>
      ) : (
        <p className={classes.hint}>
          {secret === null ? t('server.connectHelp') : t('server.secretOnce', { name: secret.name })}
        </p>
      )}
    </Section>
  );
};
