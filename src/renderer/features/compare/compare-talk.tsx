/** What the comparison says: a sentence or a recording, once or over and over. */
import { Button, Group, TextInput } from '@mantine/core';
import { IconFileMusic, IconPlayerStopFilled, IconRepeat } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { pickFiles } from '../../app/file-pickers.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { SpeakingLoop } from '../talk/speaking-loop.ts';
import classes from './compare-screen.module.css';
import { Reel } from './reel.ts';
import { Scrub } from './scrub.tsx';

/** One line. */
export const CompareTalk = () => {
  const { t } = useTranslation();
  const { compare, compareTalk } = useStudio();
  const [text, setText] = useState(() => t('mouth.sentenceText'));
  const source = useStore(compareTalk.view, view => view.source);
  const live = useStore(compare.stage.view, view => view.link.at === 'live');
  const loop = useMemo(
    () =>
      new SpeakingLoop({
        say: words => compareTalk.say(words, compare.voice()),
        stop: () => void compareTalk.stop(),
        onSilence: listener => compareTalk.onSilence(listener),
      }),
    [compareTalk, compare],
  );
  useEffect(() => () => loop.close(), [loop]);
  const reel = useMemo(
    () =>
      new Reel({
        stage: compare.stage,
        talk: compareTalk,
        isTalking: () => compareTalk.view.getState().source.at !== 'silent',
        wallMs: () => performance.now(),
      }),
    [compareTalk, compare],
  );
  useEffect(() => () => reel.close(), [reel]);
  const running = useStore(loop.view, view => view.running);
  const busy = source.at !== 'silent';
  const say = (): void => {
    compareTalk.say(text, compare.voice());
  };
  return (
    <div className={classes.talk}>
      <Scrub reel={reel} />
      <Group gap={8} wrap="nowrap">
        <TextInput
          style={{ flex: 1 }}
          aria-label={t('talk.text')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          onKeyDown={event => event.key === 'Enter' && !event.nativeEvent.isComposing && say()}
        />
        <IconButton
          variant="default"
          size={36}
          label={t('compare.loop')}
          aria-pressed={running !== null}
          disabled={!live}
          onClick={() => loop.toggle(text)}
        >
          <IconRepeat size={17} stroke={running === null ? 1.6 : 2.4} />
        </IconButton>
        <IconButton
          variant="default"
          size={36}
          label={t('talk.file')}
          disabled={!live}
          onClick={() =>
            void pickFiles('audio/*,video/*', false).then(([file]) => file && compareTalk.play(file))
          }
        >
          <IconFileMusic size={17} stroke={1.6} />
        </IconButton>
        {busy && (
          <IconButton variant="default" size={36} label={t('talk.stop')} onClick={() => loop.stop()}>
            <IconPlayerStopFilled size={15} />
          </IconButton>
        )}
        <Button disabled={!live || text.trim() === ''} onClick={say}>
          {t('talk.speak')}
        </Button>
      </Group>
    </div>
  );
};
