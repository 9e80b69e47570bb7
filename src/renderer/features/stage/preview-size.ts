/** Which size to preview a picture in: its own shape, enough pixels to look good, few enough for a laptop. */

const AREA = 460_000;
const LONGEST = 960;

/** Even sides of 128..960 px with about `area` pixels (0.46 megapixels), never larger than the picture. */
export const previewSize = (
  picture: { width: number; height: number },
  area = AREA,
): { width: number; height: number } => {
  const scale = Math.min(
    1,
    Math.sqrt(area / (picture.width * picture.height)),
    LONGEST / Math.max(picture.width, picture.height),
  );
  const side = (length: number) => Math.min(1920, Math.max(128, Math.round((length * scale) / 2) * 2));
  return { width: side(picture.width), height: side(picture.height) };
};
