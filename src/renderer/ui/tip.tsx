/** A tooltip that goes when its target is pressed: what was asked for must not be covered by its name. */
import { Tooltip, type TooltipProps } from '@mantine/core';
import { useState } from 'react';

/** Like Mantine's tooltip; back once the pointer or the keyboard has left. */
export const Tip = ({ children, disabled, ...rest }: TooltipProps) => {
  const [pressed, setPressed] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for its child and takes no place
    <span
      style={{ display: 'contents' }}
      onPointerDown={() => setPressed(true)}
      onPointerLeave={() => setPressed(false)}
      onBlur={() => setPressed(false)}
    >
      <Tooltip {...rest} disabled={disabled === true || pressed}>
        {children}
      </Tooltip>
    </span>
  );
};
