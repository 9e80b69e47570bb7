/** What the stage is made of. Knows the design tokens only. */

/** The stage's own surface, so that a picture with alpha stands on it. */
export const stageColour = (): string => {
  const colour = getComputedStyle(document.documentElement).getPropertyValue('--stage').trim();
  return /^#[0-9a-f]{6}$/i.test(colour) ? colour : '#0f1217';
};
