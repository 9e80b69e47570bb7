/** What `wav2lip_postprocess_mode` means: the enum, and the boolean the published document still shows. Pure. */
import { PostprocessMode } from '../../../shared/compositor-options.ts';

/** The reference's default. */
export const DEFAULT_POSTPROCESS_MODE: PostprocessMode = 'easy_improved';

/**
 * The mode as it is echoed. Booleans keep the meaning of the document (`false` → basic, `true` → opentalking_improved, which was
 * the only enhancement then); the reference's newer code turns both into its default. Unknown words give the default.
 */
export const resolvePostprocessMode = (
  raw: unknown,
  serverDefault: PostprocessMode = DEFAULT_POSTPROCESS_MODE,
): PostprocessMode => {
  if (raw === false) return 'basic';
  if (raw === true || raw === 1 || raw === '1') return 'opentalking_improved';
  if (raw === undefined || raw === null || raw === '' || raw === 0) return serverDefault;
  const parsed = PostprocessMode.safeParse(String(raw).trim().toLowerCase().replaceAll('-', '_'));
  return parsed.success ? parsed.data : DEFAULT_POSTPROCESS_MODE;
};
