/** Pictures cross to the engine once: both ends agree on what is held, also when the shelf overflows. */
import { expect, test } from 'vitest';
import type { EngineProcess } from '../../../src/main/engine/engine.ts';
import { sendPicturesOnce } from '../../../src/main/engine/picture-thrift.ts';
import { restorePictures } from '../../../src/main/pipeline/service/restore-pictures.ts';
import { SHELF_BYTES } from '../../../src/shared/picture-shelf.ts';

type Opening = { call: string; params: { avatar: { picture: Uint8Array; sha256?: string } } };

const link = () => {
  const carried: number[] = [];
  const arrived: Opening[] = [];
  let deliver: (message: unknown) => void = () => {};
  restorePictures({
    send: () => {},
    onMessage: listener => {
      deliver = listener;
    },
  }).onMessage(message => arrived.push(message as Opening));
  const raw: EngineProcess = {
    pid: 1,
    send: message => {
      const copy = structuredClone(message) as Opening;
      carried.push(copy.params?.avatar?.picture.length ?? 0);
      deliver(copy);
    },
    onMessage: () => {},
    onExit: () => {},
    kill: () => {},
  };
  const thrifty = sendPicturesOnce(raw);
  const open = (picture: Uint8Array): Opening => {
    thrifty.send({ id: 1, call: 'openSession', params: { avatar: { picture, mouth: null } } });
    return arrived.at(-1)!;
  };
  return { carried, open, thrifty, arrived };
};

const picture = (fill: number, bytes = 100_000): Uint8Array => new Uint8Array(bytes).fill(fill);

test('a picture travels once and arrives whole each time', () => {
  const { carried, open } = link();
  for (let i = 0; i < 3; i++) expect(open(picture(7)).params.avatar.picture).toEqual(picture(7));
  expect(carried).toEqual([100_000, 0, 0]);
});

test('both ends forget the same pictures', () => {
  const { carried, open } = link();
  const large = SHELF_BYTES / 3 + 1;
  const order = [1, 2, 1, 3, 1, 2, 3, 1];
  for (const fill of order) expect(open(picture(fill, large)).params.avatar.picture[0]).toBe(fill);
  expect(carried.map(bytes => bytes > 0)).toEqual([true, true, false, true, false, true, true, true]);
});

test('small pictures, pictures larger than the shelf and other calls pass as they are', () => {
  const { carried, open, thrifty, arrived } = link();
  expect(open(picture(1, 100)).params.avatar).toEqual({ picture: picture(1, 100), mouth: null });
  for (let i = 0; i < 2; i++)
    expect(open(picture(2, SHELF_BYTES + 1)).params.avatar.picture.length).toBe(SHELF_BYTES + 1);
  thrifty.send({ id: 2, call: 'ping', params: undefined });
  expect(arrived.at(-1)).toEqual({ id: 2, call: 'ping', params: undefined });
  expect(carried).toEqual([100, SHELF_BYTES + 1, SHELF_BYTES + 1, 0]);
});
