/** Who is let in: Host, Origin, token, port; and the pages of health. */
import { describe, expect, test } from 'vitest';
import { SocketClient } from '../../support/socket-client.ts';
import { startTestServer } from '../../support/test-server.ts';
import { ask, gatewayForTests } from './gateway-fixture.ts';

const gateway = gatewayForTests();

describe('doors', () => {
  test('Host and Origin are checked on requests and upgrades', async () => {
    const port = await gateway.start({ allowOrigins: ['https://example.org'] });
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
    const url = `${gateway.server.wsBase}/v1/avatar/realtime`;
    await expect(SocketClient.open(url, { origin: 'https://evil.example' })).rejects.toMatchObject({
      status: 403,
    });
    await expect(SocketClient.open(url, { headers: { host: 'evil.example' } })).rejects.toMatchObject({
      status: 403,
    });
    await expect(SocketClient.open(`${gateway.server.wsBase}/nothing`)).rejects.toMatchObject({
      status: 404,
    });
    (await SocketClient.open(url, { origin: `http://localhost:${port}` })).close();
  });

  test('a required token is wanted everywhere, as Bearer or in the address', async () => {
    const port = await gateway.start({ requireToken: true });
    const { api } = gateway.server.tokens;
    for (const target of ['/healthz', '/readyz', '/metrics', '/v1/avatar/models', '/assets/app.js']) {
      expect((await ask(port, target)).status).toBe(401);
      expect((await ask(port, `${target}?token=${api}`)).status).toBe(200);
      expect((await ask(port, target, { headers: { authorization: `Bearer ${api}` } })).status).toBe(200);
      expect((await ask(port, target, { headers: { authorization: `Bearer ${api}x` } })).status).toBe(401);
    }
    const url = `${gateway.server.wsBase}/v1/avatar/realtime`;
    await expect(SocketClient.open(url)).rejects.toMatchObject({ status: 401 });
    (await SocketClient.open(`${url}?token=${api}`)).close();
    (await SocketClient.open(url, { headers: { authorization: `Bearer ${api}` } })).close();
  });

  test('health, readiness, figures', async () => {
    let ready = true;
    const port = await gateway.start({ ready: () => ({ ok: ready, engine: 'up' }) });
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
    const port = await gateway.start();
    const next = await startTestServer({ gateway: { port, portAttempts: 21 } });
    expect(next.gateway.port).toBeGreaterThan(port);
    await next.gateway.close();
    await expect(startTestServer({ gateway: { port, portAttempts: 1 } })).rejects.toMatchObject({
      code: 'config/invalid',
      message: expect.stringContaining(`Port ${port} is taken`),
    });
  });
});
