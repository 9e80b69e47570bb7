/** Sizes as people read them. */

/** "812 KB", "3.4 MB", "1.2 GB"; decimal units as file managers show them. */
export const readableBytes = (bytes: number): string => {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} KB`;
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
};
