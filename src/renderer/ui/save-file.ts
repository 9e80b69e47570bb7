/** Hands the user a file that the page made. */

/** Downloads `text` under `name`; the browser asks or does as it is set. */
export const saveTextFile = (name: string, text: string, type = 'text/plain'): void => {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has its own hold of it by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 0);
};
