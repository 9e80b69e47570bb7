/** What `wav2lip_postprocess_mode` means: the enum, and the boolean the published document still shows. Pure. */
import { PostprocessMode } from '../../../shared/compositor-options.ts';

/** The documented default: off, a renderer's native output. */
export const DEFAULT_POSTPROCESS_MODE: PostprocessMode = 'basic';

/** A named mode or a boolean, however written; null for anything else. Booleans keep the meaning of the document. */
export const readPostprocessMode = (raw: unknown): PostprocessMode | null => {
  const word = String(raw).trim().toLowerCase().replaceAll('-', '_');
  if (word === 'false' || word === '0') return 'basic';
  if (word === 'true' || word === '1') return 'opentalking_improved';
  const parsed = PostprocessMode.safeParse(word);
  return parsed.success ? parsed.data : null;
};

/** The mode as it is echoed: what the client named, else the server's default, also for words nobody knows. */
export const resolvePostprocessMode = (
  raw: unknown,
  serverDefault: PostprocessMode = DEFAULT_POSTPROCESS_MODE,
): PostprocessMode => readPostprocessMode(raw) ?? serverDefault;
