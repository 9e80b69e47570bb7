/** A file that was made of the session, beside its replay: plays in step where it has the same sound. */
import { Select } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { ExportView } from '../../../shared/studio/exports.ts';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import { useStudio } from '../../app/studio.ts';
import classes from './replay-screen.module.css';

/** Files begin this long before the speech, s. */
const LEAD_IN_S = 0.2;
/** More than this is out of step, s. */
const OUT_OF_STEP_S = 0.12;

/** What a browser plays. */
const isShown = ({ state, container }: ExportView): boolean =>
  state === 'done' && (container === 'mp4' || container === 'webm');

/** Everything made of a session, newest first. */
export const resultsOf = (list: readonly ExportView[], session: SessionView): ExportView[] =>
  list.filter(item => item.source.sessionId === session.id);

/** The right half. */
export const ResultSide = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const { exports } = useStudio();
  const list = useStore(exports.view, view => view.list);
  const shown = resultsOf(list, session).filter(isShown);
  const [chosenId, choose] = useState<string | null>(null);
  const result = shown.find(({ id }) => id === chosenId) ?? shown[0];
  const describe = (item: ExportView): string =>
    [
      t(`settings.renderer.${item.renderer}`),
      t(`settings.mode.${item.mode}`),
      `${item.width}×${item.height}`,
      t(`export.${item.container}`),
    ].join(' · ');
  return (
    <section className={classes.side} aria-label={t('sessions.result')}>
      <header className={classes.sideHead}>
        <h2>{t('sessions.result')}</h2>
        {shown.length > 0 && (
          <Select
            size="xs"
            flex={1}
            aria-label={t('sessions.resultChoice')}
            allowDeselect={false}
            value={result?.id ?? null}
            data={shown.map((item, index) => ({
              value: item.id,
              label: `${shown.length - index}. ${describe(item)}`,
            }))}
            onChange={choose}
          />
        )}
      </header>
      {result === undefined ? (
        <p className={classes.noResult}>{t('sessions.noResult')}</p>
      ) : (
        <Film key={result.id} result={result} />
      )}
    </section>
  );
};

const Film = ({ result }: { result: ExportView }) => {
  const { t } = useTranslation();
  const { replay } = useStudio();
  const video = useRef<HTMLVideoElement>(null);
  // A voice of another length cannot be in step; it is played by its own buttons.
  const inStep = result.source.kind === 'session';
  useEffect(() => {
    if (!inStep) return;
    const follow = (): void => {
      const film = video.current;
      if (film === null) return;
      const { at, positionMs } = replay.view.getState();
      const wanted = positionMs / 1000 + LEAD_IN_S;
      if (Math.abs(film.currentTime - wanted) > OUT_OF_STEP_S) film.currentTime = wanted;
      const plays = at === 'playing';
      if (plays && film.paused) void film.play().catch(() => {});
      if (!plays && !film.paused) film.pause();
    };
    follow();
    return replay.view.subscribe(follow);
  }, [inStep, replay]);
  return (
    <video
      ref={video}
      className={classes.picture}
      src={result.downloadUrl ?? ''}
      aria-label={t('sessions.resultOf', { name: result.fileName })}
      muted={inStep}
      controls={!inStep}
      playsInline
      preload="auto"
    />
  );
};
