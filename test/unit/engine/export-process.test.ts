/** The process of one job, when it is gone before or while the job runs. */
import { describe, expect, test } from 'vitest';
import type { EngineProcess } from '../../../src/main/engine/engine.ts';
import { ExportProcess } from '../../../src/main/engine/export-process.ts';
import { RemoteEngine } from '../../../src/main/engine/remote-engine.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { ManualClock } from '../../support/manual-clock.ts';

/** A process that is ready at once, and whose pipe the test cuts. */
class FakeProcess implements EngineProcess {
  readonly pid = 1;
  isConnected = true;
  readonly sent: unknown[] = [];
  #onMessage: (message: unknown) => void = () => {};
  #onExit: (code: number | null) => void = () => {};

  send(message: unknown): void {
    if (!this.isConnected) throw new Error('The engine process is gone.');
    this.sent.push(message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener;
    queueMicrotask(() => this.#onMessage({ kind: 'ready' }));
  }
  onExit(listener: (code: number | null) => void): void {
    this.#onExit = listener;
  }
  answer(message: unknown): void {
    this.#onMessage(message);
  }
  exit(): void {
    this.isConnected = false;
    this.#onExit(1);
  }
  kill(): void {}
}

const job = { source: { kind: 'clip', path: '/a.mp4' }, outDir: '/b', id: 'c', name: 'd' } as const;
const quiet = () => {};

describe('ExportProcess', () => {
  test('whose pipe is cut fails its job as a crash, and a cancel then is no error', async () => {
    const child = new FakeProcess();
    const stop = new AbortController();
    const one = new ExportProcess({
      spawn: () => child,
      clock: new ManualClock(),
      log: silentLog,
      startMs: 1,
    });
    const work = expect(one.run('importClip', job, quiet, stop.signal)).rejects.toMatchObject({
      code: 'engine/crashed',
    });
    while (child.sent.length === 0) await Promise.resolve();
    child.isConnected = false;
    stop.abort();
    child.exit();
    await work;
  });

  test('that cannot be told its job fails as a crash', async () => {
    const child = new FakeProcess();
    const one = new ExportProcess({
      spawn: () => child,
      clock: new ManualClock(),
      log: silentLog,
      startMs: 1,
    });
    await Promise.resolve();
    child.isConnected = false;
    const work = one.run('importClip', job, quiet, new AbortController().signal);
    await expect(work).rejects.toMatchObject({ code: 'engine/crashed' });
  });
});

describe('speech that is still being spoken', () => {
  const sentence = (length: number) => ({
    sampleRate: 16_000,
    samples: new Int16Array(length),
    phones: null,
    words: [],
  });
  const jobWith = (utterances: AsyncIterable<ReturnType<typeof sentence>>) =>
    ({ container: 'mp4', speech: { kind: 'arriving', utterances } }) as never;
  const open = () => {
    const child = new FakeProcess();
    const deps = { spawn: () => child, clock: new ManualClock(), log: silentLog, startMs: 1 };
    return { child, one: new ExportProcess(deps) };
  };
  const sentBy = async (child: FakeProcess, count: number) => {
    while (child.sent.length < count) await new Promise(resolve => setImmediate(resolve));
    return child.sent as { id: number; call: string; params: Record<string, unknown> }[];
  };

  test('follows its job in order, and its end is told', async () => {
    const { child, one } = open();
    async function* speech() {
      yield sentence(1);
      yield sentence(2);
    }
    const work = one.run('exportVideo', jobWith(speech()), quiet, new AbortController().signal);
    const sent = await sentBy(child, 4);
    expect(sent.map(({ call }) => call)).toEqual(['exportVideo', ...Array(3).fill('exportSpeech')]);
    expect(sent[0]!.params).toMatchObject({
      speechFollows: true,
      job: { speech: { kind: 'utterances', utterances: [] } },
    });
    const lengths = sent.slice(1).map(({ params }) => {
      const { utterance } = params as { utterance: ReturnType<typeof sentence> | null };
      return utterance === null ? null : utterance.samples.length;
    });
    expect(lengths).toEqual([1, 2, null]);
    child.answer({ kind: 'result', id: sent[0]!.id, result: 'done' });
    expect(await work).toBe('done');
  });

  test('that fails cancels the job, which ends with the voice’s own words', async () => {
    const { child, one } = open();
    // biome-ignore lint/correctness/useYield: a voice that fails before its first word.
    async function* speech(): AsyncGenerator<ReturnType<typeof sentence>> {
      throw new Error('hoarse');
    }
    const work = one.run('exportVideo', jobWith(speech()), quiet, new AbortController().signal);
    const seen = expect(work).rejects.toThrow('hoarse');
    const sent = await sentBy(child, 2);
    expect(sent.map(({ call }) => call)).toEqual(['exportVideo', 'cancelExport']);
    const error = { code: 'request/cancelled', message: 'The export was cancelled.' };
    child.answer({ kind: 'failure', id: sent[0]!.id, error });
    await seen;
  });
});

test('a video takes no prepared process that has ended meanwhile', async () => {
  const children: FakeProcess[] = [];
  const spawn = () => {
    children.push(new FakeProcess());
    return children.at(-1)!;
  };
  const engine = new RemoteEngine({ spawn, clock: new ManualClock(), log: silentLog, eager: false });
  engine.prepareExport();
  children[0]!.exit();
  const stop = new AbortController();
  const work = engine.exportVideo({} as never, quiet, stop.signal).catch(quiet);
  expect(children).toHaveLength(2);
  children[1]!.exit();
  await work;
  engine.close();
});
