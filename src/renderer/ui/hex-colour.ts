/** Colours as CSS writes them and as three numbers. Pure. */

/** Red, green, blue, 0..255 each. */
export type Rgb = [number, number, number];

/** `#rrggbb`. */
export const hexOf = (rgb: readonly number[]): string =>
  `#${rgb.map(channel => channel.toString(16).padStart(2, '0')).join('')}`;

/** The reverse; null for anything else. */
export const rgbOf = (text: string): Rgb | null => {
  if (!/^#[0-9a-f]{6}$/i.test(text)) return null;
  const value = Number.parseInt(text.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
};
