/** The studio's routes and its socket, over a real gateway. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AvatarView } from '../../../src/shared/studio/avatars.ts';
import { pictureWith } from '../../support/fake-studio-engine.ts';
import { SocketClient } from '../../support/socket-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { studioForTests } from './studio-fixture.ts';

const UploadReply = z.object({ uploadId: z.string(), durationMs: z.number() });

const at = studioForTests();
const uploadedFiles = (): string[] =>
  readdirSync(path.join(at().dataDir, 'uploads'), { recursive: true, withFileTypes: true }).flatMap(entry =>
    entry.isFile() ? [entry.name] : [],
  );
let server: TestServer | null = null;
afterEach(async () => {
  await server?.gateway.close();
  server = null;
});

describe('over the wire', () => {
  const start = async (): Promise<{ base: string; headers: Record<string, string> }> => {
    server = await startTestServer({ gateway: { routes: at().studio.routes } });
    return {
      base: server.gateway.url.slice(0, -1),
      headers: { authorization: `Bearer ${server.tokens.api}` },
    };
  };

  test('a clip goes up and is a moving avatar; what cannot be opened leaves nothing', async () => {
    const { base, headers } = await start();
    const post = (name: string) =>
      fetch(`${base}/studio/clips`, {
        method: 'POST',
        headers: { ...headers, 'x-file-name': name },
        body: 'clip',
      });
    const view = AvatarView.parse(await (await post('Mia nods.mp4')).json());
    expect(view).toMatchObject({ name: 'Mia nods', moving: { frames: 3, fps: 25 } });
    const refused = await post('notes.txt');
    expect(await refused.json()).toMatchObject({ error: { code: 'avatar/unreadable' } });
    expect((await fetch(`${base}/studio/clips`, { method: 'POST', body: 'x' })).status).toBe(401);
    expect(uploadedFiles()).toEqual([]);
  });

  test('a picture goes up, comes back, and its video comes down', async () => {
    const { base, headers } = await start();
    const body = Buffer.from(pictureWith(1, 'up'));
    const posted = await fetch(`${base}/studio/avatars`, {
      method: 'POST',
      headers: { ...headers, 'x-file-name': encodeURIComponent('我的_照片.png') },
      body,
    });
    const view = AvatarView.parse(await posted.json());
    expect(view).toMatchObject({ name: '我的 照片', mouthSource: 'detected' });
    const picture = await fetch(base + view.pictureUrl, { headers });
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(body);
    expect(await (await fetch(base + view.thumbnailUrl, { headers })).text()).toBe('thumbnail');
    expect((await fetch(base + view.pictureUrl)).status).toBe(401);
    const upload = await fetch(`${base}/studio/uploads`, {
      method: 'POST',
      headers: { ...headers, 'x-file-name': 'a.wav' },
      body: 'sound',
    });
    const { uploadId, durationMs } = UploadReply.parse(await upload.json());
    expect(durationMs).toBe(1500);
    const job = await at().studio.api.call('exports.start', {
      avatarId: view.id,
      speech: { kind: 'upload', uploadId },
      width: 416,
      height: 704,
    });
    await expect.poll(async () => (await at().studio.api.call('exports.list', {}))[0]?.state).toBe('done');
    const video = await fetch(`${base}/studio/exports/${job.id}/file`, { headers });
    expect(video.headers.get('content-type')).toBe('video/mp4');
    expect(video.headers.get('content-disposition')).toContain('attachment');
    expect(await video.text()).toBe('a video');
  });

  test('bad uploads are named and leave no file', async () => {
    const { base, headers } = await start();
    const picture = await fetch(`${base}/studio/avatars`, { method: 'POST', headers, body: 'nothing' });
    expect([picture.status, await picture.json()]).toMatchObject([
      422,
      { error: { code: 'avatar/unreadable' } },
    ]);
    const large = await fetch(`${base}/studio/avatars`, {
      method: 'POST',
      headers,
      body: Buffer.alloc(21 * 1024 * 1024),
    });
    expect(large.status).toBe(413);
    const sound = await fetch(`${base}/studio/uploads`, {
      method: 'POST',
      headers: { ...headers, 'x-file-name': '../../x.txt' },
      body: 'text',
    });
    expect([sound.status, await sound.json()]).toMatchObject([422, { error: { code: 'audio/unreadable' } }]);
    expect(uploadedFiles()).toEqual([]);
    expect((await fetch(`${base}/studio/avatars/nobody/picture`, { headers })).status).toBe(404);
  });

  test('calls, errors and events over one socket', async () => {
    const { headers } = await start();
    const url = `${server?.wsBase}/studio/rpc`;
    await expect(SocketClient.open(url)).rejects.toMatchObject({ status: 401 });
    const client = await SocketClient.open(url, { headers });
    const { id } = await at().importPicture(1, 'rpc');
    expect(await client.json()).toEqual({ event: { name: 'avatars.changed', ids: [id] } });
    client.send({ id: 1, method: 'avatars.rename', params: { id, name: 'New' } });
    expect(await client.json()).toEqual({ event: { name: 'avatars.changed', ids: [id] } });
    expect(await client.json()).toMatchObject({ id: 1, result: { id, name: 'New' } });
    client.send({ id: 2, method: 'voices.list' });
    expect(await client.json()).toEqual({ id: 2, result: [{ id: 'v', label: 'Voice', languages: ['en'] }] });
    client.send({ id: 3, method: 'avatars.rename', params: { id: 'x', name: 'y' } });
    expect(await client.json()).toMatchObject({
      id: 3,
      error: { code: 'avatar/not-found', details: { avatarId: 'x' } },
    });
    client.send({ id: 4, method: 'constructor', params: {} });
    expect(await client.json()).toMatchObject({ id: 4, error: { code: 'request/invalid' } });
    client.send({ id: 5, method: 'avatars.rename', params: { id, name: '' } });
    expect(await client.json()).toMatchObject({
      id: 5,
      error: { code: 'request/invalid', message: expect.stringContaining('avatars.rename.name') },
    });
    for (const garbage of ['{', '[]', '{"id":"x"}', Buffer.from([1, 2])]) {
      client.send(garbage);
      expect(await client.json()).toMatchObject({ id: -1, error: { code: 'request/invalid' } });
    }
    client.close();
  });
});
