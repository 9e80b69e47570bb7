/** The canvas of the comparison: draws the sides as the look says, and moves the wipe under the pointer. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import classes from './compare-screen.module.css';
import { drawCompare, fitInto } from './draw-compare.ts';

const KEY_STEP = 0.02;

const coloursOf = (element: Element) => {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return { line: token('--accent'), text: token('--text'), plate: token('--overlay') };
};

/** Fills its place. */
export const ComparePicture = () => {
  const { t } = useTranslation();
  const { compare } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const percent = useStore(compare.view, view => Math.round(view.wipe * 100));
  useEffect(() => {
    const wide = document.createElement('canvas');
    compare.stage.attach(wide);
    let handle = 0;
    const frame = (now: number) => {
      compare.stage.tick();
      draw(now);
      handle = requestAnimationFrame(frame);
    };
    const draw = (now: number): void => {
      const element = canvas.current;
      const ctx = element?.getContext('2d');
      if (element === null || ctx == null) return;
      const ratio = window.devicePixelRatio;
      const size = { width: element.clientWidth, height: element.clientHeight };
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
      if (element.width !== width || element.height !== height) {
        element.width = width;
        element.height = height;
      }
      const { sides, look, wipe, blind } = compare.view.getState();
      if (sides.length === 0 || !compare.stage.view.getState().pictured) return;
      const side = { width: wide.width / sides.length, height: wide.height };
      const { shown, names } = compare.shown();
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      const scene = {
        look: blind === null ? look : ('beside' as const),
        shown,
        names,
        side,
        region: compare.region(side),
        wipe,
        now,
      };
      drawCompare(ctx, wide, { ...scene, colours: coloursOf(element) }, size);
    };
    handle = requestAnimationFrame(frame);
    const hidden = setInterval(() => document.hidden && compare.stage.tick(), 250);
    return () => {
      cancelAnimationFrame(handle);
      clearInterval(hidden);
      compare.stage.attach(null);
    };
  }, [compare]);

  const wipeTo = (event: React.PointerEvent<HTMLCanvasElement>): void => {
    const { look, sides, blind } = compare.view.getState();
    const link = compare.stage.link.state;
    if (event.buttons !== 1 || look !== 'wipe' || blind !== null || link.at !== 'live') return;
    const { left, width, height } = event.currentTarget.getBoundingClientRect();
    const region = compare.region({ width: link.width / sides.length, height: link.height });
    const box = fitInto(region, { x: 0, y: 0, width, height });
    compare.set({ wipe: Math.min(1, Math.max(0, (event.clientX - left - box.x) / box.width)) });
  };
  return (
    <canvas
      ref={canvas}
      className={classes.picture}
      role="slider"
      tabIndex={0}
      aria-label={t('compare.wipeLabel')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        wipeTo(event);
      }}
      onPointerMove={wipeTo}
      onKeyDown={event => {
        const step = event.key === 'ArrowLeft' ? -KEY_STEP : event.key === 'ArrowRight' ? KEY_STEP : 0;
        if (step === 0) return;
        event.preventDefault();
        compare.set({ wipe: Math.min(1, Math.max(0, compare.view.getState().wipe + step)) });
      }}
    />
  );
};
