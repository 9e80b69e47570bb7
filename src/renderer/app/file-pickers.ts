/** Opens the system's file dialog without a visible input. Knows nothing of what the files are for. */

/** Asks for files of the given types (as in an input's `accept`). Empty when the user cancels. */
export const pickFiles = (accept: string, multiple: boolean): Promise<File[]> =>
  new Promise(resolve => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.multiple = multiple;
    input.addEventListener('change', () => resolve([...(input.files ?? [])]), { once: true });
    input.addEventListener('cancel', () => resolve([]), { once: true });
    input.click();
  });

/** Asks for a folder: all its files, with their `webkitRelativePath`. Empty when the user cancels. */
export const pickFolder = (): Promise<File[]> =>
  new Promise(resolve => {
    const input = document.createElement('input');
    input.type = 'file';
    input.webkitdirectory = true;
    input.addEventListener('change', () => resolve([...(input.files ?? [])]), { once: true });
    input.addEventListener('cancel', () => resolve([]), { once: true });
    input.click();
  });
