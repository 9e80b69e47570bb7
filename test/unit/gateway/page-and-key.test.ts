/** The page, its one-time key and cookie, and the files that are not served. */
import { describe, expect, test } from 'vitest';
import { type Answer, ask, gatewayForTests } from './gateway-fixture.ts';

const gateway = gatewayForTests();
const cookieOf = (answer: Answer): string => String(answer.headers['set-cookie']).split(';')[0]!;

describe('the page and its key', () => {
  test('a one-time link becomes a cookie and works once', async () => {
    const port = await gateway.start();
    const link = new URL(gateway.server.gateway.openUrl());
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
    expect((await ask(port, `/?token=${gateway.server.tokens.api}`)).status).toBe(303);
  });

  test('the cookie opens nothing for pages of other ports, though browsers send it from them', async () => {
    const port = await gateway.start({ requireToken: true, allowOrigins: ['http://localhost:3000'] });
    const link = new URL(gateway.server.gateway.openUrl());
    const cookie = cookieOf(await ask(port, link.pathname + link.search));
    const models = '/v1/audio2video/models';
    const from = async (origin: string) => (await ask(port, models, { headers: { cookie, origin } })).status;
    expect(await from(`http://localhost:${port}`)).toBe(200);
    expect(await from('http://localhost:3000')).toBe(401);
  });

  test('without a key the page says what to do', async () => {
    const port = await gateway.start();
    const refused = await ask(port, '/');
    expect(refused.status).toBe(401);
    expect(refused.body).toContain('needs its key');
    expect(refused.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('pages carry the policy and no script may be inline', async () => {
    const port = await gateway.start();
    const headers = { authorization: `Bearer ${gateway.server.tokens.api}` };
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

  test('a packed copy goes to whoever takes it, parts come from the file itself', async () => {
    const port = await gateway.start();
    const asked = (headers: Record<string, string>) => ask(port, '/assets/app.js', { headers });
    const packed = await asked({ 'accept-encoding': 'gzip, deflate, br' });
    expect(packed.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'accept-encoding',
    });
    expect((await asked({ 'accept-encoding': 'gzip, br;q=0' })).headers['content-encoding']).toBeUndefined();
    const part = await asked({ 'accept-encoding': 'br', range: 'bytes=0-5' });
    expect(part).toMatchObject({ status: 206, body: 'export' });
    expect((await ask(port, '/assets/app.js.br')).status).toBe(404);
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
    const port = await gateway.start();
    const answer = await ask(port, target);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });

  test('where everything needs a token, one of a feed opens the feed with all its files, and nothing else', async () => {
    const port = await gateway.start({ requireToken: true });
    const { secret, token } = gateway.server.tokens.create('OBS', ['feed']);
    const status = async (target: string, headers: Record<string, string> = {}): Promise<number> =>
      (await ask(port, target, { headers })).status;
    const opened = await ask(port, `/feed?token=${secret}`);
    expect(opened).toMatchObject({ status: 200, body: expect.stringContaining('studio') });
    expect(String(opened.headers['set-cookie'])).toMatch(/; Path=\/assets\/; HttpOnly; SameSite=Strict$/);
    const cookie = cookieOf(opened);
    expect(await status('/assets/app.js', { cookie })).toBe(200);
    expect(await status('/assets/app.js')).toBe(401);
    expect(await status(`/assets/app.js`, { cookie: `${cookie}x` })).toBe(401);
    for (const target of ['/', '/index.html', '/metrics', '/some/view', '/studio/rpc', '/v1/models'])
      expect([target, await status(target, { cookie })]).toEqual([target, 401]);
    const other = gateway.server.tokens.create('Robot', ['protocols']);
    expect(await status(`/feed?token=${other.secret}`)).toBe(401);
    gateway.server.tokens.revoke(token.id);
    expect(await status('/assets/app.js', { cookie })).toBe(401);
  });
});
