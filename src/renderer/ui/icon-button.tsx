/** A button that is an icon, with its name on hover and focus. */
import { ActionIcon, type ActionIconProps, Tooltip, type TooltipProps } from '@mantine/core';
import type { ComponentPropsWithoutRef, Ref } from 'react';

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
  <Tooltip
    label={keys === undefined ? label : `${label}  ${keys}`}
    position={side}
    disabled={rest['aria-expanded'] === true || rest['aria-expanded'] === 'true'}
  >
    <ActionIcon variant="subtle" color="gray" size={32} aria-label={label} {...rest}>
      {children}
    </ActionIcon>
  </Tooltip>
);
