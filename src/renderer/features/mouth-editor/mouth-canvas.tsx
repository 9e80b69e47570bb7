/** The zoomable picture with its curves: pointer, wheel and keys go to the editor, its painter draws. */
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { cursorOf } from './cursor.ts';
import { pressKey } from './editor-keys.ts';
import { EditorPainter } from './editor-painter.ts';
import classes from './mouth-canvas.module.css';
import { Pinch } from './pinch.ts';
import { type Held, PointerTool } from './pointer-tool.ts';
import { type ViewPoint, viewPoint } from './points.ts';

const placeOf = (event: { clientX: number; clientY: number }, element: Element): ViewPoint => {
  const { left, top } = element.getBoundingClientRect();
  return viewPoint(event.clientX - left, event.clientY - top);
};

/** Fills its place. */
export const MouthCanvas = () => {
  const { t } = useTranslation();
  const { mouth, mouthMask } = useStudio();
  const scheme = useComputedColorScheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<EditorPainter>(null);
  const [tool] = useState(() => new PointerTool(mouth));
  const [pinch] = useState(() => new Pinch());
  const [space, setSpace] = useState(false);
  const name = useStore(mouth.view, ({ avatar }) => avatar?.name ?? '');
  const cursor = useStore(mouth.view, ({ hover, drawing }) => cursorOf(hover, drawing !== null));

  useEffect(() => {
    const element = canvas.current!;
    const made = new EditorPainter(element, mouth, mouthMask);
    painter.current = made;
    const watch = new ResizeObserver(() => {
      mouth.camera.resize({ width: element.clientWidth, height: element.clientHeight });
      made.invalidate();
    });
    watch.observe(element);
    // React's wheel listeners are passive: a pinch would zoom the page.
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 16 : 1;
      const zooms = event.ctrlKey || event.metaKey || (event.deltaX === 0 && !event.shiftKey);
      tool.wheel(placeOf(event, element), event.deltaX * unit, event.deltaY * unit, zooms);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      made.close();
      watch.disconnect();
      element.removeEventListener('wheel', wheel);
    };
  }, [mouth, mouthMask, tool]);

  useEffect(() => {
    painter.current?.restyle({ faceBox: t('mouth.faceBox'), modelCrop: t('mouth.modelCrop') }, scheme);
  }, [t, scheme]);

  const heldOf = (event: React.PointerEvent): Held => ({
    shift: event.shiftKey,
    alt: event.altKey,
    hand: space || event.button === 1 || event.buttons === 4,
  });
  const end = (event: React.PointerEvent): void => {
    pinch.up(event.pointerId);
    tool.up();
    painter.current?.setLens(null);
  };
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys go to the curves drawn on it
    <canvas
      ref={canvas}
      className={classes.canvas}
      style={{ cursor: space ? 'grab' : cursor }}
      tabIndex={0}
      role="application"
      aria-label={t('mouth.canvas', { name })}
      aria-describedby="mouth-help"
      onPointerDown={event => {
        const at = placeOf(event, event.currentTarget);
        event.currentTarget.setPointerCapture(event.pointerId);
        if (event.pointerType === 'touch') pinch.down(event.pointerId, at);
        if (!pinch.isOn) tool.down(at, heldOf(event));
      }}
      onPointerMove={event => {
        const at = placeOf(event, event.currentTarget);
        const step = pinch.move(event.pointerId, at);
        if (step !== null) tool.pinch(step.about, step.shift, step.factor);
        else if (!pinch.isOn) tool.move(at, heldOf(event));
        const { drawing } = mouth.view.getState();
        painter.current?.setLens(tool.isEditing || (drawing !== null && !space) ? at : null);
      }}
      onPointerUp={end}
      onPointerCancel={end}
      onPointerLeave={() => painter.current?.setLens(null)}
      onDoubleClick={event => tool.doubleClick(placeOf(event, event.currentTarget))}
      onBlur={() => setSpace(false)}
      onKeyUp={event => event.key === ' ' && setSpace(false)}
      onKeyDown={event => {
        if (event.key === ' ') setSpace(true);
        else if (!pressKey(mouth, event)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
};
