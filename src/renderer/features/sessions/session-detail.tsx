/** One session: what it was, who asked for it, hearing and seeing it again, forgetting it. */
import { Button, Group, ScrollArea } from '@mantine/core';
import { IconDownload, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Section } from '../../ui/section.tsx';
import { ForgetButton } from './forget-button.tsx';
import { RenderAgain } from './render-again.tsx';
import classes from './session-detail.module.css';
import { SessionFacts } from './session-facts.tsx';
import { soundUrl } from './sessions.ts';
import { SettingLines } from './setting-lines.tsx';

/** Right panel of the list. */
export const SessionDetail = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const { sessions } = useStudio();
  return (
    <aside className={classes.detail} aria-label={t('sessions.detail')}>
      <ScrollArea
        className={classes.scroll}
        viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('sessions.detail') }}
      >
        <SessionFacts
          session={session}
          aside={
            <IconButton label={t('avatars.closeDetails')} size={26} onClick={() => sessions.select(null)}>
              <IconX size={16} stroke={1.6} />
            </IconButton>
          }
        />
        {session.hasAudio ? (
          <>
            <Hear session={session} />
            <RenderAgain key={session.id} session={session} />
          </>
        ) : (
          <Section title={t('sessions.sound')}>
            <p className={classes.quiet}>
              {t(session.endedAt === null ? 'sessions.soundLater' : 'sessions.noSound')}
            </p>
          </Section>
        )}
        <SettingLines settings={session.settings} />
      </ScrollArea>
      <footer className={classes.footer}>
        <ForgetButton session={session} />
      </footer>
    </aside>
  );
};

const Hear = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const [, go] = useLocation();
  return (
    <Section title={t('sessions.sound')}>
      {/* biome-ignore lint/a11y/useMediaCaption: sound of a session has no captions of its own */}
      <audio key={session.id} className={classes.audio} controls preload="none" src={soundUrl(session.id)} />
      <Group gap={6} mt={8}>
        <Button
          size="compact-sm"
          leftSection={<IconPlayerPlay size={14} />}
          onClick={() => go(`/sessions/${session.id}`)}
        >
          {t('sessions.replay')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          component="a"
          href={soundUrl(session.id)}
          download={`${session.avatarName ?? session.id}.wav`}
          leftSection={<IconDownload size={14} />}
        >
          {t('sessions.wav')}
        </Button>
      </Group>
    </Section>
  );
};
