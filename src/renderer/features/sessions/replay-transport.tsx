/** Play, pause, and the sound as a waveform to move in; parts of it can be marked as takes. */
import { Button } from '@mantine/core';
import { IconBracketsContain, IconPlayerPauseFilled, IconPlayerPlayFilled, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { readableDuration } from '../../ui/readable-duration.ts';
import classes from './replay-screen.module.css';
import { drawWaveform } from './waveform.ts';

const STEP_MS: Readonly<Record<string, number>> = {
  ArrowLeft: -1000,
  ArrowRight: 1000,
  PageDown: -10_000,
  PageUp: 10_000,
};

/** Under the pictures. */
export const ReplayTransport = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const { replay } = useStudio();
  const at = useStore(replay.view, view => view.at);
  const durationMs = useStore(replay.view, view => view.durationMs);
  const seconds = useStore(replay.view, view => Math.floor(view.positionMs / 1000));
  const live = useStore(replay.stage.view, view => view.link.at === 'live');
  const playing = at === 'playing';
  return (
    <div className={classes.transport}>
      <IconButton
        variant="filled"
        color="var(--accent)"
        c="var(--accent-ink)"
        size={44}
        radius="xl"
        label={t(playing ? 'sessions.pause' : 'sessions.play')}
        disabled={!playing && (at !== 'ready' || !live)}
        onClick={() => replay.toggle()}
      >
        {playing ? <IconPlayerPauseFilled size={20} /> : <IconPlayerPlayFilled size={20} />}
      </IconButton>
      <span className={classes.clock}>
        {readableDuration(seconds * 1000)} <i>/ {readableDuration(durationMs)}</i>
      </span>
      <Waveform />
      <Takes session={session} />
    </div>
  );
};

const Waveform = () => {
  const { t } = useTranslation();
  const { replay } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const durationMs = useStore(replay.view, view => view.durationMs);
  const seconds = useStore(replay.view, view => Math.round(view.positionMs / 1000));
  useEffect(() => {
    const draw = (): void => {
      const element = canvas.current;
      const ctx = element?.getContext('2d');
      if (element === null || ctx == null) return;
      const ratio = window.devicePixelRatio;
      const size = { width: element.clientWidth, height: element.clientHeight };
      element.width = Math.round(size.width * ratio);
      element.height = Math.round(size.height * ratio);
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      const style = getComputedStyle(element);
      const token = (name: string): string => style.getPropertyValue(name).trim();
      const { peaks, positionMs, durationMs: whole } = replay.view.getState();
      const colours = { past: token('--accent'), future: token('--wave-future'), head: token('--text') };
      drawWaveform(ctx, peaks, size, whole === 0 ? 0 : positionMs / whole, colours);
    };
    draw();
    const watch = new ResizeObserver(draw);
    if (canvas.current !== null) watch.observe(canvas.current);
    const stop = replay.view.subscribe(draw);
    return () => {
      watch.disconnect();
      stop();
    };
  }, [replay]);
  const seekTo = (event: React.PointerEvent<HTMLCanvasElement>): void => {
    if (event.buttons !== 1) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    replay.seek(((event.clientX - left) / width) * durationMs);
  };
  const press = (event: React.KeyboardEvent): void => {
    const step = STEP_MS[event.key];
    const { positionMs } = replay.view.getState();
    if (step !== undefined) replay.seek(positionMs + step);
    else if (event.key === 'Home') replay.seek(0);
    else if (event.key === 'End') replay.seek(durationMs);
    else if (event.key === ' ') replay.toggle();
    else return;
    event.preventDefault();
  };
  return (
    <canvas
      ref={canvas}
      className={classes.wave}
      role="slider"
      tabIndex={0}
      aria-label={t('sessions.position')}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1000)}
      aria-valuenow={seconds}
      aria-valuetext={readableDuration(seconds * 1000)}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={seekTo}
      onKeyDown={press}
    />
  );
};

/** Two clicks mark a part: where it begins, where it ends. */
const Takes = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const { replay, sessions } = useStudio();
  const ready = useStore(replay.view, view => view.at === 'ready' || view.at === 'playing');
  const [fromMs, setFromMs] = useState<number | null>(null);
  const mark = (): void => {
    const { positionMs } = replay.view.getState();
    setFromMs(fromMs === null ? positionMs : null);
    if (fromMs === null || positionMs <= fromMs) return;
    const name = t('sessions.takeName', { number: session.takes.length + 1 });
    void sessions.addTake(session, { name, fromMs, toMs: positionMs });
  };
  return (
    <div className={classes.takes}>
      {session.takes.map(take => (
        <span key={take.id} className={classes.take}>
          <button type="button" onClick={() => replay.seek(take.fromMs)}>
            {take.name}
          </button>
          <IconButton
            size={20}
            label={t('sessions.removeTake', { name: take.name })}
            onClick={() => void sessions.removeTake(session, take.id)}
          >
            <IconX size={12} />
          </IconButton>
        </span>
      ))}
      <Button
        size="compact-sm"
        variant={fromMs === null ? 'default' : 'light'}
        leftSection={<IconBracketsContain size={15} stroke={1.6} />}
        disabled={!ready}
        onClick={mark}
      >
        {t(fromMs === null ? 'sessions.markTake' : 'sessions.endTake')}
      </Button>
    </div>
  );
};
