/** Sizes and kinds a saved file can have. Pure. */
import type { ExportContainer } from '../../../shared/export-job.ts';

/** Longest edge of a saved video, px. */
export const EXPORT_EDGES = [512, 720, 1080, 1920] as const;

/** In the order of the choice. */
export const EXPORT_KINDS = [
  'mp4',
  'webm',
  'mov',
  'png',
  'wav',
] as const satisfies readonly ExportContainer[];

/** Shapes a video can be cut to; `own`: the picture's. Width to height. */
export const EXPORT_SHAPES = { own: null, portrait: 9 / 16, square: 1, wide: 16 / 9 } as const;
/** One of EXPORT_SHAPES. */
export type ExportShape = keyof typeof EXPORT_SHAPES;

/** Whether a kind can carry transparency. */
export const canBeClear = (container: ExportContainer): boolean =>
  container === 'webm' || container === 'mov' || container === 'png';

/** The picture's shape, or another, with the given longest edge: even sides, 128..1920, never larger than asked. */
export const exportSize = (
  picture: { width: number; height: number },
  longestEdge: number,
  shape: ExportShape = 'own',
): { width: number; height: number } => {
  const ratio = EXPORT_SHAPES[shape] ?? picture.width / picture.height;
  const side = (length: number) => Math.min(1920, Math.max(128, Math.round(length / 2) * 2));
  return {
    width: side(ratio >= 1 ? longestEdge : longestEdge * ratio),
    height: side(ratio >= 1 ? longestEdge / ratio : longestEdge),
  };
};
