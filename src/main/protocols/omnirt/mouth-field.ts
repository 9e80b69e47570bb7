/** `mouth_metadata` as clients send it: what of it can be used, or which field is wrong. Pure. */
import { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import { isRecord, type WireFailure } from './wire.ts';

/** Radii where the client gives none, of the frame's width and height; the reference's. */
const RADII = { mouth_rx: 0.06, mouth_ry: 0.02 };

// OpenTalking writes null for what its avatar's manifest does not have, `model_crop` as a rule.
const withoutNulls = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null));

/** The metadata, null when it places no mouth (one is then looked for), or the field that is wrong. */
export const readMouth = (echo: Record<string, unknown>): { mouth: MouthMetadata | null } | WireFailure => {
  const { animation, ...rest } = withoutNulls(echo);
  const bad = (where: string): WireFailure => ({
    code: 'bad_mouth_metadata',
    message: `mouth_metadata.${where} is out of range or of the wrong type.`,
  });
  if (animation === undefined) return { mouth: null };
  if (!isRecord(animation)) return bad('animation');
  const given = withoutNulls(animation);
  if (given.mouth_center === undefined) return { mouth: null };
  const parsed = MouthMetadata.safeParse({ ...rest, animation: { ...RADII, ...given } });
  if (parsed.success) return { mouth: parsed.data };
  return bad(parsed.error.issues[0]?.path.join('.') ?? 'animation');
};
