/** The gateway over real sockets: the page and its key, the doors, and requests that are bad. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { GatewayOptions } from '../../../src/main/gateway/gateway.ts';
import type { StreamRoute } from '../../../src/main/gateway/stream-route.ts';
import type { Connection, Route } from '../../../src/main/protocols/front-end.ts';
import { StudioError } from '../../../src/shared/errors.ts';
import { SocketClient } from '../../support/socket-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

const ask = (
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

let folder: string;
let page: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gateway-'));
  page = path.join(folder, 'page');
  mkdirSync(path.join(page, 'assets'), { recursive: true });
  writeFileSync(path.join(page, 'index.html'), '<!doctype html><title>studio</title>');
  writeFileSync(path.join(page, 'assets', 'app.js'), 'export {};');
  writeFileSync(path.join(page, '.secret.txt'), 'hidden');
  writeFileSync(path.join(folder, 'outside.txt'), 'secret');
  symlinkSync(path.join(folder, 'outside.txt'), path.join(page, 'link.txt'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let server: TestServer;
const start = async (gateway: Partial<GatewayOptions> = {}): Promise<number> => {
  server = await startTestServer({ gateway: { staticDir: page, ...gateway } });
  return server.gateway.port;
};
afterEach(() => server.gateway.close());

const cookieOf = (answer: Answer): string => String(answer.headers['set-cookie']).split(';')[0]!;

describe('the page and its key', () => {
  test('a one-time link becomes a cookie and works once', async () => {
    const port = await start();
    const link = new URL(server.gateway.openUrl());
    const entered = await ask(port, link.pathname + link.search);
    expect(entered.status).toBe(303);
    expect(entered.headers.location).toBe('/');
    expect(String(entered.headers['set-cookie'])).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    const cookie = cookieOf(entered);
    expect(cookie).toContain(`mouthpiece_${port}=`);
    const opened = await ask(port, '/', { headers: { cookie } });
    expect(opened).toMatchObject({ status: 200, body: expect.stringContaining('studio') });
    expect((await ask(port, link.pathname + link.search)).status).toBe(401);
    expect((await ask(port, link.pathname + link.search, { headers: { cookie } })).status).toBe(303);
    expect((await ask(port, `/?token=${server.tokens.api}`)).status).toBe(303);
  });

  test('without a key the page says what to do', async () => {
    const port = await start();
    const refused = await ask(port, '/');
    expect(refused.status).toBe(401);
    expect(refused.body).toContain('needs its key');
    expect(refused.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('pages carry the policy and no script may be inline', async () => {
    const port = await start();
    const headers = { authorization: `Bearer ${server.tokens.api}` };
    const opened = await ask(port, '/', { headers });
    const policy = String(opened.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(opened.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    expect((await ask(port, '/some/view', { headers })).body).toContain('<title>studio');
    expect((await ask(port, '/some/view')).status).toBe(401);
    const asset = await ask(port, '/assets/app.js');
    expect(asset).toMatchObject({ status: 200, body: 'export {};' });
    expect(asset.headers['cache-control']).toContain('immutable');
  });

  test.each([
    '/../outside.txt',
    '/..%2foutside.txt',
    '/%2e%2e/outside.txt',
    '/..%5coutside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/link.txt',
    '/.secret.txt',
    '/%00.txt',
    '/%zz.txt',
    '/nothing.js',
  ])('%s is not served', async target => {
    const port = await start();
    const answer = await ask(port, target);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });
});

describe('doors', () => {
  test('Host and Origin are checked on requests and upgrades', async () => {
    const port = await start({ allowOrigins: ['https://example.org'] });
    const models = '/v1/audio2video/models';
    expect((await ask(port, models)).status).toBe(200);
    expect((await ask(port, models, { headers: { host: 'evil.example' } })).status).toBe(403);
    expect((await ask(port, models, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    const allowed = await ask(port, models, { headers: { origin: 'https://example.org' } });
    expect(allowed.headers['access-control-allow-origin']).toBe('https://example.org');
    const preflight = await ask(port, models, {
      method: 'OPTIONS',
      headers: { origin: 'https://example.org' },
    });
    expect(preflight.status).toBe(204);
    const url = `${server.wsBase}/v1/avatar/realtime`;
    await expect(SocketClient.open(url, { origin: 'https://evil.example' })).rejects.toMatchObject({
      status: 403,
    });
    await expect(SocketClient.open(url, { headers: { host: 'evil.example' } })).rejects.toMatchObject({
      status: 403,
    });
    await expect(SocketClient.open(`${server.wsBase}/nothing`)).rejects.toMatchObject({ status: 404 });
    (await SocketClient.open(url, { origin: `http://localhost:${port}` })).close();
  });

  test('a required token is wanted everywhere, as Bearer or in the address', async () => {
    const port = await start({ requireToken: true });
    const { api } = server.tokens;
    for (const target of ['/healthz', '/readyz', '/metrics', '/v1/avatar/models', '/assets/app.js']) {
      expect((await ask(port, target)).status).toBe(401);
      expect((await ask(port, `${target}?token=${api}`)).status).toBe(200);
      expect((await ask(port, target, { headers: { authorization: `Bearer ${api}` } })).status).toBe(200);
      expect((await ask(port, target, { headers: { authorization: `Bearer ${api}x` } })).status).toBe(401);
    }
    const url = `${server.wsBase}/v1/avatar/realtime`;
    await expect(SocketClient.open(url)).rejects.toMatchObject({ status: 401 });
    (await SocketClient.open(`${url}?token=${api}`)).close();
    (await SocketClient.open(url, { headers: { authorization: `Bearer ${api}` } })).close();
  });

  test('health, readiness, figures', async () => {
    let ready = true;
    const port = await start({ ready: () => ({ ok: ready, engine: 'up' }) });
    expect(JSON.parse((await ask(port, '/healthz')).body)).toEqual({ ok: true });
    expect((await ask(port, '/readyz')).status).toBe(200);
    ready = false;
    expect((await ask(port, '/readyz')).status).toBe(503);
    const metrics = await ask(port, '/metrics');
    expect(metrics.headers['content-type']).toContain('text/plain');
    expect(metrics.body).toContain('mouthpiece_resident_bytes');
    expect(metrics.body).toContain('mouthpiece_frames_dropped_total 0');
  });

  test('a taken port: the next one, or a clear word', async () => {
    const port = await start();
    const next = await startTestServer({ gateway: { port, portAttempts: 21 } });
    expect(next.gateway.port).toBeGreaterThan(port);
    await next.gateway.close();
    await expect(startTestServer({ gateway: { port, portAttempts: 1 } })).rejects.toMatchObject({
      code: 'config/invalid',
      message: expect.stringContaining(`Port ${port} is taken`),
    });
  });
});

describe('bad requests', () => {
  const upload: StreamRoute = {
    kind: 'stream',
    method: 'POST',
    path: '/up/:name',
    maxBodyBytes: 1000,
    answer: async ({ params, body }) => {
      let bytes = 0;
      for await (const piece of body) bytes += piece.length;
      return { status: 200, body: `${params.name} ${bytes}` };
    },
  };
  const broken: Route = {
    kind: 'http',
    method: 'GET',
    path: '/broken',
    answer: async () => {
      throw new Error('a secret detail');
    },
  };
  const named: Route = {
    kind: 'http',
    method: 'GET',
    path: '/named',
    answer: async () => {
      throw new StudioError('avatar/not-found', 'There is no avatar "x".', { avatarId: 'x' });
    },
  };

  test('bodies are bounded, announced or not', async () => {
    const port = await start({ routes: [upload] });
    expect((await ask(port, '/up/a%20b', { method: 'POST', body: 'x'.repeat(1000) })).body).toBe('a b 1000');
    const announced = await ask(port, '/up/a', { method: 'POST', body: 'x'.repeat(5000) });
    expect(announced.status).toBe(413);
    const headers = { 'transfer-encoding': 'chunked' };
    const chunked = await ask(port, '/up/a', { method: 'POST', headers, body: 'x'.repeat(5000) });
    expect(JSON.parse(chunked.body)).toMatchObject({ error: { code: 'gateway/too-large' } });
    expect((await ask(port, '/up/a')).status).toBe(405);
    expect((await ask(port, '/healthz', { method: 'PUT' })).status).toBe(404);
    expect((await ask(port, '/up/a', { method: 'DELETE' })).status).toBe(405);
  });

  test('errors are JSON, without stack and without inner details', async () => {
    const port = await start({ routes: [broken, named] });
    const bug = await ask(port, '/broken');
    expect(bug.status).toBe(500);
    expect(bug.body).not.toMatch(/secret|at /);
    const known = await ask(port, '/named');
    expect(known.status).toBe(404);
    expect(JSON.parse(known.body).error).toMatchObject({
      code: 'avatar/not-found',
      details: { avatarId: 'x' },
    });
  });

  test('what is not HTTP ends its own connection only', async () => {
    const port = await start();
    for (const text of [
      '\0\0\0\0',
      'GET\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
    ]) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(text);
      socket.resume();
      await once(socket, 'close');
    }
    expect((await ask(port, '/healthz')).status).toBe(200);
  });

  test('ranges of a file', async () => {
    const file = path.join(folder, 'outside.txt');
    const route: StreamRoute = {
      kind: 'stream',
      method: 'GET',
      path: '/file',
      maxBodyBytes: 0,
      answer: async () => ({ status: 200, file }),
    };
    const port = await start({ routes: [route] });
    expect(await ask(port, '/file', { headers: { range: 'bytes=1-3' } })).toMatchObject({
      status: 206,
      body: 'ecr',
    });
    expect(await ask(port, '/file', { headers: { range: 'bytes=-2' } })).toMatchObject({
      status: 206,
      body: 'et',
    });
    expect((await ask(port, '/file', { headers: { range: 'bytes=9-' } })).status).toBe(416);
    expect((await ask(port, '/file', { method: 'HEAD' })).headers['content-length']).toBe('6');
  });
});

describe('sockets', () => {
  const socketRoute = (onOpen: (connection: Connection) => void, maxMessageBytes = 1000): Route => ({
    kind: 'ws',
    path: '/talk',
    maxMessageBytes,
    open: connection => {
      onOpen(connection);
      return {
        onText: text => {
          if (text === 'throw') throw new Error('a bug');
          connection.sendText(text);
        },
        onBinary: () => {},
        onClose: () => {},
      };
    },
  });

  test('a message over the bound closes its own socket with 1009', async () => {
    await start({ routes: [socketRoute(() => {})] });
    const client = await SocketClient.open(`${server.wsBase}/talk`);
    const other = await SocketClient.open(`${server.wsBase}/talk`);
    client.send('x'.repeat(2000));
    expect(await client.next()).toBeNull();
    expect(client.closed?.code).toBe(1009);
    other.send('"still here"');
    await other.next();
    other.send('throw');
    expect(await other.next()).toBeNull();
    expect(other.closed?.code).toBe(1011);
  });

  test('a peer that reads nothing loses droppable messages at 8 MB and is cut off at the hard bound', async () => {
    let peer: Connection | undefined;
    await start({
      routes: [
        socketRoute(connection => {
          peer = connection;
        }),
      ],
      limits: { slowPeerBytes: 8 << 20, deadPeerBytes: 16 << 20 },
    });
    const client = await SocketClient.open(`${server.wsBase}/talk`);
    client.socket.pause();
    const megabyte = new Uint8Array(1 << 20);
    let dropped = 0;
    for (let i = 0; i < 64; i++) if (peer?.sendBinary(megabyte, { droppable: true }) === false) dropped += 1;
    expect(dropped).toBeGreaterThan(40);
    expect(peer?.queuedBytes).toBeLessThanOrEqual(8 << 20);
    for (let i = 0; i < 32; i++) peer?.sendBinary(megabyte);
    expect(peer?.queuedBytes).toBeLessThanOrEqual(17 << 20);
    client.socket.resume();
    client.close();
  });

  test('a silent peer is found by pings', async () => {
    await start({ routes: [socketRoute(() => {})], limits: { pingMs: 30 } });
    const socket = connect(server.gateway.port, '127.0.0.1');
    const key = Buffer.from('0123456789abcdef').toString('base64');
    socket.write(
      `GET /talk HTTP/1.1\r\nHost: 127.0.0.1:${server.gateway.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
    socket.on('error', () => {});
    socket.resume();
    await once(socket, 'close'); // this peer never answers a ping
  });

  test('sockets are bounded', async () => {
    await start({ routes: [socketRoute(() => {})], limits: { maxWebSockets: 1 } });
    const first = await SocketClient.open(`${server.wsBase}/talk`);
    await expect(SocketClient.open(`${server.wsBase}/talk`)).rejects.toMatchObject({ status: 503 });
    first.close();
  });
});
