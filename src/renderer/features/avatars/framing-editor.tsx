/** The frame of an avatar, held and moved: drag, wheel and keys; what is seen is what will be drawn. */
import { Button, SegmentedControl } from '@mantine/core';
import { IconFocusCentered } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_ZOOM, reframed } from '../../../shared/framing.ts';
import { FrameShape } from '../../../shared/studio/avatar-profile.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { useStudio } from '../../app/studio.ts';
import { ValueSlider } from '../../ui/value-slider.tsx';
import { FramedPicture, fitting } from './framed-picture.tsx';
import classes from './framing-editor.module.css';
import { shownFraming, showsMouth, stageFrame } from './shown-crop.ts';

/** A wheel's notch zooms by this. */
const WHEEL = 0.0016;
const KEY_STEP = 0.02;
const KEY_ZOOM = 1.06;

const KEYS: Readonly<Record<string, { dx?: number; dy?: number; by?: number }>> = {
  ArrowLeft: { dx: -1 },
  ArrowRight: { dx: 1 },
  ArrowUp: { dy: -1 },
  ArrowDown: { dy: 1 },
  '+': { by: KEY_ZOOM },
  '=': { by: KEY_ZOOM },
  '-': { by: 1 / KEY_ZOOM },
};

/** Changes are saved as they are made. */
export const FramingEditor = ({ avatar, behind }: { avatar: AvatarView; behind: AvatarView | null }) => {
  const { t } = useTranslation();
  const { edits, avatars } = useStudio();
  const view = useRef<HTMLDivElement>(null);
  const drag = useRef<{ x: number; y: number } | null>(null);
  const { id, profile } = avatar;
  const { shape, framing } = profile;
  const frame = stageFrame(avatar, shape);
  const { zoom } = shownFraming(avatar, shape);

  const move = (step: { dx?: number; dy?: number; by?: number }): void => {
    // Several may come before the next drawing.
    const now = avatars.get(id) ?? avatar;
    const next = reframed(now, frame, shownFraming(now, shape), step);
    edits.change(id, { framing: { ...now.profile.framing, [shape]: next } });
  };
  const latest = useRef(move);
  latest.current = move;
  useEffect(() => {
    const element = view.current;
    if (element === null) return;
    // React's own wheel listeners cannot keep the page from scrolling.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      latest.current({ by: Math.exp(-event.deltaY * WHEEL) });
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, []);

  const keyDown = (event: React.KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = KEYS[event.key];
    if (key === undefined && event.key !== '0') return;
    event.preventDefault();
    event.stopPropagation();
    if (key === undefined) {
      reset();
      return;
    }
    const far = event.shiftKey ? 5 : 1;
    const step = (way = 0): number => way * KEY_STEP * far;
    move(key.by === undefined ? { dx: step(key.dx), dy: step(key.dy) } : { by: key.by });
  };
  const pointerMove = (event: React.PointerEvent): void => {
    const element = view.current;
    if (drag.current === null || element === null) return;
    const { width, height } = element.getBoundingClientRect();
    move({ dx: (drag.current.x - event.clientX) / width, dy: (drag.current.y - event.clientY) / height });
    drag.current = { x: event.clientX, y: event.clientY };
  };
  const reset = (): void => {
    const { [shape]: _, ...others } = framing;
    edits.change(id, { framing: others });
  };
  return (
    <div className={classes.editor}>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t('avatars.shape')}
        value={shape}
        onChange={value => edits.change(id, { shape: FrameShape.parse(value) })}
        data={FrameShape.options.map(value => ({ value, label: t(`avatars.shapes.${value}`) }))}
      />
      <div className={classes.room}>
        {/* biome-ignore lint/a11y/useSemanticElements: a picture that is moved and enlarged has no element of its own */}
        <div
          ref={view}
          className={classes.view}
          style={fitting(frame)}
          role="group"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrows and + − work here
          tabIndex={0}
          aria-label={t('avatars.framing', { name: avatar.name })}
          aria-describedby="framing-help"
          onKeyDown={keyDown}
          onPointerDown={event => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            drag.current = { x: event.clientX, y: event.clientY };
          }}
          onPointerMove={pointerMove}
          onLostPointerCapture={() => {
            drag.current = null;
          }}
          onDoubleClick={reset}
        >
          <FramedPicture avatar={avatar} shape={shape} behind={behind} sharp />
          <span className={classes.thirds} />
        </div>
      </div>
      <div className={classes.foot}>
        <ValueSlider
          label={t('avatars.zoom')}
          min={1}
          max={MOST_ZOOM}
          step={0.05}
          initial={1}
          value={zoom}
          format={value => `${value.toFixed(2)}×`}
          onChange={value => move({ by: value / zoom })}
        />
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          disabled={framing[shape] === undefined}
          leftSection={<IconFocusCentered size={14} />}
          onClick={reset}
        >
          {t('avatars.frameFace')}
        </Button>
      </div>
      {showsMouth(avatar, shape) ? (
        <p className={classes.help} id="framing-help">
          {t('avatars.framingHelp')}
        </p>
      ) : (
        <p className={classes.help} id="framing-help" data-warn role="status">
          {t('avatars.mouthOutside')}
        </p>
      )}
    </div>
  );
};
