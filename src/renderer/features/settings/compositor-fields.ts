/** Which parameters of the compositor mean something in a mode, so that no slider is shown that does nothing. */
import type { CompositorOptions } from '../../../shared/compositor-options.ts';

const EASY = ['easyMaskDilation', 'easyMaskFeathering'];
const JAW = ['jawBlendAlpha', 'jawMaskExpandX', 'jawMaskExpandY', 'jawMaskOffsetY', 'jawMaskFeather'];
const IMPROVED = ['lowerLipDynamicExpand', 'enableJawMotionBlend'];

/** `basic` has none; jaw fields appear with the jaw blend on. */
export const fitsMode = (key: string, options: CompositorOptions): boolean => {
  if (key === 'mode') return true;
  if (options.mode === 'basic') return false;
  if (EASY.includes(key)) return options.mode !== 'opentalking_improved';
  if (IMPROVED.includes(key)) return options.mode === 'opentalking_improved';
  return JAW.includes(key) && options.mode === 'opentalking_improved' && options.enableJawMotionBlend;
};
