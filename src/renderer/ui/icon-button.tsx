/** A button that is an icon, with its name on hover and focus. */
import { ActionIcon, type ActionIconProps, type TooltipProps } from '@mantine/core';
import type { ComponentPropsWithoutRef, Ref } from 'react';
import { Tip } from './tip.tsx';

/** `label` is both tooltip and accessible name; `keys` is shown after it. */
export type IconButtonProps = ActionIconProps &
  Omit<ComponentPropsWithoutRef<'button'>, keyof ActionIconProps> & {
    label: string;
    keys?: string;
    side?: TooltipProps['position'];
    ref?: Ref<HTMLButtonElement>;
  };

/** Quiet by default. */
export const IconButton = ({ label, keys, side = 'bottom', children, ...rest }: IconButtonProps) => (
  <Tip
    label={keys === undefined ? label : `${label}  ${keys}`}
    position={side}
    disabled={rest['aria-expanded'] === true || rest['aria-expanded'] === 'true'}
  >
    <ActionIcon variant="subtle" color="gray" size={32} aria-label={label} {...rest}>
      {children}
    </ActionIcon>
  </Tip>
);
