/** Imports: two at a time, refused before anything is sent, cancelled here and in main. */
import { beforeEach, expect, test } from 'vitest';
import { type ImportSource, Imports } from '../../../../../src/renderer/features/avatars/imports.ts';
import { StudioError } from '../../../../../src/shared/errors.ts';
import type { AvatarView } from '../../../../../src/shared/studio/avatars.ts';
import type { StudioApi, StudioEvent } from '../../../../../src/shared/studio-api.ts';
import { fakeAvatar } from './fake-avatar.ts';

type Sent = {
  source: ImportSource;
  id: string;
  progress(share: number): void;
  done(avatar: AvatarView): void;
  fail(error: Error): void;
};
let sent: Sent[];
let cancelled: string[];
let arrived: [string, boolean][];
let imports: Imports;
let tell: (event: StudioEvent) => void;

beforeEach(() => {
  [sent, cancelled, arrived] = [[], [], []];
  let serial = 0;
  const api = {
    call: async (_name: string, { importId }: { importId: string }) => cancelled.push(importId),
    subscribe: (listener: typeof tell) => {
      tell = listener;
      return () => {};
    },
  } as unknown as StudioApi;
  imports = new Imports({
    api,
    newId: () => `i${++serial}`,
    arrived: ({ id }, first) => arrived.push([id, first]),
    upload: (source, id, progress, signal) =>
      new Promise((done, fail) => {
        sent.push({ source, id, progress, done, fail });
        signal.addEventListener('abort', () => fail(new StudioError('request/cancelled', 'x')));
      }),
  });
});
const list = () => imports.view.getState().list;
const picture = (name: string, type = 'image/png') => new File(['x'], name, { type });
const settle = () => new Promise(resolve => setTimeout(resolve));

test('two are sent at a time; the first of a drop takes the stage', async () => {
  imports.add([picture('a.png'), picture('b.png'), picture('c.mp4', 'video/mp4')]);
  expect(sent.map(({ id }) => id)).toEqual(['i1', 'i2']);
  expect(list().map(({ waiting, kind }) => [waiting, kind])).toEqual([
    [false, 'picture'],
    [false, 'picture'],
    [true, 'clip'],
  ]);
  sent[1]!.done(fakeAvatar('b'));
  await settle();
  expect(sent).toHaveLength(3);
  sent[0]!.done(fakeAvatar('a'));
  sent[2]!.progress(1);
  tell({ name: 'avatar.import', importId: 'i3', progress: { framesDone: 3, framesTotal: 10 } });
  await settle();
  expect(list()).toMatchObject([{ key: 'i3', progress: 1, frames: { framesDone: 3, framesTotal: 10 } }]);
  expect(arrived).toEqual([
    ['b', true],
    ['a', false],
  ]);
});

test('wrong types and sizes are refused before anything is sent', () => {
  const large = { name: 'l.png', type: 'image/png', size: 30_000_000 } as File;
  imports.add([picture('a.txt', 'text/plain'), large]);
  expect(sent).toEqual([]);
  expect(list().map(({ error }) => error?.code)).toEqual(['avatar/unreadable', 'avatar/too-large']);
  imports.dismissAll();
  expect(list()).toEqual([]);
  expect(cancelled).toEqual([]);
});

test('one that is cancelled is ended in main too, the others go on', async () => {
  imports.add([picture('a.mp4', 'video/mp4'), picture('b.png'), picture('c.png')]);
  imports.dismiss('i3');
  imports.dismiss('i1');
  expect(cancelled).toEqual(['i1']);
  await settle();
  expect(list().map(({ key }) => key)).toEqual(['i2']);
  sent[1]!.fail(new StudioError('avatar/unreadable', 'broken'));
  await settle();
  expect(list()).toMatchObject([{ key: 'i2', error: { code: 'avatar/unreadable' } }]);
});

test('a dropped folder with a manifest is one import', () => {
  const placed = ['mia/manifest.json', 'mia/reference.png'].map(path => ({ path, file: picture(path) }));
  imports.addPlaced(placed);
  expect(list()).toMatchObject([{ name: 'mia', kind: 'folder' }]);
  expect(sent[0]?.source).toMatchObject({ kind: 'folder', folder: { name: 'mia' } });
});
