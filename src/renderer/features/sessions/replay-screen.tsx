/** One session seen and heard again, beside what was made of it, with the form to make more. */
import { Button, ScrollArea } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useRoute } from 'wouter';
import { useStore } from 'zustand';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Section } from '../../ui/section.tsx';
import { ExportRow } from '../export/export-row.tsx';
import { ForgetButton } from './forget-button.tsx';
import { RenderAgain } from './render-again.tsx';
import { ReplayPicture } from './replay-picture.tsx';
import classes from './replay-screen.module.css';
import { ReplayTransport } from './replay-transport.tsx';
import { ResultSide, resultsOf } from './result-side.tsx';
import detail from './session-detail.module.css';
import { SessionFacts } from './session-facts.tsx';
import { SettingLines } from './setting-lines.tsx';

/** Route `/sessions/:id`. */
export const ReplayScreen = () => {
  const { t } = useTranslation();
  const { sessions, avatars, holdStage, replaySession, replay } = useStudio();
  const [, params] = useRoute('/sessions/:id');
  const id = params?.id ?? '';
  const { selected, error } = useStore(sessions.view);
  const session = selected?.id === id ? selected : null;
  const listed = useStore(avatars.view, view => view.list !== null);
  useEffect(() => {
    sessions.open();
    void sessions.find(id);
    return () => sessions.close();
  }, [sessions, id]);
  useEffect(() => holdStage(), [holdStage]);
  const hasAudio = session?.hasAudio === true;
  useEffect(() => {
    if (!hasAudio || !listed) return;
    replaySession(id);
    return () => replay.close();
  }, [hasAudio, listed, id, replaySession, replay]);
  return (
    <div className={classes.screen}>
      <main className={classes.main} id="main" aria-label={t('sessions.replayTitle')} tabIndex={-1}>
        <header className={classes.header}>
          <Button
            component={Link}
            href="/sessions"
            size="sm"
            variant="default"
            leftSection={<IconArrowLeft size={16} />}
          >
            {t('sessions.title')}
          </Button>
          <h1 className={classes.title}>
            {session === null ? t('sessions.replayTitle') : (session.avatarName ?? t('sessions.sentPicture'))}
          </h1>
        </header>
        {session === null && error !== null && (
          <div className={classes.note} role="alert">
            <ErrorNote error={error} />
          </div>
        )}
        {session !== null && <Pictures session={session} />}
      </main>
      {session !== null && <Panel session={session} />}
    </div>
  );
};

const Pictures = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const { avatars, replay } = useStudio();
  const { at, error } = useStore(replay.view);
  const link = useStore(replay.stage.view, view => view.link);
  const who = useStore(avatars.view, view => view.list?.find(item => item.id === session.avatarId));
  const broken = link.at === 'refused' ? link.error : error;
  if (!session.hasAudio)
    return (
      <p className={classes.noSound}>
        {t(session.endedAt === null ? 'sessions.soundLater' : 'sessions.noSound')}
      </p>
    );
  return (
    <>
      <div className={classes.sides}>
        <section className={classes.side} aria-label={t('sessions.replay')}>
          <header className={classes.sideHead}>
            <h2>{t('sessions.replay')}</h2>
            <span>
              {at === 'loading' || link.at === 'creating' || link.at === 'connecting'
                ? t('sessions.loading')
                : who === undefined && t('sessions.otherAvatar')}
            </span>
          </header>
          {broken === null ? (
            <ReplayPicture className={classes.picture} name={who?.name ?? ''} />
          ) : (
            <div className={classes.noResult} role="alert">
              <ErrorNote error={broken} />
            </div>
          )}
        </section>
        <ResultSide session={session} />
      </div>
      <ReplayTransport session={session} />
    </>
  );
};

const Panel = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const { exports } = useStudio();
  const [, go] = useLocation();
  const results = resultsOf(
    useStore(exports.view, view => view.list),
    session,
  );
  return (
    <aside className={detail.detail} aria-label={t('sessions.detail')}>
      <ScrollArea
        className={detail.scroll}
        viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('sessions.detail') }}
      >
        {results.length > 0 && (
          <Section title={t('sessions.results')}>
            <ul className={detail.jobs}>
              {results.map(item => (
                <ExportRow key={item.id} item={item} />
              ))}
            </ul>
          </Section>
        )}
        {session.hasAudio && <RenderAgain key={session.id} session={session} />}
        <SessionFacts session={session} />
        <SettingLines settings={session.settings} />
      </ScrollArea>
      <footer className={detail.footer}>
        <ForgetButton session={session} forgotten={() => go('/sessions')} />
      </footer>
    </aside>
  );
};
