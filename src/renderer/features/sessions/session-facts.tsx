/** When a session was, who asked for it, who spoke, how long, with how many errors, and what was said. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import { Figure } from '../../ui/figure.tsx';
import { readableBytes } from '../../ui/readable-bytes.ts';
import { readableDuration } from '../../ui/readable-duration.ts';
import { Section } from '../../ui/section.tsx';
import classes from './session-detail.module.css';

/** A part of a panel; `aside` stands at the right of its title. */
export const SessionFacts = ({ session, aside }: { session: SessionView; aside?: ReactNode }) => {
  const { t, i18n } = useTranslation();
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full', timeStyle: 'medium' });
  const { clientName, clientOrigin, errors, said } = session;
  return (
    <Section title={session.avatarName ?? t('sessions.sentPicture')} aside={aside}>
      <p className={classes.quiet}>{time.format(new Date(session.startedAt))}</p>
      <dl className={classes.figures}>
        <Figure
          name={t('sessions.protocol')}
          value={t(`sessions.protocols.${session.protocol}`, { defaultValue: session.protocol })}
        />
        {clientName !== null && <Figure name={t('sessions.app')} value={clientName} />}
        {clientOrigin !== null && <Figure name={t('sessions.origin')} value={clientOrigin} />}
        <Figure name={t('sessions.length')} value={readableDuration(session.durationMs)} />
        {session.hasAudio && (
          <Figure
            name={t('sessions.sound')}
            value={`${readableDuration(session.audioMs)} · ${readableBytes(session.audioBytes)}`}
          />
        )}
        <Figure name={t('figures.frames')} value={session.frames} />
        <Figure name={t('sessions.errorCount')} value={errors} tone={errors > 0 ? 'bad' : undefined} />
      </dl>
      {said !== '' && (
        <p className={classes.said}>
          {said}
          {said.length >= 200 && '…'}
        </p>
      )}
    </Section>
  );
};
