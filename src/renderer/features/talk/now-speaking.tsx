/** What is said now and what waits. */
import { Progress, UnstyledButton } from '@mantine/core';
import { IconChevronLeft, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import classes from './now-speaking.module.css';

/** While silent it says the keys of the field below: the picture above must not change its size with every sentence. */
export const NowSpeaking = () => {
  const { t } = useTranslation();
  const { talk } = useStudio();
  const { source, waiting } = useStore(talk.view);
  if (source.at === 'silent' || source.at === 'microphone' || source.at === 'system')
    return <p className={classes.keys}>{t('talk.keysHelp')}</p>;
  return (
    <div className={classes.now}>
      {source.at === 'text' && (
        <span className={classes.item} data-now>
          {source.item.text}
        </span>
      )}
      {source.at === 'decoding' && (
        <span className={classes.item}>{t('talk.decoding', { name: source.name })}</span>
      )}
      {source.at === 'file' && (
        <span className={classes.file}>
          <span className={classes.item} data-now>
            {t('talk.playing', { name: source.name })}
          </span>
          <Progress
            size={3}
            w={120}
            value={source.progress * 100}
            aria-label={t('talk.playing', { name: source.name })}
          />
        </span>
      )}
      {waiting.map((item, place) => (
        <span key={item.id} className={classes.item}>
          {place > 0 && (
            <UnstyledButton
              className={classes.remove}
              aria-label={t('talk.earlier', { text: item.text.slice(0, 60) })}
              onClick={() => talk.move(item.id, place - 1)}
            >
              <IconChevronLeft size={13} />
            </UnstyledButton>
          )}
          <span className={classes.text}>{item.text}</span>
          <UnstyledButton
            className={classes.remove}
            aria-label={t('talk.unqueue', { text: item.text.slice(0, 60) })}
            onClick={() => talk.unqueue(item.id)}
          >
            <IconX size={12} />
          </UnstyledButton>
        </span>
      ))}
    </div>
  );
};
