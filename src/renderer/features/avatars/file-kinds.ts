/** What files that come by drop or paste are for. Knows types, not what is done with them. */

/** Types of picture the studio takes. */
export const PICTURE_TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp'];

/** Types of clip that become moving avatars when they are picked for import. */
export const CLIP_TYPES: readonly string[] = ['video/mp4', 'video/webm', 'video/quicktime'];

/** Whether a file is a clip. */
export const isClip = (file: Pick<File, 'type'>): boolean => CLIP_TYPES.includes(file.type);

/** Sound and video files go to the avatar's mouth (clips to the avatars where `clipsAreAvatars`); everything else is tried as a picture, whose refusal says why. */
export const sortFiles = (
  files: readonly File[],
  clipsAreAvatars = false,
): { pictures: File[]; sound: File | undefined } => {
  const isSound = (file: File) =>
    file.type.startsWith('audio/') || (file.type.startsWith('video/') && !(clipsAreAvatars && isClip(file)));
  return { pictures: files.filter(file => !isSound(file)), sound: files.find(isSound) };
};
