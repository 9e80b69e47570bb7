/**
 * Ten thousand random messages a run (`MOUTHPIECE_FULL`: a hundred thousand), in rounds of fifty. After each round a new client is
 * served, and a bystander's session goes on as if nothing had been. The seed is printed; `MOUTHPIECE_FUZZ_SEED` takes it back.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLiveUnit } from '../../../src/shared/native-protocol.ts';
import { decodeVideo } from '../../support/omnirt-wire.ts';
import type { Arrived, SocketClient } from '../../support/socket-client.ts';
import { createWith, expectFrames, NATIVE, openSession } from './conformance-case.ts';
import { anyMessage } from './fuzz-messages.ts';
import { foreignUrl, reach, startOwn, type Target } from './target.ts';

const MESSAGES = process.env.MOUTHPIECE_FULL ? 100_000 : 10_000;
/** A busy machine answers some thirty messages a second, ms. */
const LONGEST = MESSAGES * 60;
const ROUND = 50;
const PATHS = [NATIVE, '/', NATIVE, '/v1/audio2video/wav2lip'] as const;
const SMALL = { width: 64, height: 64, chunk_samples: 640 };
const SMALL_BYTES = 1280;

const ANSWERS = new Set([
  ...[
    'session.created',
    'session.updated',
    'session.resumed',
    'session.cancelled',
    'session.closed',
    'session.interrupted',
    'metrics',
    'pong',
  ],
  ...['stats', 'mark', 'speech.words', 'init_ok', 'close_ok', 'config_ok', 'error'],
]);

/** Whether an answer belongs to the protocol at all. */
const isProper = (answer: Arrived): boolean => {
  if (answer.kind === 'binary')
    return 'jpegs' in decodeVideo(answer.bytes) || decodeLiveUnit(answer.bytes) !== null;
  const { type, message } = answer.json;
  return ANSWERS.has(String(type)) && (type !== 'error' || (typeof message === 'string' && message !== ''));
};

/** Sends a round and reads until the echo of its last message; gives the number of answers, null when the socket ended. */
const converse = async (
  client: SocketClient,
  messages: readonly (string | Uint8Array)[],
): Promise<number | null> => {
  for (const message of messages) client.send(message);
  client.send({ type: 'the end' });
  for (let answers = 0; ; answers++) {
    const answer = await client.next();
    if (answer === null) return null;
    if (answer.kind === 'text' && String(answer.json.message).endsWith('message type: the end'))
      return answers;
    if (answer.kind === 'text' && answer.json.message === 'Unsupported message: the end') return answers;
    if (!isProper(answer))
      throw new Error(`an answer nobody expects: ${JSON.stringify(answer).slice(0, 300)}`);
  }
};

const storm = async (
  target: Target,
  count: number,
  seed: number,
): Promise<{ answers: number; ended: number }> => {
  const messages = fc.sample(anyMessage, { numRuns: count, seed });
  const bystander = (await openSession(target, SMALL)).client;
  let answers = 0;
  let ended = 0;
  for (let round = 0; round * ROUND < count; round++) {
    const path = PATHS[round % PATHS.length] ?? NATIVE;
    try {
      const client = await target.open(path);
      const heard = await converse(client, messages.slice(round * ROUND, (round + 1) * ROUND));
      client.close();
      if (heard === null) ended += 1;
      else answers += heard;
      const next = await target.open(NATIVE);
      expect(await next.ask(createWith(target, SMALL))).toMatchObject({ type: 'session.created' });
      expectFrames(target, (await next.speak(SMALL_BYTES)).jpegs, 1);
      next.close();
      const { metrics, jpegs } = await bystander.speak(SMALL_BYTES);
      expect(metrics).toMatchObject({ chunk_index: round + 1 });
      expectFrames(target, jpegs, 1);
    } catch (error) {
      throw new Error(`seed ${seed}, round ${round} of ${ROUND} messages on ${path}`, { cause: error });
    }
  }
  expect(await bystander.drain()).toEqual([]);
  return { answers, ended };
};

const seed = Number(process.env.MOUTHPIECE_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const run = (name: string, start: () => Promise<Target>, count: number, mayEnd: boolean): void => {
  test(`${name}: ${count} random messages get answers, not ends`, { timeout: LONGEST }, async () => {
    console.log(`fuzz seed ${seed} (${name})`);
    const target = await start();
    const { answers, ended } = await storm(target, count, seed);
    target.closeClients();
    await target.close();
    console.log(`${answers} answers, ${ended} of ${Math.ceil(count / ROUND)} sockets ended`);
    if (!mayEnd) expect(ended).toBe(0);
    expect(answers).toBeGreaterThan(0);
  });
};

if (foreignUrl === null) {
  for (const runtime of ['fake', 'resident'] as const)
    run(`our server, ${runtime}`, () => startOwn(runtime), MESSAGES / 2, false);
} else {
  const url = foreignUrl;
  run(url, async () => reach(url), MESSAGES, true);
}
