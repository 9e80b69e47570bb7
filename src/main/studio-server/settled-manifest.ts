/** What a user settled for an avatar, in the manifest of its folder under `metadata.mouthpiece`: other programs pass it over. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AvatarProfile } from '../../shared/studio/avatar-profile.ts';
import type { StoredAvatar } from '../store/store.ts';

const Loose = z.looseObject({ metadata: z.looseObject({}).default({}) });
const Settled = z.object({ licence: z.string().max(200).default(''), profile: AvatarProfile });

/** What is read back. */
export type Settled = z.infer<typeof Settled>;

/** From a manifest's metadata; nothing where it is not there or not ours. */
export const readSettled = (metadata: Readonly<Record<string, unknown>>): Partial<Settled> =>
  Settled.safeParse(metadata.mouthpiece).data ?? {};

/** Adds it, and the name as it is now, to the manifest of a folder that was written. */
export const writeSettled = async (
  dir: string,
  { name, licence, profile }: Pick<StoredAvatar, 'name' | 'licence' | 'profile'>,
): Promise<void> => {
  const file = path.join(dir, 'manifest.json');
  const manifest = Loose.parse(JSON.parse(await readFile(file, 'utf8')));
  // The picture of a background is known by an id of this library alone.
  const background = profile.background.kind === 'image' ? ({ kind: 'keep' } as const) : profile.background;
  const mouthpiece: Settled = { licence, profile: { ...profile, background } };
  const metadata = { ...manifest.metadata, mouthpiece };
  await writeFile(file, `${JSON.stringify({ ...manifest, name, metadata }, null, 1)}\n`);
};
