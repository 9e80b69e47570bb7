/** The positions MuseTalk adds to its audio features. Data from a formula; knows no audio. */

/**
 * `rows`×`width` values, row-major: sines in even columns, cosines in odd ones, of the row's index divided by 10000 to the power
 * (even column / width) (TMElyralab/MuseTalk musetalk/models/unet.py).
 */
export const positionalEncoding = (rows: number, width: number): Float32Array => {
  const table = new Float32Array(rows * width);
  for (let column = 0; column < width; column += 2) {
    const rate = Math.exp((-column * Math.log(10_000)) / width);
    for (let row = 0; row < rows; row++) {
      table[row * width + column] = Math.sin(row * rate);
      table[row * width + column + 1] = Math.cos(row * rate);
    }
  }
  return table;
};
