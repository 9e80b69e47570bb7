/** Files opened with the app come in by the same doors as those of the page. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

test('what is refused is told with the file’s name and the server’s words', async () => {
  await expect(importFile(file('bad.png'), door)).rejects.toThrow('bad.png: There is no face.');
  await expect(importFile(file('notes.txt'), door)).rejects.toThrow('notes.txt is not a picture');
  await expect(importFile(path.join(folder, 'gone.png'), door)).rejects.toThrow('gone.png could not be read');
});

test.each(['a.gif', 'b', 'c.svg', '.png'])('%s is no avatar', name => {
  expect(avatarFile(name)).toBeNull();
});
