/** Windows open where they were, and always where they can be found. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { PlaceBook } from '../../../src/main/desktop/place-book.ts';
import { type DisplayView, placeWindow, type WindowPlace } from '../../../src/main/desktop/window-place.ts';

const SIZES = { width: 1360, height: 880, minWidth: 880, minHeight: 600 };
const LAPTOP: DisplayView = { id: 1, work: { x: 0, y: 25, width: 1440, height: 875 } };
const BESIDE: DisplayView = { id: 2, work: { x: 1440, y: 0, width: 2560, height: 1400 } };
const place = (part: Partial<WindowPlace>): WindowPlace => ({
  x: 100,
  y: 100,
  width: 1000,
  height: 700,
  display: 1,
  maximized: false,
  ...part,
});

describe('a window opens', () => {
  test('in the middle of the main display for the first time, no larger than it', () => {
    expect(placeWindow(null, [BESIDE, LAPTOP], SIZES)).toEqual({
      x: 2040,
      y: 260,
      width: 1360,
      height: 880,
      maximized: false,
    });
    expect(placeWindow(null, [LAPTOP], SIZES)).toMatchObject({ y: 25, height: 875 });
  });

  test('where it was, on the second display too', () => {
    const kept = place({ x: 1500, display: 2, maximized: true });
    expect(placeWindow(kept, [LAPTOP, BESIDE], SIZES)).toEqual({
      x: 1500,
      y: 100,
      width: 1000,
      height: 700,
      maximized: true,
    });
  });

  test('moved onto the main display when its own is gone', () => {
    const kept = place({ x: 2600, y: 900, display: 2, width: 2000, height: 1200 });
    expect(placeWindow(kept, [LAPTOP], SIZES)).toMatchObject({ x: 0, y: 25, width: 1440, height: 875 });
  });

  test('on its own display when that one has moved', () => {
    const kept = place({ x: -1500, display: 2 });
    expect(placeWindow(kept, [LAPTOP, BESIDE], SIZES)).toMatchObject({ x: 1440, y: 100 });
  });

  test('with its title bar in reach', () => {
    expect(placeWindow(place({ y: -400 }), [LAPTOP], SIZES).y).toBe(25);
    expect(placeWindow(place({ x: 1400 }), [LAPTOP], SIZES).x).toBe(440);
  });

  test('not smaller than it may be', () => {
    expect(placeWindow(place({ width: 200, height: 100 }), [LAPTOP], SIZES)).toMatchObject({
      width: 880,
      height: 600,
    });
  });

  test('somewhere to be seen, whatever was kept and whatever displays there are', () => {
    const integer = (low: number, high: number) => fc.integer({ min: low, max: high });
    const display = fc.record({
      id: integer(1, 3),
      work: fc.record({
        x: integer(-4000, 4000),
        y: integer(-4000, 4000),
        width: integer(640, 4000),
        height: integer(400, 3000),
      }),
    });
    const kept = fc.record({
      x: integer(-100_000, 100_000),
      y: integer(-100_000, 100_000),
      width: integer(100, 20_000),
      height: integer(80, 20_000),
      display: integer(1, 4),
      maximized: fc.boolean(),
    });
    fc.assert(
      fc.property(kept, fc.array(display, { minLength: 1, maxLength: 3 }), (was, displays) => {
        const now = placeWindow(was, displays, SIZES);
        const seen = displays.some(
          ({ work }) =>
            Math.min(now.x + now.width, work.x + work.width) - Math.max(now.x, work.x) >= 120 &&
            now.y >= work.y - 8 &&
            now.y < work.y + work.height,
        );
        expect(seen).toBe(true);
      }),
    );
  });
});

describe('the book of places', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mouthpiece-places-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is read again by the next start', () => {
    new PlaceBook(folder).set('studio', place({}));
    new PlaceBook(folder).set('feed', place({ width: 300 }));
    const book = new PlaceBook(folder);
    expect([book.get('studio'), book.get('feed')]).toEqual([place({}), place({ width: 300 })]);
    expect(JSON.parse(readFileSync(path.join(folder, 'windows.json'), 'utf8'))).toHaveProperty('studio');
  });

  test.each(['', '{', '[]', '{"studio":{"x":"left"}}', '{"studio":{"x":1e9}}'])(
    'is empty when the file is %j',
    text => {
      const damaged = mkdtempSync(path.join(folder, 'd-'));
      writeFileSync(path.join(damaged, 'windows.json'), text);
      expect(new PlaceBook(damaged).get('studio')).toBeNull();
    },
  );

  test('that cannot be written keeps quiet', () => {
    writeFileSync(path.join(folder, 'file'), '');
    const book = new PlaceBook(path.join(folder, 'file', 'below'));
    expect(() => book.set('studio', place({}))).not.toThrow();
    expect(book.get('studio')).toEqual(place({}));
  });
});
