/** What files that come by drop or paste are for. Knows types, not what is done with them. */

/** Sound and video files go to the avatar's mouth; everything else is tried as a picture, whose refusal says why. */
export const sortFiles = (files: readonly File[]): { pictures: File[]; sound: File | undefined } => {
  const isSound = (file: File) => file.type.startsWith('audio/') || file.type.startsWith('video/');
  return { pictures: files.filter(file => !isSound(file)), sound: files.find(isSound) };
};

/** The files of a drop or drag event; folders and everything that is no file are left out. */
export const filesOf = (event: unknown): File[] => {
  const transfer =
    event !== null && typeof event === 'object' && 'dataTransfer' in event ? event.dataTransfer : null;
  return transfer instanceof DataTransfer ? [...transfer.files] : [];
};
