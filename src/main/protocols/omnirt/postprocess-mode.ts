/** What `wav2lip_postprocess_mode` means: the enum, and the boolean the published document still shows. Pure. */
import { PostprocessMode } from '../../../shared/compositor-options.ts';

/** A named mode or a boolean, however written; null for anything else. Booleans keep the meaning of the document. */
export const readPostprocessMode = (raw: unknown): PostprocessMode | null => {
  const word = String(raw).trim().toLowerCase().replaceAll('-', '_');
  if (word === 'false' || word === '0') return 'basic';
  if (word === 'true' || word === '1') return 'opentalking_improved';
  const parsed = PostprocessMode.safeParse(word);
  return parsed.success ? parsed.data : null;
};

/** True for a value that names a mode, but none that is known: it changes nothing, and is worth a line in the log. Falsy values name none. */
export const isUnknownMode = (raw: unknown): boolean => Boolean(raw) && readPostprocessMode(raw) === null;
