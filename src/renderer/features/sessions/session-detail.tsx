/** One session: what it was, hearing it again, making a video of it again, forgetting it. */
import { Button, Code, Group, ScrollArea, SegmentedControl, Select } from '@mantine/core';
import { IconDownload, IconMovie, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import { useStudio } from '../../app/studio.ts';
import { Figure } from '../../ui/figure.tsx';
import { readableDuration } from '../../ui/readable-duration.ts';
import { Section } from '../../ui/section.tsx';
import { ExportRow } from '../export/export-row.tsx';
import { EXPORT_EDGES, exportSize } from '../export/exports.ts';
import { soundUrl } from './sessions.ts';
import classes from './sessions-screen.module.css';

/** Right panel. */
export const SessionDetail = ({ session }: { session: SessionView }) => {
  const { t, i18n } = useTranslation();
  const { sessions } = useStudio();
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full', timeStyle: 'medium' });
  return (
    <aside className={classes.detail} aria-label={t('sessions.detail')}>
      <ScrollArea
        className={classes.scroll}
        viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('sessions.detail') }}
      >
        <Section title={session.avatarName ?? t('sessions.sentPicture')}>
          <p className={classes.date}>{time.format(new Date(session.startedAt))}</p>
          <dl className={classes.figures}>
            <Figure name={t('sessions.protocol')} value={session.protocol} />
            <Figure name={t('sessions.length')} value={readableDuration(session.durationMs)} />
            <Figure name={t('figures.frames')} value={session.frames} />
            <Figure
              name={t('sessions.errorCount')}
              value={session.errors}
              tone={session.errors > 0 ? 'bad' : undefined}
            />
          </dl>
        </Section>
        {session.hasAudio ? (
          <>
            <Hear session={session} />
            <RenderAgain key={session.id} session={session} />
          </>
        ) : (
          <Section title={t('sessions.sound')}>
            <p className={classes.date}>{t('sessions.noSound')}</p>
          </Section>
        )}
        <Section title={t('sessions.settings')}>
          <Code block className={classes.settings ?? ''}>
            {JSON.stringify(session.settings, null, 2)}
          </Code>
        </Section>
      </ScrollArea>
      <footer className={classes.footer}>
        <Button
          fullWidth
          variant="default"
          c="var(--bad)"
          leftSection={<IconTrash size={16} stroke={1.6} />}
          disabled={session.endedAt === null}
          onClick={() => sessions.forget(session)}
        >
          {t('sessions.forget')}
        </Button>
      </footer>
    </aside>
  );
};

const Hear = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const { avatars, talk } = useStudio();
  const [, go] = useLocation();
  const replay = async (): Promise<void> => {
    if (session.avatarId !== null) avatars.select(session.avatarId);
    go('/');
    const sound = await (await fetch(soundUrl(session.id))).blob();
    await talk.play(new File([sound], session.avatarName ?? session.id, { type: 'audio/wav' }));
  };
  return (
    <Section title={t('sessions.sound')}>
      {/* biome-ignore lint/a11y/useMediaCaption: sound of a session has no captions of its own */}
      <audio key={session.id} className={classes.audio} controls preload="none" src={soundUrl(session.id)} />
      <Group gap={6} mt={8}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlayerPlay size={14} />}
          onClick={() => void replay()}
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

const CONTAINERS = ['mp4', 'webm', 'mov'] as const;

const RenderAgain = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const { avatars, exports } = useStudio();
  const list = useStore(avatars.view, view => view.list) ?? [];
  const jobs = useStore(exports.view, view => view.list);
  const starting = useStore(exports.view, view => view.starting);
  const [chosen, setChosen] = useState(session.avatarId);
  const [container, setContainer] = useState<(typeof CONTAINERS)[number]>('mp4');
  const [edge, setEdge] = useState<number>(1080);
  const avatar = list.find(item => item.id === chosen) ?? list[0];
  const start = (): void => {
    if (avatar === undefined) return;
    const choice = {
      container,
      ...exportSize(avatar, edge),
      fps: 25 as const,
      transparent: container !== 'mp4' && avatar.hasAlpha,
    };
    void exports.startSession(avatar.id, session.id, choice);
  };
  return (
    <Section title={t('sessions.renderAgain')}>
      <Select
        size="xs"
        label={t('sessions.as')}
        allowDeselect={false}
        value={avatar?.id ?? null}
        data={list.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setChosen}
      />
      <SegmentedControl
        mt={8}
        size="xs"
        fullWidth
        aria-label={t('export.format')}
        value={container}
        onChange={value => setContainer(value as typeof container)}
        data={CONTAINERS.map(value => ({ value, label: t(`export.${value}`) }))}
      />
      <SegmentedControl
        mt={8}
        size="xs"
        fullWidth
        aria-label={t('export.size')}
        value={String(edge)}
        onChange={value => setEdge(Number(value))}
        data={EXPORT_EDGES.map(value => ({ value: String(value), label: String(value) }))}
      />
      <p className={classes.date}>{t('sessions.renderHelp')}</p>
      <Button
        size="compact-sm"
        leftSection={<IconMovie size={14} />}
        disabled={avatar === undefined}
        loading={starting}
        onClick={start}
      >
        {t('export.start')}
      </Button>
      <ul className={classes.jobs}>
        {jobs.slice(0, 3).map(job => (
          <ExportRow key={job.id} item={job} />
        ))}
      </ul>
    </Section>
  );
};
