/** Downloads against a real HTTP server in all its moods. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  DOWNLOAD_LIMITS,
  type DownloadAsk,
  type DownloadProgress,
  download,
} from '../../../src/main/models/download.ts';
import { downloadUrl } from '../../../src/main/models/download-request.ts';
import { systemClock } from '../../../src/main/system-clock.ts';
import { type FileServer, startFileServer } from '../../support/file-server.ts';

const BODY = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) % 256);
const SHA = createHash('sha256').update(BODY).digest('hex');

let folder: string;
let server: FileServer;
let free: number;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'download-'));
  server = await startFileServer(BODY);
  free = 1e12;
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const load = (
  ask: Partial<DownloadAsk> = {},
  options: {
    signal?: AbortSignal;
    onProgress?: (progress: DownloadProgress) => void;
    attempts?: number;
    stallMs?: number;
  } = {},
) =>
  download(
    { url: server.url, sha256: null, bytes: null, ...ask },
    {
      folder,
      clock: systemClock,
      freeBytes: async () => free,
      limits: {
        ...DOWNLOAD_LIMITS,
        stallMs: options.stallMs ?? 10_000,
        backOffMs: 1,
        attempts: options.attempts ?? 3,
        reserveBytes: 1_000,
      },
    },
    options.onProgress ?? (() => {}),
    options.signal ?? new AbortController().signal,
  );

const partBytes = (): number =>
  readdirSync(folder)
    .filter(name => name.endsWith('.part'))
    .reduce((sum, name) => sum + readFileSync(path.join(folder, name)).length, 0);

describe('a file', () => {
  test('comes whole, with its progress and its hash', async () => {
    const phases = new Set<string>();
    let last = 0;
    const loaded = await load(
      { sha256: SHA, bytes: BODY.length },
      {
        onProgress: ({ phase, bytesDone, bytesTotal }) => {
          phases.add(phase);
          expect(bytesDone).toBeGreaterThanOrEqual(last);
          expect(bytesTotal).toBe(BODY.length);
          last = bytesDone;
        },
      },
    );
    expect(loaded).toMatchObject({ sha256: SHA, bytes: BODY.length });
    expect(readFileSync(loaded.path).equals(BODY)).toBe(true);
    expect([...phases]).toEqual(['loading', 'checking']);
    expect(last).toBe(BODY.length);
  });

  test('goes on where the server fell silent', async () => {
    server.behaviour.stopAfter = { bytes: 100_000, next: 'halt' };
    expect((await load({}, { stallMs: 400 })).sha256).toBe(SHA);
    expect(server.requests).toEqual(['', 'bytes=100000-', 'bytes=200000-']);
  });

  test('goes on when the line broke', async () => {
    server.behaviour.stopAfter = { bytes: 299_000, next: 'drop' };
    expect((await load()).sha256).toBe(SHA);
  });

  test('goes on in a later run, after a cancel', async () => {
    server.behaviour.stopAfter = { bytes: 120_000, next: 'halt' };
    const stop = new AbortController();
    const first = load(
      {},
      { signal: stop.signal, onProgress: ({ bytesDone }) => bytesDone >= 120_000 && stop.abort() },
    );
    await expect(first).rejects.toMatchObject({ code: 'request/cancelled' });
    expect(partBytes()).toBe(120_000);
    server.behaviour.stopAfter = null;
    expect((await load()).sha256).toBe(SHA);
    expect(server.requests).toEqual(['', 'bytes=120000-']);
  });

  test('begins anew when the server has another version', async () => {
    server.behaviour.stopAfter = { bytes: 120_000, next: 'halt' };
    await expect(load({}, { attempts: 1, stallMs: 400 })).rejects.toMatchObject({
      code: 'model/download-failed',
    });
    const other = BODY.map(value => 255 - value);
    Object.assign(server.behaviour, { stopAfter: null, etag: '"two"', body: other });
    expect(readFileSync((await load()).path).equals(other)).toBe(true);
  });

  test('begins anew when the server knows no ranges, or nobody could tell versions apart', async () => {
    Object.assign(server.behaviour, { ranges: false, stopAfter: { bytes: 120_000, next: 'halt' } });
    await expect(load({}, { attempts: 1, stallMs: 400 })).rejects.toMatchObject({
      code: 'model/download-failed',
    });
    server.behaviour.stopAfter = null;
    expect((await load()).sha256).toBe(SHA);
    expect(server.requests).toEqual(['', 'bytes=120000-']);
    Object.assign(server.behaviour, { ranges: true, etag: null, stopAfter: { bytes: 9, next: 'drop' } });
    const url = `${server.url}?no-version`;
    await expect(load({ url }, { attempts: 1, stallMs: 400 })).rejects.toMatchObject({
      code: 'model/download-failed',
    });
    server.behaviour.stopAfter = null;
    expect((await load({ url })).sha256).toBe(SHA);
    expect(server.requests.slice(2)).toEqual(['', '']);
  });

  test('that was whole already is not loaded again', async () => {
    await expect(load({ sha256: SHA.replace(/^./, 'f'), bytes: null }, {})).rejects.toMatchObject({
      code: 'model/hash-mismatch',
    });
    server.behaviour.stopAfter = { bytes: BODY.length, next: 'halt' };
    server.behaviour.extraLength = null;
    await expect(load({ sha256: SHA }, { attempts: 1, stallMs: 400 })).rejects.toMatchObject({
      code: 'model/download-failed',
    });
    server.behaviour.stopAfter = null;
    expect((await load({ sha256: SHA })).bytes).toBe(BODY.length);
    expect(server.requests.at(-1)).toBe(`bytes=${BODY.length}-`);
  });

  test('without a length ends with the body', async () => {
    server.behaviour.extraLength = null;
    expect((await load()).sha256).toBe(SHA);
  });
});

describe('a failure is named:', () => {
  test('a server that falls silent is asked again, and given up', async () => {
    server.behaviour.stopAfter = { bytes: 0, next: 'halt' };
    const phases: string[] = [];
    const loading = load({}, { stallMs: 150, onProgress: ({ phase }) => phases.push(phase) });
    await expect(loading).rejects.toMatchObject({ code: 'model/download-failed', message: /nothing came/ });
    expect(server.requests).toHaveLength(3);
    expect(phases).toEqual(['waiting', 'waiting']);
  });

  test('a server that says more than it sends', async () => {
    server.behaviour.extraLength = 500;
    server.behaviour.ranges = false;
    server.behaviour.stopAfter = { bytes: BODY.length, next: 'drop' };
    await expect(load({ bytes: BODY.length })).rejects.toMatchObject({ code: 'model/hash-mismatch' });
    await expect(load()).rejects.toMatchObject({ code: 'model/download-failed' });
  });

  test('another hash: the file is thrown away', async () => {
    await expect(load({ sha256: '0'.repeat(64) })).rejects.toMatchObject({ code: 'model/hash-mismatch' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a full disk, before a byte is written', async () => {
    free = BODY.length;
    await expect(load()).rejects.toMatchObject({ code: 'model/no-space', message: /lacks 1 MB/ });
    expect(partBytes()).toBe(0);
    free = 1e9;
    expect((await load()).sha256).toBe(SHA);
  });

  test.each([404, 403, 410])('status %i is not tried again', async status => {
    server.behaviour.status = status;
    await expect(load()).rejects.toMatchObject({ code: 'model/download-failed', details: { status } });
    expect(server.requests).toHaveLength(1);
  });

  test('status 503 is', async () => {
    server.behaviour.status = 503;
    await expect(load()).rejects.toMatchObject({ code: 'model/download-failed', message: /503/ });
    expect(server.requests).toHaveLength(3);
  });

  test('nobody listens', async () => {
    await expect(load({ url: 'http://127.0.0.1:9/model.onnx' })).rejects.toMatchObject({
      code: 'model/download-failed',
    });
  });
});

describe('addresses', () => {
  test('are https, or this machine', () => {
    for (const url of [
      'https://example.org/a.onnx',
      'http://127.0.0.1:1/a',
      'http://localhost/a',
      'http://[::1]/a',
    ])
      expect(downloadUrl(url).href).toContain('a');
    for (const url of [
      'http://example.org/a',
      'ftp://example.org/a',
      'file:///etc/passwd',
      'https://me:pw@example.org/a',
      'a',
    ])
      expect(() => downloadUrl(url)).toThrow(expect.objectContaining({ code: 'request/invalid' }));
  });

  test('are followed on this machine, and no further', async () => {
    const other = await startFileServer(BODY);
    server.behaviour.redirect = other.url;
    expect((await load()).sha256).toBe(SHA);
    for (const redirect of ['http://example.org/a.onnx', 'file:///etc/passwd', server.url]) {
      server.behaviour.redirect = redirect;
      await expect(load({ url: `${server.url}?${redirect}` })).rejects.toMatchObject({
        code: expect.stringMatching(/^(model\/download-failed|request\/invalid)$/),
      });
    }
    await other.close();
  });
});
