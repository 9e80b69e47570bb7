/** The process-wide blend settings under the reference server's names: one knob for each of the compositor's parameters. */
import { z } from 'zod';
import { CompositorOptions, type PostprocessMode } from '../../shared/compositor-options.ts';
import { readPostprocessMode } from '../protocols/omnirt/postprocess-mode.ts';
import { clippedNumber, flag, type Knob, type KnobSource, omnirtKnob, readKnob } from './knob.ts';

const DEFAULTS = CompositorOptions.parse({});

const Mode: z.ZodType<PostprocessMode> = z.unknown().transform((raw, context) => {
  const mode = readPostprocessMode(raw);
  if (mode !== null) return mode;
  context.addIssue('unknown mode');
  return z.NEVER;
});

type Amount = Exclude<keyof CompositorOptions, 'mode' | 'enableJawMotionBlend'>;

// jawMaskExpandX → JAW_MASK_EXPAND_X
const upperName = (key: string): string => key.replaceAll(/[A-Z]/g, letter => `_${letter}`).toUpperCase();

const amount = (key: Amount, most: number, meaning: string): Knob<number> =>
  omnirtKnob(
    `WAV2LIP_${upperName(key)}`,
    clippedNumber(0, most),
    DEFAULTS[key],
    `a number from 0 to ${most}`,
    meaning,
  );

/** By the compositor's own names. */
export const BLEND_KNOBS: { readonly [K in keyof CompositorOptions]: Knob<CompositorOptions[K]> } = {
  mode: omnirtKnob(
    'WAV2LIP_POSTPROCESS_MODE',
    Mode,
    DEFAULTS.mode,
    'basic, opentalking_improved, easy_improved, easy_enhanced, 0 or 1',
    'How the mouth is put back where a client says nothing. 0 and false mean `basic`, 1 and true `opentalking_improved`',
  ),
  lowerLipDynamicExpand: amount('lowerLipDynamicExpand', 4, 'Extra room below the lower lip, mouth heights'),
  enableJawMotionBlend: omnirtKnob(
    'WAV2LIP_ENABLE_JAW_MOTION_BLEND',
    flag(),
    DEFAULTS.enableJawMotionBlend,
    '1 or 0',
    'Whether the motion of the jaw is blended in too (`opentalking_improved`)',
    '0',
  ),
  jawBlendAlpha: amount('jawBlendAlpha', 1, 'How much of the jaw’s motion is taken'),
  jawMaskExpandX: amount('jawMaskExpandX', 4, 'Width of the jaw’s mask beyond its natural one, mouth widths'),
  jawMaskExpandY: amount(
    'jawMaskExpandY',
    4,
    'Height of the jaw’s mask beyond its natural one, mouth heights',
  ),
  jawMaskOffsetY: amount('jawMaskOffsetY', 4, 'Centre of the jaw’s mask below the mouth’s, mouth heights'),
  jawMaskFeather: amount('jawMaskFeather', 4, 'Softness of the jaw’s mask, mouth heights'),
  easyMaskDilation: amount('easyMaskDilation', 8, 'Growth of the mask of the easy modes, mouth sizes'),
  easyMaskFeathering: amount('easyMaskFeathering', 8, 'Softness of the mask of the easy modes, mouth sizes'),
};

/** The compositor's options of a source. @throws StudioError `config/invalid` */
export const readBlendKnobs = (source: KnobSource): CompositorOptions =>
  CompositorOptions.parse(
    Object.fromEntries(
      Object.entries(BLEND_KNOBS).map(([key, knob]) => [
        key,
        readKnob<unknown>(knob as Knob<unknown>, source),
      ]),
    ),
  );
