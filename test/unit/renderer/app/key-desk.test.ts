/** Keys that come before anybody serves them are not lost, unless they were written into a field or are old. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { KeyDesk } from '../../../../src/renderer/app/key-desk.ts';

beforeAll(() => {
  vi.stubGlobal(
    'HTMLElement',
    class {
      tagName = 'INPUT';
      isContentEditable = false;
    },
  );
});
afterAll(() => {
  vi.unstubAllGlobals();
});

const setUp = () => {
  let press: (event: KeyboardEvent) => void = () => {};
  const desk = new KeyDesk({
    addEventListener: (_name: string, listener: unknown) => {
      press = listener as typeof press;
    },
  } as unknown as HTMLElement);
  const key = (name: string, rest: object = {}): void =>
    press({ key: name, target: null, timeStamp: performance.now(), ...rest } as unknown as KeyboardEvent);
  const heard: string[] = [];
  const serve = (): (() => void) => desk.serve(({ key: name }) => heard.push(name));
  return { key, heard, serve };
};

test('the last early key comes with the first service, later ones at once', () => {
  const { key, heard, serve } = setUp();
  key('a');
  key('e');
  const stop = serve();
  expect(heard).toEqual(['e']);
  key('b');
  stop();
  key('c');
  expect(heard).toEqual(['e', 'b']);
  serve();
  expect(heard).toEqual(['e', 'b', 'c']);
});

test('what is written into a field is none, and an old key is none any more', () => {
  const { key, heard, serve } = setUp();
  key('x', { target: new HTMLElement() });
  serve();
  expect(heard).toEqual([]);
  const late = setUp();
  late.key('y', { timeStamp: performance.now() - 60_000 });
  late.serve();
  expect(late.heard).toEqual([]);
});

test('a choice among several is not written, nor is Ctrl with a digit', () => {
  const { key, heard, serve } = setUp();
  serve();
  key('1', { target: Object.assign(new HTMLElement(), { type: 'radio' }) });
  key('2', { target: Object.assign(new HTMLElement(), { type: 'text' }), code: 'Digit2' });
  key('3', { target: Object.assign(new HTMLElement(), { type: 'text' }), code: 'Digit3', ctrlKey: true });
  expect(heard).toEqual(['1', '3']);
});
