/** Work that was not stored when the page was closed, kept in the browser by avatar. Text comes back parsed. */
import { z } from 'zod';
import { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { PictureSize } from './mouth-document.ts';
import { type MouthWork, workOf } from './mouth-work.ts';

const Draft = z.object({ base: z.int().min(1), mouth: MouthMetadata });
/** `base`: the version it was made from. */
export type Draft = z.infer<typeof Draft>;

/** Where drafts are kept. null: none. */
export type MouthDrafts = { read(id: string): Draft | null; write(id: string, draft: Draft | null): void };

const keyOf = (id: string): string => `mouth-draft ${id}`;

/** Over a browser's storage; a full or forbidden one keeps nothing. */
export const createMouthDrafts = (
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
): MouthDrafts => ({
  read: id => {
    try {
      const parsed = Draft.safeParse(JSON.parse(storage.getItem(keyOf(id)) ?? 'null'));
      return parsed.success ? parsed.data : null;
    } catch {
      return null;
    }
  },
  write: (id, draft) => {
    try {
      if (draft === null) storage.removeItem(keyOf(id));
      else storage.setItem(keyOf(id), JSON.stringify(draft));
    } catch {
      // Nothing is kept then; the work itself is not in danger.
    }
  },
});

/** The work of a draft. */
export const workOfDraft = ({ mouth }: Draft, size: PictureSize): MouthWork => workOf(mouth, size);
