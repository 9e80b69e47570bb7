/** The built server alone, no browser: it starts, answers, makes a demo avatar talk, refuses what it must, and closes. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProcess } from '../../scripts/house/run-process.mjs';
import { BUILT_COMMAND_LINE } from '../support/built.ts';
import { demoPictures } from '../support/demo-pictures.ts';
import { type ServedStudio, serveStudio } from '../support/served-studio.ts';
import { SocketClient } from '../support/socket-client.ts';

const CHUNK_SAMPLES = 17_920;

/** Something like a vowel: a 140 Hz pulse train with two formants, loud enough to open a mouth. */
const vowel = (samples: number): Int16Array =>
  Int16Array.from({ length: samples }, (_, index) => {
    const t = index / 16_000;
    const pulse = Math.sin(2 * Math.PI * 140 * t) ** 9;
    return 9000 * pulse * (Math.sin(2 * Math.PI * 730 * t) + 0.6 * Math.sin(2 * Math.PI * 1090 * t));
  });

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('the built server', () => {
  let server: ServedStudio;
  let origin: string;
  beforeAll(async () => {
    server = await serveStudio({ entry: BUILT_COMMAND_LINE });
    origin = new URL(server.url).origin;
  });
  afterAll(async () => {
    await server?.close();
  });

  test('says where it is in its first line', () => {
    expect(server).toMatchObject({ pid: expect.any(Number), token: expect.stringMatching(/\S{16,}/) });
    expect(server.url).toMatch(/^http:\/\/(127\.0\.0\.1|localhost):\d+\//);
    expect(server.ws).toMatch(/^ws:\/\/(127\.0\.0\.1|localhost):\d+/);
  });

  test('becomes ready when its engine is up', async () => {
    await expect.poll(async () => (await fetch(`${origin}/readyz`)).status, { timeout: 20_000 }).toBe(200);
  });

  test.each(['/healthz', '/metrics'])('answers %s', async path => {
    const reply = await fetch(origin + path);
    expect(reply.status).toBe(200);
    expect((await reply.text()).length).toBeGreaterThan(0);
  });

  test('lists its models', async () => {
    const reply = await fetch(`${origin}/v1/audio2video/models`);
    const { models, statuses } = (await reply.json()) as { models: string[]; statuses: { id: string }[] };
    expect(models).toContain('wav2lip');
    expect(statuses.length).toBe(6);
  });

  test('gives the studio page once to whoever has its address', async () => {
    expect((await fetch(origin)).status).toBe(401);
    const visit = await fetch(server.url, { redirect: 'manual' });
    const cookie = visit.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await fetch(new URL(visit.headers.get('location') ?? '/', origin), { headers: { cookie } });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toMatch(/default-src '(self|none)'/);
    expect((await fetch(server.url, { redirect: 'manual' })).status).toBe(401);
  });

  test('refuses a page of another origin and a foreign host name', async () => {
    const foreign = await fetch(`${origin}/healthz`, { headers: { origin: 'https://example.org' } });
    expect(foreign.status).toBe(403);
  });

  test('makes a demo avatar talk', async () => {
    const client = await SocketClient.open(`${server.ws}/v1/avatar/realtime`);
    const created = await client.create(readFileSync(demoPictures()[0] as string));
    expect(created).toMatchObject({
      type: 'session.created',
      audio: { chunk_samples: CHUNK_SAMPLES, sample_rate: 16_000 },
      video: { wire_magic: 'VIDX', width: 416, height: 704, fps: 25 },
    });
    const { metrics, jpegs } = await client.speak(vowel(CHUNK_SAMPLES));
    expect(metrics).toMatchObject({ chunk_index: 1 });
    expect(jpegs.length).toBe(28);
    expect(jpegs.every(jpeg => jpeg[0] === 0xff && jpeg[1] === 0xd8)).toBe(true);
    expect(new Set(jpegs.map(digest)).size).toBeGreaterThan(20);
    expect(await client.ask({ type: 'session.close' })).toMatchObject({ type: 'session.closed' });
    await client.end();
  });

  test('names a picture it cannot read, and lives', async () => {
    const client = await SocketClient.open(`${server.ws}/v1/avatar/realtime`);
    expect(await client.create(Buffer.from('no picture'))).toMatchObject({
      type: 'error',
      code: 'bad_image',
    });
    expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' });
    await client.end();
  });

  test('closes when it is told to', async () => {
    expect(await server.close()).toBe(0);
  });
});

describe('the built command line', () => {
  test('makes a video of a sentence', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mouthpiece-say-'));
    const out = join(folder, 'hello.mp4');
    const what = ['--avatar', demoPictures()[0] as string, '--text', 'Hi.', '--size', '208x352'];
    const args = ['say', ...what, '--out', out];
    const { code, output } = await runProcess(process.execPath, [BUILT_COMMAND_LINE, ...args], {
      timeoutMs: 50_000,
    });
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    expect(readFileSync(out).toString('latin1', 4, 8)).toBe('ftyp');
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['an avatar that is not there', ['say', '--avatar', 'nobody.png', '--text', 'Hi', '--out', 'x.mp4']],
    ['no words', ['say', '--avatar', 'ASK', '--text', '', '--out', 'x.mp4']],
  ])('says in one line what is wrong with %s', async (_what, args) => {
    const given = args.map(arg => (arg === 'ASK' ? (demoPictures()[0] as string) : arg));
    const { code, output } = await runProcess(process.execPath, [BUILT_COMMAND_LINE, ...given], {
      timeoutMs: 30_000,
    });
    expect(code).not.toBe(0);
    expect(output.trim().split('\n').length).toBe(1);
    expect(output).toMatch(/^mouthpiece: .+/);
  });
});
