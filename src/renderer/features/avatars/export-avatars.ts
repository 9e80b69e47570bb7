/** Fetches avatars as folders in a ZIP, by the browser's own download. */
import { STUDIO_PATHS } from '../../../shared/studio-api.ts';

/** Where main gives them away; relative to the page. */
export const exportAddress = (ids: readonly string[]): string =>
  `${STUDIO_PATHS.avatarFolders}?${new URLSearchParams(ids.map(id => ['id', id]))}`;

/** Begins the download; its name comes from main. */
export const exportAvatars = (ids: readonly string[]): void => {
  const link = document.createElement('a');
  link.href = exportAddress(ids);
  link.download = '';
  link.click();
};
