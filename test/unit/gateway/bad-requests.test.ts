/** Requests that are too large, broken or no HTTP at all, and ranges of files. */
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StreamRoute } from '../../../src/main/gateway/stream-route.ts';
import type { Route } from '../../../src/main/protocols/front-end.ts';
import { StudioError } from '../../../src/shared/errors.ts';
import { ask, gatewayForTests } from './gateway-fixture.ts';

const gateway = gatewayForTests();

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
    const port = await gateway.start({ routes: [upload] });
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
    const port = await gateway.start({ routes: [broken, named] });
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
    const port = await gateway.start();
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
    const file = path.join(gateway.folder, 'outside.txt');
    const route: StreamRoute = {
      kind: 'stream',
      method: 'GET',
      path: '/file',
      maxBodyBytes: 0,
      answer: async () => ({ status: 200, file }),
    };
    const port = await gateway.start({ routes: [route] });
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
