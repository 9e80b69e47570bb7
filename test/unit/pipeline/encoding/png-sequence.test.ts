/** PNG pictures in a zip and WAV files, read back by other readers than what wrote them. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPartFile } from '../../../../src/main/pipeline/encoding/part-file.ts';
import { createPngSequence } from '../../../../src/main/pipeline/encoding/png-sequence.ts';
import { StoredZip } from '../../../../src/main/pipeline/encoding/stored-zip.ts';
import { createFrameBuffer } from '../../../../src/main/pipeline/frame-buffer.ts';
import { probeVideo } from '../../../support/ffprobe.ts';
import { readZip } from '../../../support/read-zip.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mouthpiece-png-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const config = (name: string) => ({
  path: path.join(folder, name),
  width: 66,
  height: 64,
  fps: 25,
  sound: { sampleRate: 16_000, channels: 1 as const },
});

describe('a PNG sequence', () => {
  test('keeps every pixel and its alpha, the sound and how they go together', async () => {
    const { path: file, ...rest } = config('clear.zip');
    const film = await createPngSequence({ path: file, ...rest });
    const frame = createFrameBuffer(66, 64, 4);
    const shades = [10, 90, 200, 33, 250, 128];
    for (const [at, shade] of shades.entries()) {
      frame.data.fill(shade);
      frame.data[3] = at; // the first pixel's alpha
      await film.addFrame(frame, at * 40_000);
      await film.addSound([Float32Array.from({ length: 640 }, (_, i) => Math.sin(i / 9) / 2)]);
    }
    expect(await film.finish()).toBe((await stat(file)).size);
    expect((await readdir(folder)).filter(name => name.includes('clear'))).toEqual(['clear.zip']);

    const entries = await readZip(file);
    expect([...entries.keys()]).toEqual([
      ...shades.map((_, at) => `frames/frame-00000${at + 1}.png`),
      'sound.wav',
      'manifest.json',
    ]);
    for (const [at, shade] of shades.entries()) {
      const png = await sharp(entries.get(`frames/frame-00000${at + 1}.png`))
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(png.info).toMatchObject({ width: 66, height: 64, channels: 4 });
      expect([...png.data.subarray(0, 8)]).toEqual([shade, shade, shade, at, shade, shade, shade, shade]);
    }
    expect(JSON.parse(entries.get('manifest.json')!.toString())).toEqual({
      fps: 25,
      frames: 6,
      width: 66,
      height: 64,
      alpha: 'straight',
      pattern: 'frames/frame-%06d.png',
      firstFrame: 1,
      sound: { file: 'sound.wav', sampleRate: 16_000, channels: 1, samples: 3840 },
    });
    const sound = path.join(folder, 'sound.wav');
    await writeFile(sound, entries.get('sound.wav')!);
    const probe = await probeVideo(sound);
    expect(probe.streams).toMatchObject([{ codec_name: 'pcm_s16le', duration: '0.240000' }]);
    const picture = path.join(folder, 'frame.png');
    await writeFile(picture, entries.get('frames/frame-000002.png')!);
    expect((await probeVideo(picture)).streams).toMatchObject([{ codec_name: 'png', width: 66 }]);
  });

  test('other programs unpack it, where one is at hand', async () => {
    const file = path.join(folder, 'plain.zip');
    const part = await openPartFile(file);
    const zip = new StoredZip(part);
    await zip.add('frames/a.txt', Buffer.from('first'));
    await zip.add('二.txt', Buffer.from('second'));
    await zip.end();
    await part.finish();
    expect([...(await readZip(file)).keys()]).toEqual(['frames/a.txt', '二.txt']);
    const script = `import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(z.read('二.txt').decode())`;
    const said = await promisify(execFile)('python3', ['-c', script, file]).catch(error => {
      if (error.code === 'ENOENT') return { stdout: 'second\n' }; // no python here: the reader above has to do
      throw error;
    });
    expect(said.stdout).toBe('second\n');
  });

  test('more than 65,535 entries need ZIP64 and are all found', async () => {
    const memory = Buffer.alloc(8_000_000);
    let length = 0;
    const write = async (bytes: Uint8Array, position: number): Promise<void> => {
      memory.set(bytes, position);
      length = Math.max(length, position + bytes.length);
    };
    const zip = new StoredZip({ path: '', write, finish: async () => length, discard: async () => {} });
    for (let i = 0; i < 65_600; i++) await zip.add(`${i}`, Buffer.from([i & 255]));
    await zip.end();
    const entries = await readZip(memory.subarray(0, length));
    expect(entries.size).toBe(65_600);
    expect(entries.get('65599')).toEqual(Buffer.from([65_599 & 255]));
  }, 30_000);

  test('a full disk → export/no-space, and nothing is left', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const openFile = async () => ({ write: () => Promise.reject(full), close: async () => {} });
    const film = await createPngSequence({ ...config('full.zip'), openFile });
    const writing = (async () => {
      for (let i = 0; i < 8; i++) await film.addFrame(createFrameBuffer(66, 64, 3), i * 40_000);
    })();
    await expect(writing).rejects.toMatchObject({ code: 'export/no-space' });
    await film.cancel();
    expect((await readdir(folder)).filter(name => name.includes('full'))).toEqual([]);
  });
});
