/** What a conformance case is, and the words its rows are written in. Knows no server of ours from inside. */
import { expect } from 'vitest';
import type { Arrived, Message, SocketClient } from '../../support/socket-client.ts';
import type { Target } from './target.ts';

/** One thing a server of this protocol does, shown over real sockets. */
export type ConformanceCase = {
  name: string;
  /** Where it comes from: a file or a test of the reference, or its document. */
  source: string;
  /** Which of our runtimes it concerns; both unless told. Another server is asked anyway. */
  runtime?: 'fake' | 'resident';
  /** Why another server need not do this: an extension of ours, or an end of the socket we answer instead. */
  ours?: string;
  run(target: Target): Promise<void>;
};

/** The native protocol's path. */
export const NATIVE = '/v1/avatar/realtime';

/** The paths of the FlashTalk dialogue and the model each says it is. */
export const FLASHTALK_PATHS = [
  ['/', 'soulx-flashtalk-14b'],
  ['/v1/audio2video/flashtalk', 'soulx-flashtalk-14b'],
  ['/v1/avatar/flashtalk', 'soulx-flashtalk-14b'],
  ['/v1/audio2video/wav2lip', 'wav2lip'],
  ['/v1/avatar/wav2lip', 'wav2lip'],
] as const;

/** PCM bytes of the default chunk: 28 frames at 25 fps. */
export const CHUNK_BYTES = 35_840;

/** `session.create` with the target's picture. */
export const createWith = (
  target: Pick<Target, 'image'>,
  config: Message = {},
  rest: Message = {},
): Message => ({
  type: 'session.create',
  inputs: { image_b64: target.image, prompt: 'A person is talking naturally.' },
  config,
  ...rest,
});

/** Opens the native path and creates a session, which must succeed. */
export const openSession = async (
  target: Target,
  config: Message = {},
): Promise<{ client: SocketClient; created: Message }> => {
  const client = await target.open(NATIVE);
  const created = await client.ask(createWith(target, config));
  expect(created).toMatchObject({ type: 'session.created' });
  return { client, created };
};

/** Opens a FlashTalk path and sends init, which must succeed. */
export const openFlashTalk = async (
  target: Target,
  path: string,
  fields: Message = {},
): Promise<{ client: SocketClient; ok: Message }> => {
  const client = await target.open(path);
  const ok = await client.ask({ type: 'init', ref_image: target.image, prompt: 'x', seed: 9999, ...fields });
  expect(ok).toMatchObject({ type: 'init_ok' });
  return { client, ok };
};

/** As many frames as this server owes for a chunk in which `begun` frames begin; only ours are known. */
export const expectFrames = (target: Target, jpegs: readonly Uint8Array[], begun: number): void => {
  for (const jpeg of jpegs) expect([jpeg[0], jpeg[1]]).toEqual([0xff, 0xd8]);
  const owed = target.expectedFrames(begun);
  if (owed !== null) expect(jpegs.length).toBe(owed);
};

/** The error must come, the socket must live, and nothing else may have been said. */
export const expectRefusal = async (
  client: SocketClient,
  sent: object | string | Uint8Array,
  expected: Message,
): Promise<void> => {
  expect(await client.ask(sent)).toEqual({ type: 'error', message: expect.any(String), ...expected });
};

/** That nothing waits on a native socket. */
export const expectSilence = async (client: SocketClient): Promise<void> => {
  const none: Arrived[] = [];
  expect(await client.drain()).toEqual(none);
};
