/** Under the canvas of a film: its frames, where one is, and the key frames, to be walked, set, moved and deleted. */
import { Button, Group } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import {
  IconChevronLeft,
  IconChevronRight,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './film-strip.module.css';
import { frameUrl } from './frame-pictures.ts';
import { frameAt, gapsOf, nextKeys, shareOf, stepTo, thumbFrames, timeOf } from './frame-places.ts';
import { KeyDiamond } from './key-diamond.tsx';

const HEIGHT = 46;

/** Nothing for a picture. */
export const FilmStrip = () => {
  const { t } = useTranslation();
  const { mouth } = useStudio();
  const avatar = useStore(mouth.view, view => view.avatar);
  const film = useStore(mouth.view, view => view.film);
  const frame = useStore(mouth.view, view => view.frame);
  const keys = useStore(mouth.view, view => view.history?.present.keys);
  const { ref, width } = useElementSize();
  if (avatar?.moving == null) return null;
  const { fps, frames } = avatar.moving;
  const { before, after } = nextKeys(keys ?? [], frame);
  const isKey = keys?.some(key => key.frame === frame) ?? false;
  const percent = (at: number): string => `${100 * shareOf(at, frames)}%`;
  const step = (label: string, to: number | null, icon: React.ReactNode, key?: string) => (
    <IconButton
      label={t(label)}
      {...(key === undefined ? {} : { keys: key })}
      side="top"
      disabled={film === null || to === null || to < 0 || to >= frames}
      onClick={() => to !== null && mouth.goTo(to)}
    >
      {icon}
    </IconButton>
  );
  return (
    <section className={classes.film} aria-label={t('mouth.film')}>
      <Group gap={4} wrap="nowrap" className={classes.tools ?? ''}>
        {step('mouth.keyBefore', before, <IconPlayerSkipBack size={16} stroke={1.6} />)}
        {step('mouth.frameBefore', frame - 1, <IconChevronLeft size={17} stroke={1.6} />, ',')}
        <output className={classes.where} aria-label={t('mouth.frame')}>
          {frame + 1} / {frames} <span>{timeOf(frame, fps)}</span>
        </output>
        {step('mouth.frameAfter', frame + 1, <IconChevronRight size={17} stroke={1.6} />, '.')}
        {step('mouth.keyAfter', after, <IconPlayerSkipForward size={16} stroke={1.6} />)}
        <span className={classes.gap} />
        <span className={classes.state} role="status">
          {film === null ? t('mouth.filmLoading') : t(stateOf(film[frame] ?? null, isKey, keys?.length ?? 0))}
        </span>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={isKey ? <IconTrash size={14} /> : <IconPlus size={14} />}
          disabled={film === null}
          onClick={() => mouth.run(isKey ? { kind: 'delete-key', frame } : { kind: 'add-key' })}
        >
          {t(isKey ? 'mouth.deleteKey' : 'mouth.addKey')}
        </Button>
      </Group>
      <div
        ref={ref}
        className={classes.strip}
        style={{ height: HEIGHT }}
        role="slider"
        tabIndex={0}
        aria-label={t('mouth.frame')}
        aria-valuemin={1}
        aria-valuemax={frames}
        aria-valuenow={frame + 1}
        aria-valuetext={t('mouth.frameOf', { frame: frame + 1, frames })}
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId);
          scrub(event, to => mouth.goTo(frameAt(to, frames)));
        }}
        onPointerMove={event => event.buttons === 1 && scrub(event, to => mouth.goTo(frameAt(to, frames)))}
        onKeyDown={event => {
          const to = stepTo(event.key, event.shiftKey, frame, frames);
          if (to === null) return;
          event.preventDefault();
          mouth.goTo(to);
        }}
      >
        {thumbFrames(frames, width, (HEIGHT * avatar.width) / avatar.height).map(at => (
          <img key={at} src={frameUrl(avatar, at)} alt="" draggable={false} loading="lazy" decoding="async" />
        ))}
        {film !== null &&
          gapsOf(film).map(([from, to]) => (
            <span
              key={from}
              className={classes.missing}
              title={t('mouth.noFace')}
              style={{ left: `${(100 * from) / frames}%`, width: `${(100 * (to - from + 1)) / frames}%` }}
            />
          ))}
        <span className={classes.needle} style={{ left: percent(frame) }} />
      </div>
      <div className={classes.keys}>
        {(keys ?? []).map(key => (
          <KeyDiamond key={key.frame} frame={key.frame} frames={frames} width={width} />
        ))}
      </div>
    </section>
  );
};

const stateOf = (tracked: unknown, isKey: boolean, count: number): string => {
  if (isKey) return 'mouth.isKey';
  if (tracked === null && count === 0) return 'mouth.noFace';
  return count === 0 ? 'mouth.isTracked' : 'mouth.isMended';
};

const scrub = (event: React.PointerEvent, go: (share: number) => void): void => {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  go((event.clientX - left) / Math.max(1, width));
};
