/** A gateway over a small page in a folder of its own, and a plain HTTP client that changes nothing it is told to send. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { GatewayOptions } from '../../../src/main/gateway/gateway.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

/** An HTTP answer, read to its end. */
export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

/** Sends one request. */
export const ask = (
  port: number,
  target: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path: target,
        method: options.method ?? 'GET',
        headers: options.headers ?? {},
      },
      async response => {
        let body = '';
        for await (const piece of response) body += piece;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      },
    );
    sent.on('error', reject);
    sent.end(options.body);
  });

/** What `gatewayForTests` gives: `start` listens and gives the port; `server` is the one started last. */
export type GatewayFixture = {
  readonly folder: string;
  readonly server: TestServer;
  start(gateway?: Partial<GatewayOptions>): Promise<number>;
};

/** Makes the page before all tests of a file and closes each test's server after it. */
export const gatewayForTests = (): GatewayFixture => {
  let folder = '';
  let server: TestServer | null = null;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gateway-'));
    const page = path.join(folder, 'page');
    mkdirSync(path.join(page, 'assets'), { recursive: true });
    writeFileSync(path.join(page, 'index.html'), '<!doctype html><title>studio</title>');
    writeFileSync(path.join(page, 'assets', 'app.js'), 'export {};');
    writeFileSync(path.join(page, 'assets', 'app.js.br'), brotliCompressSync('export {};'));
    writeFileSync(path.join(page, '.secret.txt'), 'hidden');
    writeFileSync(path.join(folder, 'outside.txt'), 'secret');
    symlinkSync(path.join(folder, 'outside.txt'), path.join(page, 'link.txt'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(async () => {
    await server?.gateway.close();
    server = null;
  });
  return {
    get folder() {
      return folder;
    },
    get server() {
      if (server === null) throw new Error('no gateway was started');
      return server;
    },
    start: async gateway => {
      server = await startTestServer({ gateway: { staticDir: path.join(folder, 'page'), ...gateway } });
      return server.gateway.port;
    },
  };
};
