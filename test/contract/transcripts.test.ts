/** Replays every transcript in test/fixtures/transcripts against the server, step by step. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeVideo } from '../support/omnirt-wire.ts';
import { SocketClient } from '../support/socket-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const Message = z.record(z.string(), z.unknown());
const Step = z.union([
  z.strictObject({ client: Message }),
  z.strictObject({ clientText: z.string() }),
  z.strictObject({ clientAudio: z.number() }),
  z.strictObject({ clientBytes: z.string() }),
  z.strictObject({ server: Message }),
  z.strictObject({ serverFrames: z.number() }),
  z.strictObject({ closed: z.number() }),
]);
const Head = z.object({ path: z.string(), source: z.string() });

const IMAGE = Buffer.from('fake-image-bytes').toString('base64');
const FOLDER = new URL('../fixtures/transcripts/omnirt/', import.meta.url);

const withPatterns = (value: unknown): unknown => {
  if (typeof value === 'string' && value.startsWith('re:'))
    return expect.stringMatching(new RegExp(value.slice(3)));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withPatterns(inner)]));
};

const play = async (client: SocketClient, step: z.infer<typeof Step>): Promise<void> => {
  if ('client' in step) client.send(step.client);
  else if ('clientText' in step) client.send(step.clientText);
  else if ('clientAudio' in step) client.sendAudio(step.clientAudio);
  else if ('clientBytes' in step) client.send(Buffer.from(step.clientBytes, 'latin1'));
  else if ('server' in step) expect(await client.json()).toMatchObject(withPatterns(step.server) as object);
  else if ('serverFrames' in step) {
    expect(decodeVideo(await client.binary())).toHaveProperty('jpegs.length', step.serverFrames);
  } else {
    expect(await client.next()).toBeNull();
    expect(client.closed?.code).toBe(step.closed);
  }
};

describe('transcripts', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTestServer({ deps: { runtime: 'fake' } });
  });
  afterEach(() => server.gateway.close());

  test.each(readdirSync(FOLDER))('%s', async name => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8').replaceAll('$IMAGE', IMAGE);
    const [first, ...lines] = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    const client = await SocketClient.open(server.wsBase + Head.parse(first).path);
    for (const line of lines) await play(client, Step.parse(line));
    client.close();
  });
});
