/** The example clients against the built server, as their README says; what they write is read by ffprobe. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUILT_COMMAND_LINE } from '../support/built.ts';
import { probeVideo } from '../support/ffprobe.ts';
import { type ServedStudio, serveStudio } from '../support/served-studio.ts';

const run = promisify(execFile);
const at = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const python = ['python3', 'python'].find(name => spawnSync(name, ['--version']).status === 0);

const CLIENTS = [
  { language: 'Node', command: process.execPath, file: at('examples/node/record-session.mjs') },
  { language: 'Python', command: python, file: at('examples/python/record_session.py') },
];

let server: ServedStudio;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'mouthpiece-examples-'));
  server = await serveStudio({ entry: BUILT_COMMAND_LINE, args: ['--require-token'] });
});
afterAll(async () => {
  await server?.close();
  rmSync(dir, { recursive: true, force: true });
});

const common = (out: string): string[] => [
  ...['--picture', at('test/fixtures/faces/astronaut.png')],
  ...['--speech', at('test/fixtures/audio/speech.wav')],
  ...['--out', path.join(dir, out), '--server', server.ws, '--token', server.token],
];

describe.each(CLIENTS)('the $language example', ({ language, command = '', file }) => {
  const missing = command === '' ? `${language} is not on the PATH` : '';

  test('records three seconds as MP4', async context => {
    if (missing) return context.skip(missing);
    const out = `${language}.mp4`;
    const { stdout } = await run(command, [file, ...common(out), '--size', '320x319']);
    expect(stdout.trim()).toBe(path.join(dir, out));
    const { streams, format } = await probeVideo(path.join(dir, out));
    expect(streams).toMatchObject([
      { codec_name: 'h264', width: 320, height: 320, r_frame_rate: '25/1', nb_read_frames: '75' },
      { codec_name: 'aac' },
    ]);
    expect(Number(format.duration)).toBeCloseTo(3, 1);
  });

  test('without ffmpeg writes the same as AVI, and says so', async context => {
    if (missing) return context.skip(missing);
    const out = `${language}-bare.mp4`;
    const absolute = command.includes(path.sep) ? command : (await run('which', [command])).stdout.trim();
    const real =
      language === 'Python'
        ? (await run(absolute, ['-c', 'import sys; print(sys.executable)'])).stdout.trim()
        : absolute;
    const { stdout, stderr } = await run(real, [file, ...common(out), '--fps', '20'], { env: { PATH: '' } });
    const written = path.join(dir, `${language}-bare.avi`);
    expect(stdout.trim()).toBe(written);
    expect(stderr).toContain('ffmpeg is not on the PATH');
    const { streams, format } = await probeVideo(written);
    expect(format.format_name).toBe('avi');
    expect(streams).toMatchObject([
      { codec_name: 'mjpeg', width: 416, height: 704, r_frame_rate: '20/1', nb_read_frames: '60' },
      { codec_name: 'pcm_s16le' },
    ]);
    expect(Number(format.duration)).toBeCloseTo(3, 1);
    const sound = readFileSync(at('test/fixtures/audio/speech.wav')).subarray(40_044, 40_684);
    expect(readFileSync(written).includes(sound)).toBe(true);
  });

  test('says in one line what is wrong', async context => {
    if (missing) return context.skip(missing);
    const wrong = [...common('x.avi'), '--size', '1x1'];
    const outcome = await run(command, [file, ...wrong]).catch(
      (error: { code: number; stderr: string }) => error,
    );
    expect(outcome).toMatchObject({ code: 1 });
    expect(outcome.stderr.trim()).toMatch(/^bad_config: width .+$/);
  });
});
