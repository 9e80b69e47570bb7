/** Unknown apps that wait for the user's word, over every screen. */
import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AppQuestion } from '../../../shared/studio/access.ts';
import { useStudio } from '../../app/studio.ts';
import classes from './app-questions.module.css';
import { FIRST_QUESTION_ID } from './question-field.ts';

/** Cards shown at once. */
const SHOWN = 3;

/** Mounted once, near the top of the page, so that Tab comes here early. */
export const AppQuestions = () => {
  const { t } = useTranslation();
  const { access } = useStudio();
  const questions = useStore(access.view, view => view.questions);
  const more = questions.length - SHOWN;
  return (
    <section className={classes.stack} aria-label={t('server.question.region')} aria-live="assertive">
      {questions.slice(0, SHOWN).map((question, index) => (
        <Card key={question.id} question={question} isFirst={index === 0} />
      ))}
      {more > 0 && <p className={classes.more}>{t('server.question.more', { count: more })}</p>}
    </section>
  );
};

const Card = ({ question, isFirst }: { question: AppQuestion; isFirst: boolean }) => {
  const { t } = useTranslation();
  const { access } = useStudio();
  const { id, origin, protocol, process, waiting, userAgent } = question;
  const name = question.name || t('server.unnamed');
  const titleId = `question-${id}`;
  const source =
    origin !== null
      ? t('server.question.from', { origin })
      : process !== null
        ? t('server.question.process', { name: process })
        : t('server.question.noProcess');
  return (
    <article className={classes.card} aria-labelledby={titleId}>
      <IconPlugConnected className={classes.icon} size={20} aria-hidden />
      <div className={classes.words}>
        <h2 id={titleId}>{t('server.question.title', { name })}</h2>
        <p>
          {t('server.question.wants', {
            protocol: t(`server.protocolName.${protocol}`, { defaultValue: protocol }),
          })}
        </p>
        <p className={classes.source} title={userAgent ?? undefined}>
          {source}
          {waiting > 1 && ` · ${t('server.question.waiting', { count: waiting })}`}
        </p>
      </div>
      <div className={classes.answers}>
        <Button
          id={isFirst ? FIRST_QUESTION_ID : undefined}
          size="compact-sm"
          title={t('server.question.onceHelp')}
          onClick={() => void access.answer(id, 'once')}
        >
          {t('server.question.once')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => void access.answer(id, 'always')}>
          {t('server.question.always')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => void access.answer(id, 'never')}>
          {t('server.question.never')}
        </Button>
        <Left until={question.expiresAt} />
      </div>
    </article>
  );
};

/** Seconds until the app is refused. Not told to screen readers every second. */
const Left = ({ until }: { until: string }) => {
  const { t } = useTranslation();
  const left = (): number => Math.max(0, Math.round((Date.parse(until) - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 1000);
    return () => clearInterval(timer);
  });
  return (
    <span className={classes.left} aria-hidden>
      {t('server.question.left', { count: seconds })}
    </span>
  );
};
