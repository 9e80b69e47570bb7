/** Pictures the canvas shows, by address: the last ones stay decoded, so that going back and forth over a film is smooth. */

/** Decoded pictures kept: 48 of 720p are 170 MB at most, and the browser may let go of them. */
const KEPT = 48;

/** Loads and keeps pictures. */
export class FramePictures {
  readonly #known = new Map<string, Promise<HTMLImageElement>>();

  /** A decoded picture. Rejects when it cannot be had. */
  get(url: string): Promise<HTMLImageElement> {
    const known = this.#known.get(url);
    this.#known.delete(url);
    const picture = known ?? this.#load(url);
    this.#known.set(url, picture);
    for (const old of this.#known.keys()) if (this.#known.size > KEPT) this.#known.delete(old);
    return picture;
  }

  async #load(url: string): Promise<HTMLImageElement> {
    const image = new Image();
    image.src = url;
    try {
      await image.decode();
    } catch (error) {
      this.#known.delete(url);
      throw error;
    }
    return image;
  }
}

/** Where a frame of an avatar is: its picture, or a frame of its film. */
export const frameUrl = (
  { id, pictureUrl, moving }: { id: string; pictureUrl: string; moving: unknown },
  frame: number,
): string => {
  if (moving === null) return pictureUrl;
  const version = pictureUrl.includes('?') ? pictureUrl.slice(pictureUrl.indexOf('?')) : '';
  return `/studio/avatars/${encodeURIComponent(id)}/frames/${frame}${version}`;
};
