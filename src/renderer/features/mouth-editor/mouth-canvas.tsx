/** The zoomable picture with its curves: pointer, wheel and keys go to the editor, its state comes back as pixels. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { cursorOf, drawEditor, type EditorColours } from './draw-editor.ts';
import classes from './mouth-canvas.module.css';
import { type Held, nudgeOf, PointerTool } from './pointer-tool.ts';
import { type ViewPoint, viewPoint } from './points.ts';

const coloursOf = (element: Element): EditorColours => {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    outer: token('--mouth-open'),
    inner: token('--mouth-narrow'),
    handle: '#ffffff',
    box: '#ffd166',
    halo: 'rgba(10, 12, 16, 0.62)',
  };
};

const placeOf = (event: { clientX: number; clientY: number }, element: Element): ViewPoint => {
  const { left, top } = element.getBoundingClientRect();
  return viewPoint(event.clientX - left, event.clientY - top);
};

/** Reads the picture once per address. */
const usePicture = (url: string | undefined): HTMLImageElement | null => {
  const [picture, setPicture] = useState<HTMLImageElement | null>(null);
  useEffect(() => {
    if (url === undefined) return;
    const image = new Image();
    let gone = false;
    image.src = url;
    void image.decode().then(
      () => !gone && setPicture(image),
      () => {},
    );
    return () => {
      gone = true;
      setPicture(null);
    };
  }, [url]);
  return picture;
};

/** Fills its place. */
export const MouthCanvas = () => {
  const { t } = useTranslation();
  const { mouth } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [tool] = useState(() => new PointerTool(mouth));
  const [space, setSpace] = useState(false);
  const [lens, setLens] = useState<ViewPoint | null>(null);
  const state = useStore(mouth.view);
  const picture = usePicture(state.avatar?.pictureUrl);

  useEffect(() => {
    const element = canvas.current!;
    const watch = new ResizeObserver(() => {
      mouth.resize({ width: element.clientWidth, height: element.clientHeight });
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
      watch.disconnect();
      element.removeEventListener('wheel', wheel);
    };
  }, [mouth, tool]);

  useEffect(() => {
    const element = canvas.current!;
    const handle = requestAnimationFrame(() => {
      const ratio = window.devicePixelRatio;
      const [width, height] = [state.canvas.width * ratio, state.canvas.height * ratio].map(Math.round);
      if (element.width !== width) element.width = width!;
      if (element.height !== height) element.height = height!;
      const ctx = element.getContext('2d')!;
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      const labels = { faceBox: t('mouth.faceBox'), modelCrop: t('mouth.modelCrop') };
      drawEditor(ctx, picture, state, { colours: coloursOf(element), labels, lens });
    });
    return () => cancelAnimationFrame(handle);
  }, [state, picture, lens, t]);

  const heldOf = (event: React.PointerEvent): Held => ({
    shift: event.shiftKey,
    alt: event.altKey,
    hand: space || event.button === 1 || event.buttons === 4,
  });
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys go to the curves drawn on it
    <canvas
      ref={canvas}
      className={classes.canvas}
      style={{ cursor: space ? 'grab' : cursorOf(state.hover, state.drawing !== null) }}
      tabIndex={0}
      role="application"
      aria-label={t('mouth.canvas', { name: state.avatar?.name ?? '' })}
      aria-describedby="mouth-help"
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        tool.down(placeOf(event, event.currentTarget), heldOf(event));
      }}
      onPointerMove={event => {
        const at = placeOf(event, event.currentTarget);
        tool.move(at, heldOf(event));
        setLens(tool.isDragging && state.hover.kind === 'point' ? at : null);
      }}
      onPointerUp={() => {
        tool.up();
        setLens(null);
      }}
      onPointerCancel={() => {
        tool.up();
        setLens(null);
      }}
      onDoubleClick={event => tool.doubleClick(placeOf(event, event.currentTarget))}
      onBlur={() => setSpace(false)}
      onKeyUp={event => event.key === ' ' && setSpace(false)}
      onKeyDown={event => {
        const shift = nudgeOf(event.key, { shift: event.shiftKey, alt: event.altKey });
        if (shift !== null && !event.ctrlKey && !event.metaKey) mouth.nudge(shift[0], shift[1]);
        else if (event.key === 'Delete' || event.key === 'Backspace') mouth.deleteSelected();
        else if (event.key === ' ') setSpace(true);
        else if (event.key === 'Escape' && state.drawing !== null) mouth.stopDrawing();
        // Only what is chosen is let go then; another Escape stops the speech.
        else if (event.key === 'Escape' && state.selection !== null) mouth.select(null);
        else if (event.key === 'Tab' && !event.ctrlKey && mouth.selectNext(event.shiftKey ? -1 : 1)) {
          // Tab walks through the points, and leaves the canvas after the last.
        } else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
};
