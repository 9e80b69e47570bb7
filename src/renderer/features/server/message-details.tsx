/** All of one message: headers, pictures, sound, text or first bytes. */
import { ScrollArea } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MESSAGE_PATHS, type MessageDetail } from '../../../shared/studio/message-log.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './message-part.module.css';
import { Wave } from './wave.tsx';

/** Frames shown at first. */
const SOME_FRAMES = 12;

/** The pane beside the list. */
export const MessageDetails = ({ detail }: { detail: MessageDetail }) => {
  const { t } = useTranslation();
  const { messages } = useStudio();
  const { line, headers, text, hex, peaks } = detail;
  return (
    <aside className={classes.details} aria-label={t('server.log.details', { number: line.n })}>
      <header className={classes.detailsHeader}>
        <b>{line.type}</b>
        <span>{t('server.log.details', { number: line.n })}</span>
        <IconButton label={t('common.close')} size={26} onClick={() => void messages.select(null)}>
          <IconX size={16} />
        </IconButton>
      </header>
      <ScrollArea className={classes.detailsScroll} viewportProps={{ tabIndex: 0 }}>
        {line.isCut && <p className={classes.cut}>{t('server.log.cut')}</p>}
        {line.frames > 0 && <Frames key={line.n} n={line.n} count={line.frames} />}
        {peaks !== null && (
          <Section title={t('server.log.sound')}>
            <Wave peaks={peaks} width={320} height={64} label={t('server.log.sound')} />
          </Section>
        )}
        <Section title={t('server.log.headers')}>
          <dl className={classes.headers}>
            {headers.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Section>
        {text !== null && (
          <Section title={t('server.log.content')}>
            <pre className={classes.content}>{text}</pre>
          </Section>
        )}
        {hex.length > 0 && (
          <Section title={t('server.log.bytes')}>
            <pre className={classes.content}>{hex.join('\n')}</pre>
          </Section>
        )}
      </ScrollArea>
    </aside>
  );
};

const Frames = ({ n, count }: { n: number; count: number }) => {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? count : Math.min(count, SOME_FRAMES);
  return (
    <Section title={t('server.log.frames', { count })}>
      <div className={classes.frames}>
        {Array.from({ length: shown }, (_, frame) => `${MESSAGE_PATHS.picture}?n=${n}&frame=${frame}`).map(
          (url, frame) => (
            <img key={url} src={url} alt={t('server.log.picture', { number: frame + 1 })} loading="lazy" />
          ),
        )}
      </div>
      {shown < count && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          {t('server.log.allFrames', { count })}
        </button>
      )}
    </Section>
  );
};
