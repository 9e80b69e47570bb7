/** What the first picture of the page does without, each in a chunk of its own. Knows where they are, not what they do. */
import { late } from './late.tsx';

/** The command palette and the keys of its commands. */
export const Palette = late(async () => (await import('./palette.tsx')).Palette);
/** Files dropped anywhere. */
export const DropEverywhere = late(
  async () => (await import('../features/avatars/drop-everywhere.tsx')).DropEverywhere,
);
/** Passing messages. */
export const NoticeCorner = late(async () => (await import('./notice-corner.tsx')).NoticeCorner);
