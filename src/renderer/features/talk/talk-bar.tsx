/** Under the stage: type, play a file, speak; stop at once. */
import { Button, Textarea } from '@mantine/core';
import { IconFileMusic, IconPlayerStopFilled, IconSend2 } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { pickFiles } from '../../app/file-pickers.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { voiceOf } from '../settings/in-force.ts';
import { HistoryMenu } from './history-menu.tsx';
import { MicrophoneButton } from './microphone-button.tsx';
import { NowSpeaking } from './now-speaking.tsx';
import { SpokenHistory } from './spoken-history.ts';
import classes from './talk-bar.module.css';
import { TALK_FIELD_ID } from './talk-field.ts';
import { VoicePopover } from './voice-popover.tsx';

/** Enter speaks, Ctrl+Enter at once, Shift+Enter breaks the line, ↑ recalls, Esc stops. */
export const TalkBar = () => {
  const { t } = useTranslation();
  const { talk, settings, avatars, stage } = useStudio();
  const [text, setText] = useState('');
  const history = useMemo(() => new SpokenHistory(), []);
  const [language, setLanguage] = useState<'auto' | 'en' | 'zh'>('auto');
  const source = useStore(talk.view, view => view.source);
  const speaking = useStore(stage.view, view => view.speaking);
  const name = useStore(avatars.view, view => view.list?.find(item => item.id === view.selectedId)?.name);
  const interrupts = useStore(settings.view, view => view.textInterrupts);
  const busy = source.at !== 'silent' || speaking;
  const say = (now = settings.view.getState().textInterrupts) => {
    if (text.trim() === '') return;
    talk.say(text, { language, ...voiceOf(settings.view.getState()) }, now);
    history.add(text.trim());
    setText('');
  };
  const keyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) say(true);
      else say();
    } else if (event.key === 'Escape') void talk.stop();
    else if (event.key === 'ArrowUp' && isFirstLine(event.currentTarget)) recall(history.older(text), event);
    else if (event.key === 'ArrowDown' && isLastLine(event.currentTarget)) recall(history.newer(), event);
  };
  const recall = (recalled: string | null, event: React.KeyboardEvent) => {
    if (recalled === null) return;
    event.preventDefault();
    setText(recalled);
  };
  return (
    <section className={classes.bar} aria-label={t('talk.region')}>
      <NowSpeaking />
      <div className={classes.line}>
        <Textarea
          id={TALK_FIELD_ID}
          className={classes.field ?? ''}
          classNames={{ input: classes.input ?? '' }}
          aria-label={t('talk.text')}
          placeholder={name === undefined ? t('talk.placeholderNobody') : t('talk.placeholder', { name })}
          {...GROWS}
          value={text}
          disabled={name === undefined}
          rightSection={<HistoryMenu history={history} pick={setText} />}
          onChange={event => setText(event.currentTarget.value)}
          onKeyDown={keyDown}
        />
        <VoicePopover language={language} setLanguage={setLanguage} />
        <IconButton
          variant="default"
          size={40}
          label={t('talk.file')}
          disabled={name === undefined}
          onClick={() => void pickFiles('audio/*,video/*', false).then(([file]) => file && talk.play(file))}
        >
          <IconFileMusic size={19} stroke={1.6} />
        </IconButton>
        <MicrophoneButton disabled={name === undefined} />
        {busy && (
          <IconButton variant="default" size={40} label={t('talk.stopHelp')} onClick={() => void talk.stop()}>
            <IconPlayerStopFilled size={17} />
          </IconButton>
        )}
        <Button
          h={40}
          disabled={name === undefined || text.trim() === ''}
          rightSection={<IconSend2 size={17} />}
          onClick={() => say()}
        >
          {t(source.at === 'text' && !interrupts ? 'talk.queue' : 'talk.speak')}
        </Button>
      </div>
    </section>
  );
};

/** Where styles let the field grow (see talk-bar.module.css), nothing measures it. */
const GROWS = CSS.supports('field-sizing', 'content') ? {} : { autosize: true, minRows: 1, maxRows: 5 };

const isFirstLine = (field: HTMLTextAreaElement) =>
  !field.value.slice(0, field.selectionStart).includes('\n');
const isLastLine = (field: HTMLTextAreaElement) => !field.value.slice(field.selectionEnd).includes('\n');
