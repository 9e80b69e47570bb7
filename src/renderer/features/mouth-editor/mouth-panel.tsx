/** At the right of the canvas: the face as it speaks, the tools, and the numbers. */
import { Button, Group, ScrollArea, Switch } from '@mantine/core';
import { IconPencil, IconPlayerPlay, IconPlayerStopFilled, IconRestore } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Section } from '../../ui/section.tsx';
import { LivePicture } from '../stage/live-picture.tsx';
import { SpeakingLoop } from '../talk/speaking-loop.ts';
import { faceStyle } from './face-style.ts';
import type { Shown as ShownParts } from './hit-test.ts';
import { MouthJson } from './mouth-json.tsx';
import { MouthMask } from './mouth-mask.tsx';
import { MouthNumbers } from './mouth-numbers.tsx';
import classes from './mouth-panel.module.css';
import { MouthVersions } from './mouth-versions.tsx';

/** Says these to show every shape, and how they follow each other. */
const useLoop = (): SpeakingLoop => {
  const { talk, settings } = useStudio();
  const loop = useMemo(() => {
    const { voiceId, rate, pitch } = settings.view.getState();
    return new SpeakingLoop({
      say: text => talk.say(text, { language: 'auto', voiceId, rate, pitch }),
      stop: () => void talk.stop(),
      onSilence: listener => talk.onSilence(listener),
    });
  }, [talk, settings]);
  useEffect(() => () => loop.close(), [loop]);
  return loop;
};

/** The panel. */
export const MouthPanel = () => {
  const { t } = useTranslation();
  const { mouth } = useStudio();
  const loop = useLoop();
  const running = useStore(loop.view, view => view.running);
  const { avatar, has, shown, symmetric, error, chosen } = useStore(
    mouth.view,
    useShallow(view => ({
      avatar: view.avatar,
      has: view.document !== null,
      shown: view.shown,
      symmetric: view.symmetric,
      error: view.error,
      chosen: view.selection !== null,
    })),
  );
  // A film's frame without a tracked mouth has nothing to go back to.
  const found = useStore(mouth.view, () => mouth.found !== null);
  const play = (name: 'shapes' | 'sentence', text: string) => (
    <Button
      size="compact-sm"
      variant={running === text ? 'filled' : 'default'}
      disabled={!has}
      aria-pressed={running === text}
      leftSection={running === text ? <IconPlayerStopFilled size={13} /> : <IconPlayerPlay size={14} />}
      onClick={() => loop.toggle(text)}
    >
      {t(`mouth.${name}`)}
    </Button>
  );
  return (
    <aside className={classes.panel} aria-label={t('mouth.tools')}>
      <div className={classes.live}>
        <LivePicture
          className={classes.picture}
          name={avatar?.name ?? ''}
          style={avatar === null ? undefined : faceStyle(avatar)}
        />
      </div>
      <Group gap={6} className={classes.play}>
        {play('shapes', t('mouth.shapesText'))}
        {play('sentence', t('mouth.sentenceText'))}
      </Group>
      <ScrollArea className={classes.scroll}>
        {error !== null && (
          <div className={classes.error} role="alert">
            <strong>{t(`errors.${error.code}.title`)}</strong>
            <ErrorNote error={error} />
          </div>
        )}
        <Section title={t('mouth.shape')}>
          <Switch
            label={t('mouth.symmetric')}
            description={t('mouth.symmetricHelp')}
            checked={symmetric}
            onChange={event => mouth.setSymmetric(event.currentTarget.checked)}
          />
          <Group gap={6} mt={10}>
            <Tool label={t('mouth.mirrorLeft')} run={() => mouth.run({ kind: 'mirror', from: 'left' })} />
            <Tool label={t('mouth.mirrorRight')} run={() => mouth.run({ kind: 'mirror', from: 'right' })} />
            <Tool label={t('mouth.measure')} run={() => mouth.run({ kind: 'measure' })} />
          </Group>
        </Section>
        <Section title={t('mouth.shown')}>
          <Shown name="inner" checked={shown.inner} />
          <Shown name="ellipse" checked={shown.ellipse} />
          <Shown name="frame" checked={shown.frame} />
          <Shown name="boxes" checked={shown.boxes} />
        </Section>
        <MouthMask />
        {has && <MouthNumbers />}
        <Section title={t('mouth.again')}>
          <Group gap={6}>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPencil size={14} />}
              onClick={() => mouth.startDrawing()}
            >
              {t('mouth.drawIt')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              disabled={!found}
              leftSection={<IconRestore size={14} />}
              onClick={() => mouth.snapBack()}
            >
              {t(chosen ? 'mouth.detectPoints' : 'mouth.detect')}
            </Button>
          </Group>
        </Section>
        <MouthVersions />
        <MouthJson />
      </ScrollArea>
    </aside>
  );
};

const Tool = ({ label, run }: { label: string; run(): void }) => {
  const { mouth } = useStudio();
  const has = useStore(mouth.view, view => view.document !== null);
  return (
    <Button size="compact-sm" variant="default" disabled={!has} onClick={run}>
      {label}
    </Button>
  );
};

const Shown = ({ name, checked }: { name: keyof ShownParts; checked: boolean }) => {
  const { t } = useTranslation();
  const { mouth } = useStudio();
  return (
    <Switch
      size="xs"
      mb={6}
      label={t(name === 'frame' ? 'mouth.wholeMouth' : `mouth.${name}`)}
      checked={checked}
      onChange={event => mouth.show({ [name]: event.currentTarget.checked })}
    />
  );
};
