/** `config.compare`, our extension: two to four settings drawn side by side from one speech. Each side names what differs from the defaults. Pure. */
import { CompositorOptions } from '../../../shared/compositor-options.ts';
import { MAX_VARIANTS, type Variant } from '../../../shared/variant.ts';
import { readBlendPatch } from './blend-settings.ts';
import type { OmnirtSettings } from './omnirt-settings.ts';
import { readRendererChoice, readRendererName } from './renderer-ask.ts';
import { isRecord, type WireFailure } from './wire.ts';

const LONGEST_LABEL = 40;

const bad = (message: string): WireFailure => ({ code: 'bad_config', message });

const readSide = (
  value: unknown,
  at: string,
  settings: Pick<OmnirtSettings, 'wav2lip'>,
): Variant | WireFailure => {
  if (!isRecord(value)) return bad(`config.${at} must be an object.`);
  const named = readRendererName(value);
  if ('code' in named) return named;
  const choice = readRendererChoice(named.named ?? 'portrait', value, settings);
  if ('code' in choice) return choice;
  const blend = readBlendPatch(value);
  if ('code' in blend) return blend;
  const { label } = value;
  if (label !== undefined && (typeof label !== 'string' || label.length > LONGEST_LABEL)) {
    return bad(`config.${at}.label must be a text of at most ${LONGEST_LABEL} characters.`);
  }
  return { ...choice, compositor: CompositorOptions.parse(blend.patch), label: label ?? '' };
};

/** The sides; nothing when the client asks for none. */
export const readCompare = (
  value: unknown,
  settings: Pick<OmnirtSettings, 'wav2lip'>,
): { compare?: readonly Variant[] } | WireFailure => {
  if (value === undefined || value === null) return {};
  if (!Array.isArray(value) || value.length < 2 || value.length > MAX_VARIANTS) {
    return bad(`config.compare must be a list of two to ${MAX_VARIANTS} settings.`);
  }
  const compare: Variant[] = [];
  for (const [index, item] of value.entries()) {
    const side = readSide(item, `compare[${index}]`, settings);
    if ('code' in side) return side;
    compare.push(side);
  }
  return { compare };
};
