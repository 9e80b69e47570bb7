/** Pixels as a plane of luma and two of halved chroma, for video codecs. Knows no colour standard: the weights are given. */
import { blueGreenOf, redGreenOf } from './pixels';

/** The four sums of two rows of four pixels, two neighbours and the row below them each: valid in lanes 0 and 2 of pairs. */
function neighbours(above: v128, below: v128): v128 {
  const sums = i16x8.add(above, below);
  return i16x8.add(sums, i16x8.shuffle(sums, sums, 2, 3, 0, 1, 6, 7, 4, 5));
}

function weighed(redGreen: v128, blueGreen: v128, weights: usize, offset: v128): v128 {
  return i32x4.add(
    i32x4.add(
      i32x4.dot_i16x8_s(redGreen, v128.load32_splat(weights)),
      i32x4.dot_i16x8_s(blueGreen, v128.load32_splat(weights + 4)),
    ),
    offset,
  );
}

/** Lanes 0 and 2 of two vectors, as bytes. */
function storeChroma(into: usize, first: v128, second: v128): void {
  const four = i32x4.shuffle(first, second, 0, 2, 4, 6);
  const words = i16x8.narrow_i32x4_s(four, four);
  v128.store32_lane(into, i8x16.narrow_i16x8_u(words, words), 0);
}

/** One value of one pixel or of one sum, with the same arithmetic. */
function one(red: i32, green: i32, blue: i32, weights: usize, offset: i32, shift: i32): i32 {
  const greens = <i32>load<i16>(weights + 2) + <i32>load<i16>(weights + 6);
  return (
    (<i32>load<i16>(weights) * red + greens * green + <i32>load<i16>(weights + 4) * blue + offset) >> shift
  );
}

/**
 * Fills three planes one after the other at `into` from pixels of `channels` 3 or 4 bytes; both sizes even; readable 16 bytes beyond.
 * `weights`: i16, for luma, first and second chroma: red, a part of green, blue, the rest of green. Sums are
 * (weights · pixel + offset) >> 16.
 */
export function fillPlanes(
  pixels: usize,
  width: i32,
  height: i32,
  channels: usize,
  weights: usize,
  lumaOffset: i32,
  chromaOffset: i32,
  into: usize,
): void {
  const step = channels << 2;
  const redGreen = redGreenOf(channels);
  const blueGreen = blueGreenOf(channels);
  const pitch = <usize>width * channels;
  const lumaOffsets = i32x4.splat(lumaOffset);
  const chromaOffsets = i32x4.splat(chromaOffset << 2);
  const blueWeights = weights + 8;
  const redWeights = weights + 16;
  let blue = into + <usize>(width * height);
  let red = blue + <usize>((width * height) >> 2);
  const whole = width & ~7;
  for (let y = 0; y < height; y += 2) {
    let above = pixels + <usize>y * pitch;
    let below = above + pitch;
    let at = into + <usize>(y * width);
    let under = at + <usize>width;
    for (let x = 0; x < whole; x += 8) {
      const a = v128.load(above);
      const b = v128.load(above + step);
      const c = v128.load(below);
      const d = v128.load(below + step);
      above += step << 1;
      below += step << 1;
      const aRG = i8x16.swizzle(a, redGreen);
      const aBG = i8x16.swizzle(a, blueGreen);
      const bRG = i8x16.swizzle(b, redGreen);
      const bBG = i8x16.swizzle(b, blueGreen);
      const cRG = i8x16.swizzle(c, redGreen);
      const cBG = i8x16.swizzle(c, blueGreen);
      const dRG = i8x16.swizzle(d, redGreen);
      const dBG = i8x16.swizzle(d, blueGreen);
      const top = i16x8.narrow_i32x4_s(
        i32x4.shr_s(weighed(aRG, aBG, weights, lumaOffsets), 16),
        i32x4.shr_s(weighed(bRG, bBG, weights, lumaOffsets), 16),
      );
      const bottom = i16x8.narrow_i32x4_s(
        i32x4.shr_s(weighed(cRG, cBG, weights, lumaOffsets), 16),
        i32x4.shr_s(weighed(dRG, dBG, weights, lumaOffsets), 16),
      );
      const luma = i8x16.narrow_i16x8_u(top, bottom);
      v128.store64_lane(at, luma, 0);
      v128.store64_lane(under, luma, 1);
      at += 8;
      under += 8;
      const leftRG = neighbours(aRG, cRG);
      const leftBG = neighbours(aBG, cBG);
      const rightRG = neighbours(bRG, dRG);
      const rightBG = neighbours(bBG, dBG);
      storeChroma(
        blue,
        i32x4.shr_s(weighed(leftRG, leftBG, blueWeights, chromaOffsets), 18),
        i32x4.shr_s(weighed(rightRG, rightBG, blueWeights, chromaOffsets), 18),
      );
      storeChroma(
        red,
        i32x4.shr_s(weighed(leftRG, leftBG, redWeights, chromaOffsets), 18),
        i32x4.shr_s(weighed(rightRG, rightBG, redWeights, chromaOffsets), 18),
      );
      blue += 4;
      red += 4;
    }
    for (let x = whole; x < width; x += 2) {
      let redSum = 0;
      let greenSum = 0;
      let blueSum = 0;
      for (let k: usize = 0; k < 4; k++) {
        const from = ((k & 2) === 0 ? above : below) + (k & 1) * channels;
        const r = <i32>load<u8>(from);
        const g = <i32>load<u8>(from + 1);
        const b = <i32>load<u8>(from + 2);
        store<u8>(((k & 2) === 0 ? at : under) + (k & 1), <u8>one(r, g, b, weights, lumaOffset, 16));
        redSum += r;
        greenSum += g;
        blueSum += b;
      }
      store<u8>(blue++, <u8>one(redSum, greenSum, blueSum, blueWeights, chromaOffset << 2, 18));
      store<u8>(red++, <u8>one(redSum, greenSum, blueSum, redWeights, chromaOffset << 2, 18));
      above += channels << 1;
      below += channels << 1;
      at += 2;
      under += 2;
    }
  }
}
