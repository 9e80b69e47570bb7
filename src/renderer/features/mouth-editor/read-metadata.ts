/** Mouth metadata from text a person pasted. */
import { StudioError } from '../../../shared/errors.ts';
import { MouthMetadata } from '../../../shared/mouth-metadata.ts';

/** @throws StudioError `avatar/bad-metadata`, naming the field. */
export const readMetadata = (text: string): MouthMetadata => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new StudioError('avatar/bad-metadata', 'This is not JSON. Copy the whole text, from { to }.');
  }
  const parsed = MouthMetadata.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StudioError(
    'avatar/bad-metadata',
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}.`,
  );
};
