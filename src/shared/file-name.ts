/** Names of the user's things as names of files. Pure. */

const LONGEST = 60;
/** Names that Windows keeps for devices, with any ending. */
export const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A name that every file system takes, 60 characters at most: letters, digits, spaces, `_` and `-`; `otherwise` where nothing is left. */
export const fileNameOf = (name: string, otherwise: string): string => {
  const safe = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M} _-]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .slice(0, LONGEST)
    // A pair that was cut in two is no character.
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
  if (safe === '') return otherwise;
  return DEVICE_NAME.test(safe) ? `${otherwise} ${safe}` : safe;
};
