/** English wording: what many screens say. Same keys in both languages. */

/** Keys → texts. */
export const common = {
  close: 'Close',
  cancel: 'Cancel',
  deleted: '{{name}} was deleted',
  undo: 'Undo',
  retry: 'Try again',
  copy: 'Copy',
  copied: 'Copied',
  copyCode: 'Copy the error code {{code}}',
  reset: 'Reset',
  unknown: '–',
};
