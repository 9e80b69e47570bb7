/** The queue of exports through a kill -9: a real server with the real engine is killed in the middle of three, another one finishes them, and the files are right. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExportView } from '../../src/shared/studio/exports.ts';
import type { StudioMethod, StudioParams } from '../../src/shared/studio-api.ts';
import { askStudio } from '../support/ask-studio.ts';
import { probeVideo } from '../support/ffprobe.ts';
import { readZip } from '../support/read-zip.ts';
import { type ServedStudio, serveStudio } from '../support/served-studio.ts';

const SPEECH = fileURLToPath(new URL('../fixtures/audio/tone.wav', import.meta.url));
const FACE = fileURLToPath(new URL('../fixtures/faces/astronaut.png', import.meta.url));
/** Not the build, which may be under way. */
const SOURCES = fileURLToPath(new URL('../../src/main/cli.ts', import.meta.url));
const WAIT = { timeout: 200_000, interval: 300 };

let folder = '';
let dataDir = '';
let server: ServedStudio;
const serve = async (): Promise<void> => {
  server = await serveStudio({ args: ['--data', dataDir], entry: SOURCES });
};
const ask = <M extends StudioMethod>(method: M, params: StudioParams<M>) => askStudio(server, method, params);
const post = async (where: string, file: string): Promise<Record<string, string>> => {
  const reply = await fetch(new URL(where, server.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'x-file-name': path.basename(file) },
    body: readFileSync(file),
  });
  expect(reply.status).toBe(200);
  return (await reply.json()) as Record<string, string>;
};
const list = (): Promise<ExportView[]> => ask('exports.list', {});

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'mouthpiece-queue-'));
  dataDir = path.join(folder, 'data');
  await serve();
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('three are asked for, the server is killed, and the next one makes them all', async () => {
  const { id: avatarId = '' } = await post('/studio/avatars', FACE);
  const { uploadId = '' } = await post('/studio/uploads', SPEECH);
  const size = { width: 256, height: 256 };
  const film = await ask('exports.start', {
    avatarId,
    speech: { kind: 'text', text: 'One, two, three, four, five, six, seven, eight, nine, ten.' },
    ...size,
  });
  const upload = { kind: 'upload', uploadId } as const;
  const pictures = await ask('exports.start', { avatarId, speech: upload, container: 'png', ...size });
  const sound = await ask('exports.start', { avatarId, speech: upload, container: 'wav', ...size });
  await ask('avatars.remove', { id: avatarId });
  const files = path.join(dataDir, 'exports');
  // The file of the first is being written.
  await expect.poll(() => readdir(files), WAIT).toContainEqual(expect.stringMatching(/\.part$/));
  expect((await list()).map(({ state }) => state)).toEqual(['running', 'waiting', 'waiting']);

  const gone = once(server.process, 'exit');
  server.process.kill('SIGKILL');
  await gone;
  rmSync(path.join(dataDir, 'uploads'), { recursive: true, force: true });
  await serve();

  await expect
    .poll(async () => (await list()).map(({ state }) => state), WAIT)
    .toEqual(['done', 'done', 'done']);
  // The unfinished one came first, the others in their order.
  expect((await list()).map(({ id }) => id)).toEqual([sound.id, pictures.id, film.id]);
  expect((await readdir(files)).sort()).toEqual([film, pictures, sound].map(one => one.fileName).sort());
  expect(await readdir(path.join(dataDir, 'export-jobs'))).toEqual([]);

  const video = await probeVideo(path.join(files, film.fileName));
  expect(video.streams).toMatchObject([
    { codec_name: 'h264', width: 256, height: 256 },
    { codec_name: 'aac' },
  ]);
  const wave = await probeVideo(path.join(files, sound.fileName));
  const spoken = await probeVideo(SPEECH);
  expect(Number(wave.format.duration)).toBeCloseTo(Number(spoken.format.duration), 2);

  const entries = await readZip(path.join(files, pictures.fileName));
  const manifest = JSON.parse(entries.get('manifest.json')!.toString()) as { frames: number; fps: number };
  expect(entries.size).toBe(manifest.frames + 2);
  expect(manifest.frames / manifest.fps).toBeCloseTo(Number(spoken.format.duration) + 0.7, 0);
  for (const name of [
    'frames/frame-000001.png',
    `frames/frame-${String(manifest.frames).padStart(6, '0')}.png`,
  ]) {
    const file = path.join(folder, path.basename(name));
    writeFileSync(file, entries.get(name)!);
    expect((await probeVideo(file)).streams).toMatchObject([{ codec_name: 'png', width: 256, height: 256 }]);
  }
}, 500_000);
