/** Recorded dialogues (test/fixtures/transcripts), replayed step by step. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { z } from 'zod';
import type { SocketClient } from '../../../support/socket-client.ts';
import { type ConformanceCase, expectFrames } from '../conformance-case.ts';
import type { Target } from '../target.ts';

const Message = z.record(z.string(), z.unknown());
const Step = z.union([
  z.strictObject({ client: Message }),
  z.strictObject({ clientText: z.string() }),
  z.strictObject({ clientAudio: z.number() }),
  z.strictObject({ clientBinary: z.base64() }),
  z.strictObject({ server: Message }),
  z.strictObject({ serverVideo: z.number(), jpegs: z.array(z.base64()).optional() }),
  z.strictObject({ reconnect: z.literal(true) }),
]);
const Head = z.strictObject({ path: z.string(), source: z.string() });

const FOLDER = new URL('../../../fixtures/transcripts/omnirt/', import.meta.url);

const withPatterns = (value: unknown): unknown => {
  if (typeof value === 'string' && value.startsWith('re:'))
    return expect.stringMatching(new RegExp(value.slice(3)));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withPatterns(inner)]));
};

const play = async (target: Target, client: SocketClient, step: z.infer<typeof Step>): Promise<void> => {
  if ('client' in step) client.send(step.client);
  else if ('clientText' in step) client.send(step.clientText);
  else if ('clientBinary' in step) client.send(new Uint8Array(Buffer.from(step.clientBinary, 'base64')));
  else if ('clientAudio' in step) client.sendAudio(step.clientAudio);
  else if ('server' in step) expect(await client.json()).toMatchObject(withPatterns(step.server) as object);
  else if ('serverVideo' in step) expectFrames(target, await client.video(), step.serverVideo);
};

/** A recorded dialogue as a case. `text`: as the files have it, and as the studio's message log exports it. */
export const replay = (name: string, text: string): ConformanceCase => {
  const [head, ...lines] = text.trim().split('\n');
  const { path, source } = Head.parse(JSON.parse(head ?? ''));
  return {
    name: `transcript ${name}`,
    source,
    run: async target => {
      let client = await target.open(path);
      for (const line of lines) {
        const step = Step.parse(JSON.parse(line.replaceAll('$IMAGE', target.image)));
        if ('reconnect' in step) {
          await client.end();
          client = await target.open(path);
        } else await play(target, client, step);
      }
    },
  };
};

/** See ConformanceCase. */
export const transcriptCases: readonly ConformanceCase[] = readdirSync(FOLDER)
  .sort()
  .map(name => replay(name, readFileSync(new URL(name, FOLDER), 'utf8')));
