/** Supervision with real child processes: crash, respawn with back-off, silence, close. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { EngineProcess } from '../../../src/main/engine/engine.ts';
import { RemoteEngine, type SupervisionLimits } from '../../../src/main/engine/remote-engine.ts';
import { systemClock } from '../../../src/main/system-clock.ts';
import { silentLog } from '../../../src/shared/log.ts';

const child = fileURLToPath(new URL('../../fixtures/engine/echo-engine.mjs', import.meta.url));
const engines: RemoteEngine[] = [];
const pids: number[] = [];

const spawn = (): EngineProcess => {
  const process = fork(child, { serialization: 'advanced' });
  pids.push(process.pid ?? 0);
  return {
    pid: process.pid,
    send: message => void process.send(message as object),
    onMessage: listener => process.on('message', listener),
    onExit: listener => process.on('exit', listener),
    kill: () => process.kill('SIGKILL'),
  };
};

const start = (limits: Partial<SupervisionLimits> = {}): RemoteEngine => {
  const engine = new RemoteEngine({
    spawn,
    clock: systemClock,
    log: silentLog,
    limits: { backOffMs: 20, ...limits },
  });
  engines.push(engine);
  return engine;
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const untilGone = async (pid: number): Promise<void> => {
  while (isAlive(pid)) await new Promise(resolve => setTimeout(resolve, 10));
};

afterEach(() => {
  for (const engine of engines.splice(0)) engine.close();
});

describe('RemoteEngine', () => {
  test('calls wait for the start and carry typed arrays through', async () => {
    const engine = start();
    const result = await engine.call('closeSession', { sessionId: 'a', pcm: Int16Array.of(1, 2) } as never);
    expect(result).toEqual({ sessionId: 'a', pcm: Int16Array.of(1, 2) });
    expect(engine.state).toBe('up');
  });

  test('a crash fails the call in flight, tells the listeners and starts a new process', async () => {
    const engine = start();
    let crashes = 0;
    engine.onCrash(() => crashes++);
    await engine.call('ping', undefined);
    const before = engine.pid;
    await expect(engine.call('analyse', { picture: new Uint8Array() })).rejects.toMatchObject({
      code: 'engine/crashed',
    });
    expect(crashes).toBe(1);
    await engine.call('ping', undefined);
    expect(engine.pid).not.toBe(before);
    expect(engine.restarts).toBe(1);
  });

  test('a call that is never answered ends with a timeout', async () => {
    const engine = start();
    await expect(
      engine.call('decodeAudio', { path: '', maxDurationS: 1 }, { timeoutMs: 50 }),
    ).rejects.toMatchObject({ code: 'engine/timeout' });
  });

  test('close ends the process and every later call', async () => {
    const engine = start();
    await engine.call('ping', undefined);
    const pid = engine.pid ?? 0;
    engine.close();
    await untilGone(pid);
    await expect(engine.call('ping', undefined)).rejects.toMatchObject({ code: 'engine/unavailable' });
  });

  test('a process that does not start is tried again, and callers are told in time', async () => {
    const engine = new RemoteEngine({
      spawn: () => ({
        pid: undefined,
        send: () => {},
        onMessage: () => {},
        onExit: () => {},
        kill: () => {},
      }),
      clock: systemClock,
      log: silentLog,
      limits: { startMs: 40, backOffMs: 10 },
    });
    engines.push(engine);
    await expect(engine.call('ping', undefined)).rejects.toMatchObject({ code: 'engine/unavailable' });
    await expect.poll(() => engine.restarts).toBeGreaterThan(0);
  });

  test('an import that is hung ends with its process', async () => {
    const engine = start({ callMs: 300 });
    const job = { source: { kind: 'clip', path: '/a.mp4' }, outDir: '/b', id: 'c', name: 'd' } as const;
    const work = engine.importClip(job, () => {}, new AbortController().signal);
    await expect(work).rejects.toMatchObject({ code: 'engine/timeout' });
    await untilGone(pids.at(-1)!);
  });
});
