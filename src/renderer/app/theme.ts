/** Mantine dressed in the studio's tokens. Knows no feature. */
import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Modal,
  Popover,
  ScrollArea,
  Slider,
  Tooltip,
} from '@mantine/core';

const ember: MantineColorsTuple = [
  '#fff0eb',
  '#ffddd2',
  '#ffb9a4',
  '#ff9a7e',
  '#ff8160',
  '#f2673f',
  '#dd4c22',
  '#cc3f17',
  '#a83311',
  '#82260b',
];

// Mantine paints controls from these scales; ours follow the tokens' surfaces, dark from text (0) to deepest (9).
const dark: MantineColorsTuple = [
  '#e9ecf0',
  '#c5ccd5',
  '#aab3bf',
  '#85909d',
  '#2a313b',
  '#20262e',
  '#181c22',
  '#111419',
  '#0e1115',
  '#0b0d10',
];

const gray: MantineColorsTuple = [
  '#fafaf9',
  '#f1f1ef',
  '#ebebe8',
  '#e0e0dc',
  '#d2d2cd',
  '#bdbdb7',
  '#8b8f94',
  '#5f666f',
  '#494f57',
  '#1a1c1f',
];

/** Sizes, type and defaults of the components. */
export const theme = createTheme({
  primaryColor: 'ember',
  primaryShade: { light: 7, dark: 4 },
  colors: { ember, dark, gray },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11.5px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  defaultRadius: '8px',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The accent is light in the dark theme: its ink comes from the tokens, not from a constant white.
    Button: Button.extend({
      vars: (_theme, { variant }) =>
        variant === undefined || variant === 'filled'
          ? { root: { '--button-color': 'var(--accent-ink)' } }
          : { root: {} },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 350, events: { hover: true, focus: true, touch: false } },
    }),
    Popover: Popover.extend({
      defaultProps: { shadow: 'none' },
      styles: { dropdown: { borderColor: 'var(--line-strong)', boxShadow: 'var(--shadow)' } },
    }),
    Modal: Modal.extend({ defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.5 } } }),
    ScrollArea: ScrollArea.extend({ defaultProps: { scrollbarSize: 6, type: 'hover' } }),
    Slider: Slider.extend({ defaultProps: { size: 4, thumbSize: 14, label: null } }),
  },
});

const shared = {
  '--mantine-color-body': 'var(--surface-1)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-2)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-default': 'var(--surface-2)',
  '--mantine-color-default-hover': 'var(--surface-3)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line)',
  // Seen on every surface: a switch that cannot be moved is still a switch.
  '--mantine-color-disabled': 'var(--surface-3)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  '--mantine-primary-color-contrast': 'var(--accent-ink)',
  '--mantine-color-ember-filled': 'var(--accent)',
  '--mantine-color-ember-filled-hover': 'var(--accent-hover)',
  '--mantine-color-ember-light': 'var(--accent-soft)',
  '--mantine-color-ember-light-color': 'var(--accent-text)',
};

/** Mantine's variables in both schemes point at ours. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
});
