/** Reads the options of TFLite's custom operators: one FlexBuffers map of numbers and number vectors. Nothing else. */

const MAP = 9;
const TYPES = {
  1: 'int',
  2: 'uint',
  3: 'float',
  6: 'int',
  7: 'uint',
  8: 'float',
  11: 'int',
  12: 'uint',
  13: 'float',
};

/** The map as an object of numbers and arrays of numbers. */
export const readFlexbufferMap = bytes => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.byteLength;
  const rootWidth = view.getUint8(end - 1);
  const rootType = view.getUint8(end - 2);
  if (rootType >> 2 !== MAP) throw new Error(`The custom options are no map (type ${rootType >> 2}).`);
  const number = (kind, at, width) => {
    if (kind === 'float') return width === 8 ? view.getFloat64(at, true) : view.getFloat32(at, true);
    if (width === 8) return Number(kind === 'int' ? view.getBigInt64(at, true) : view.getBigUint64(at, true));
    const bits = width * 8;
    return kind === 'int' ? view[`getInt${bits}`](at, width > 1) : view[`getUint${bits}`](at, width > 1);
  };
  const follow = (at, width) => at - number('uint', at, width);
  const width = 1 << (rootType & 3);
  const values = follow(end - 2 - rootWidth, rootWidth);
  const count = number('uint', values - width, width);
  const keyWidth = number('uint', values - 2 * width, width);
  const keys = follow(values - 3 * width, width);
  const text = at => {
    let stop = at;
    while (bytes[stop] !== 0) stop++;
    return new TextDecoder().decode(bytes.subarray(at, stop));
  };
  const value = index => {
    const packed = view.getUint8(values + count * width + index);
    const [type, ownWidth] = [packed >> 2, 1 << (packed & 3)];
    const kind = TYPES[type];
    const at = values + index * width;
    if (!kind) throw new Error(`Custom options of type ${type} are not known.`);
    if (type <= 3) return number(kind, at, width);
    const target = follow(at, width);
    if (type <= 8) return number(kind, target, ownWidth);
    const length = number('uint', target - ownWidth, ownWidth);
    return Array.from({ length }, (_, item) => number(kind, target + item * ownWidth, ownWidth));
  };
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      text(follow(keys + index * keyWidth, keyWidth)),
      value(index),
    ]),
  );
};
