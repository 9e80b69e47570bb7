/** A tooltip that goes when its target is pressed: what was asked for must not be covered by its name. Costs nothing until it is asked for. */
import { Tooltip, type TooltipProps } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';

/** `children` is one element. */
export type TipProps = Pick<TooltipProps, 'label' | 'disabled'> & {
  position?: TooltipProps['position'] | undefined;
  children: React.ReactElement;
};

const DELAY_MS = 350;

/** Shown while the pointer (not a finger) rests on the element or the keyboard is there; Escape puts it away. */
export const Tip = ({ children, label, position, disabled }: TipProps) => {
  const id = useId();
  const place = useRef<HTMLSpanElement>(null);
  const timer = useRef(0);
  /** null: nobody asked for it yet, and there is none. */
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const [wanted, setWanted] = useState(false);
  const shown = wanted && disabled !== true;
  const ask = (afterMs: number): void => {
    setTarget(place.current?.firstElementChild as HTMLElement | null);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setWanted(true), afterMs);
  };
  const leave = (): void => {
    clearTimeout(timer.current);
    setWanted(false);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!shown || target === null) return;
    const putAway = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') setWanted(false);
    };
    target.setAttribute('aria-describedby', id);
    document.addEventListener('keydown', putAway);
    return () => {
      target.removeAttribute('aria-describedby');
      document.removeEventListener('keydown', putAway);
    };
  }, [shown, target, id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for its child and takes no place
    <span
      ref={place}
      style={{ display: 'contents' }}
      onPointerDown={leave}
      onPointerEnter={({ pointerType }) => pointerType !== 'touch' && ask(DELAY_MS)}
      onPointerLeave={leave}
      onFocus={event => event.target.matches(':focus-visible') && ask(0)}
      onBlur={leave}
    >
      {children}
      {target !== null && (
        <Tooltip
          target={target}
          opened={shown}
          label={<span id={id}>{label}</span>}
          {...(position === undefined ? {} : { position })}
        />
      )}
    </span>
  );
};
