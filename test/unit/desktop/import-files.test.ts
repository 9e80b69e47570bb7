/** Files opened with the app come in by the same doors as those of the page. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { avatarFile } from '../../../src/main/desktop/avatar-file.ts';
import { importFile } from '../../../src/main/desktop/import-files.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'mouthpiece-open-'));
const heard: unknown[] = [];
const server = createServer(async (request, response) => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const { authorization, 'x-file-name': name } = request.headers;
  heard.push([
    request.url,
    authorization,
    decodeURIComponent(String(name)),
    Buffer.concat(pieces).toString(),
  ]);
  const bad = String(name).includes('bad');
  response.writeHead(bad ? 422 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(bad ? { error: { message: 'There is no face.' } } : { id: 'avt_1' }));
});
const door = { port: 0, token: 'secret' };
beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  door.port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string): string => {
  const whole = path.join(folder, name);
  writeFileSync(whole, name);
  return whole;
};

test('pictures and clips have their doors', async () => {
  expect(await importFile(file('米娅.PNG'), door)).toBe('avt_1');
  await importFile(file('clip.webm'), door);
  expect(heard).toEqual([
    ['/studio/avatars', 'Bearer secret', '米娅.PNG', '米娅.PNG'],
    ['/studio/clips', 'Bearer secret', 'clip.webm', 'clip.webm'],
  ]);
});

/** A folder's body as the server reads it: the list, then the files in its order. */
const unpacked = (body: string): unknown => {
  const bytes = Buffer.from(body);
  const end = 4 + bytes.readUInt32LE(0);
  const list = JSON.parse(bytes.subarray(4, end).toString()) as { path: string; bytes: number }[];
  return [
    list.map(item => item.path).sort(),
    list.reduce((sum, item) => sum + item.bytes, end) === bytes.length,
  ];
};

test('folders and ZIPs of them come in as the page sends them', async () => {
  const whole = path.join(folder, 'mia');
  mkdirSync(path.join(whole, 'frames'), { recursive: true });
  for (const name of ['manifest.json', 'frames/0.png', '.DS_Store'])
    writeFileSync(path.join(whole, name), name);
  const zip = path.join(folder, 'two.zip');
  writeFileSync(
    zip,
    zipSync({
      'mia/manifest.json': strToU8('{}'),
      'mia/0.png': strToU8('picture'),
      'nilo/manifest.json': strToU8('{}'),
      'readme.txt': strToU8('no part of them'),
    }),
  );
  heard.length = 0;
  await importFile(whole, door);
  await importFile(zip, door);
  const doors = heard.map(entry => (entry as string[])[0]);
  expect(doors).toEqual(Array(3).fill('/studio/avatar-folders'));
  expect(heard.map(entry => unpacked((entry as string[])[3] ?? ''))).toEqual([
    [['frames/0.png', 'manifest.json'], true],
    [['0.png', 'manifest.json'], true],
    [['manifest.json'], true],
  ]);
  expect((heard as string[][]).map(([, , name]) => name)).toEqual(['mia', 'mia', 'nilo']);
  writeFileSync(zip, zipSync({ 'a.png': strToU8('x') }));
  await expect(importFile(zip, door)).rejects.toThrow('two.zip holds no avatar');
  writeFileSync(zip, 'no archive');
  await expect(importFile(zip, door)).rejects.toThrow('two.zip could not be read');
});

test('what is refused is told with the file’s name and the server’s words', async () => {
  await expect(importFile(file('bad.png'), door)).rejects.toThrow('bad.png: There is no face.');
  await expect(importFile(file('notes.txt'), door)).rejects.toThrow('notes.txt is not a picture');
  await expect(importFile(path.join(folder, 'gone.png'), door)).rejects.toThrow('gone.png could not be read');
});

test.each(['a.gif', 'b', 'c.svg', '.png'])('%s is no avatar', name => {
  expect(avatarFile(name)).toBeNull();
});
