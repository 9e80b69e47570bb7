/** `mouthpiece say` from the build: the main job end to end, checked with ffprobe, and every kind of bad input in one clear line. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUILT_COMMAND_LINE } from '../support/built.ts';
import { type Probe, probeVideo } from '../support/ffprobe.ts';

const run = promisify(execFile);
const portrait = fileURLToPath(new URL('../fixtures/faces/astronaut.png', import.meta.url));
const recording = fileURLToPath(new URL('../fixtures/audio/speech.wav', import.meta.url));

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'mouthpiece-say-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

type Outcome = { code: number; stdout: string; stderr: string };

const say = async (...args: string[]): Promise<Outcome> => {
  try {
    const { stdout, stderr } = await run(process.execPath, [BUILT_COMMAND_LINE, 'say', ...args], {
      cwd: dir,
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Outcome;
  }
};

const probe = (file: string): Promise<Probe> => probeVideo(path.join(dir, file));

describe('say', () => {
  test.each([
    ['en', 'Peter put on a black coat.'],
    ['zh', '你好，我叫米拉。'],
  ])('a photo speaks a text (%s) to MP4', async (lang, text) => {
    const file = `${lang}.mp4`;
    const result = await say(
      '--avatar',
      portrait,
      '--text',
      text,
      '--lang',
      lang,
      '--size',
      '208x256',
      '--out',
      file,
    );
    expect(result).toMatchObject({ code: 0 });
    expect(result.stdout).toContain(file);
    const { streams, format } = await probe(file);
    const video = streams.find(stream => stream.codec_type === 'video');
    expect(video).toMatchObject({ codec_name: 'h264', width: 208, height: 256, r_frame_rate: '25/1' });
    expect(streams.find(stream => stream.codec_type === 'audio')?.codec_name).toBe('aac');
    const seconds = Number(format.duration);
    expect(seconds).toBeGreaterThan(1);
    expect(Math.abs(Number(video?.nb_read_frames) / 25 - seconds)).toBeLessThan(0.1);
  });

  test('two modes side by side show the same speech and differ where the mouth moves', async () => {
    const sides = ['--ab', 'basic', 'easy_improved', '--size', '208x256', '--out', 'ab.mp4'];
    expect(await say('--avatar', portrait, '--text', 'Papa moves.', ...sides)).toMatchObject({ code: 0 });
    const [video] = (await probe('ab.mp4')).streams;
    expect(video).toMatchObject({ codec_name: 'h264', width: 416, height: 256 });
    const one = ['--ab', 'basic', '--out', 'one.mp4'];
    const refused = await say('--avatar', portrait, '--text', 'Hi.', ...one);
    expect(refused.stderr).toContain('--ab takes two to four modes');
  });

  test('a demo avatar speaks a recording to WebM with alpha, transparent in the corner', async () => {
    const result = await say(
      '--avatar',
      'mira',
      '--audio',
      recording,
      '--size',
      '208x256',
      '--out',
      'mira.webm',
    );
    expect(result).toMatchObject({ code: 0 });
    const { streams } = await probe('mira.webm');
    const video = streams.find(stream => stream.codec_type === 'video');
    expect(video?.codec_name).toBe('vp9');
    expect(video?.tags?.alpha_mode ?? video?.tags?.ALPHA_MODE).toBe('1');
    const { stdout } = await run(
      'ffmpeg',
      [
        '-v',
        'error',
        '-c:v',
        'libvpx-vp9',
        '-i',
        path.join(dir, 'mira.webm'),
        '-frames:v',
        '1',
        '-vf',
        'crop=2:2:0:0',
        '-f',
        'rawvideo',
        '-pix_fmt',
        'rgba',
        '-',
      ],
      { encoding: 'buffer' },
    );
    // VP9's alpha is lossy: one or two of 255 is transparent.
    expect(stdout[3]).toBeLessThanOrEqual(2);
  });

  test('same seed, same frames; another seed, others', async () => {
    const hash = async (file: string, seed: string): Promise<string> => {
      await say('--avatar', portrait, '--text', 'Hi.', '--size', '128x160', '--seed', seed, '--out', file);
      const { stdout } = await run('ffmpeg', [
        '-v',
        'error',
        '-i',
        path.join(dir, file),
        '-map',
        '0:v',
        '-f',
        'md5',
        '-',
      ]);
      return stdout;
    };
    const [first, again, other] = [
      await hash('a.mp4', '7'),
      await hash('b.mp4', '7'),
      await hash('c.mp4', '8'),
    ];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test('each bad input ends with one coded line, exit code 2 and no file', async () => {
    await writeFile(path.join(dir, 'notes.png'), 'this is text');
    await writeFile(path.join(dir, 'empty.wav'), '');
    const good = ['--avatar', portrait, '--text', 'Hi.'];
    const cases: [string[], string][] = [
      [['--avatar', 'nobody', '--text', 'Hi.', '--out', 'x.mp4'], 'avatar/not-found'],
      [['--avatar', 'notes.png', '--text', 'Hi.', '--out', 'x.mp4'], 'avatar/unreadable'],
      [['--avatar', portrait, '--text', '', '--out', 'x.mp4'], 'speech/empty-text'],
      [['--avatar', portrait, '--text', 'a'.repeat(100_000), '--out', 'x.mp4'], 'speech/text-too-long'],
      [['--avatar', portrait, '--audio', 'empty.wav', '--out', 'x.mp4'], 'audio/unreadable'],
      [['--avatar', portrait, '--audio', 'missing.wav', '--out', 'x.mp4'], 'audio/unreadable'],
      [[...good, '--out', 'x.avi'], 'request/invalid'],
      [[...good, '--out', 'x.mp4', '--size', '10x10'], 'request/invalid'],
      [[...good, '--out', 'x.mp4', '--fps', '1000'], 'request/invalid'],
      [['--avatar', portrait, '--out', 'x.mp4'], 'request/invalid'],
    ];
    for (const [args, code] of cases) {
      const result = await say(...args);
      expect(result, args.join(' ').slice(0, 80)).toMatchObject({ code: 2 });
      const line = result.stderr.split('\n').find(text => text.startsWith('mouthpiece:'));
      expect(line, args.join(' ').slice(0, 80)).toContain(`[${code}]`);
      expect(result.stderr).not.toContain('    at ');
    }
    expect(existsSync(path.join(dir, 'x.mp4'))).toBe(false);
    expect((await readdir(dir)).filter(name => name.startsWith('x.') || name.includes('part'))).toEqual([]);
  });
});
