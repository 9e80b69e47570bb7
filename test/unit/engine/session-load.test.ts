/** Whether another live session fits: by what frames were measured to cost, never by a count of sessions. */
import { describe, expect, test } from 'vitest';
import { type LoadedSession, SessionLoad } from '../../../src/main/engine/session-load.ts';
import { Sessions } from '../../../src/main/engine/session-opener.ts';
import { CompositorOptions } from '../../../src/shared/compositor-options.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { PortraitOptions } from '../../../src/shared/renderer-options/portrait.ts';
import { FakeEngine } from '../../support/fake-engine.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const format = { width: 400, height: 700, fps: 25 };
const running = (inferMsPerFrame: number, more: Partial<LoadedSession> = {}): LoadedSession => ({
  renderer: 'portrait',
  format,
  stats: { inferMsPerFrame, framesSent: 100 },
  ...more,
});

describe('SessionLoad', () => {
  test('sums frame rates times measured costs', () => {
    const load = new SessionLoad();
    expect(load.shareOf([running(4), running(8)])).toBeCloseTo(0.3);
  });

  test('lets in what fits and refuses what does not, with a hint', () => {
    const load = new SessionLoad();
    const four = Array.from({ length: 8 }, () => running(4)); // 80 %
    expect(() => load.admit({ renderer: 'portrait', format }, four)).not.toThrow();
    expect(() => load.admit({ renderer: 'portrait', format }, [...four, running(4)])).toThrowError(
      expect.objectContaining({
        code: 'session/busy',
        message: expect.stringContaining('90 %'),
        details: expect.objectContaining({ retryAfterMs: 5000 }),
      }),
    );
  });

  test('a newcomer counts by its renderer, its size and its frame rate', () => {
    const load = new SessionLoad();
    const heavy = running(20, { renderer: 'wav2lip' }); // 50 %
    expect(() => load.admit({ renderer: 'portrait', format }, [heavy])).not.toThrow();
    expect(() => load.admit({ renderer: 'wav2lip', format }, [heavy])).toThrow('machine');
    expect(() =>
      load.admit({ renderer: 'wav2lip', format: { ...format, height: 300 } }, [heavy]),
    ).not.toThrow();
    expect(() => load.admit({ renderer: 'wav2lip', format: { ...format, fps: 10 } }, [heavy])).not.toThrow();
  });

  test('what was never measured, or only just begun, counts nothing; what has ended is remembered', () => {
    const load = new SessionLoad();
    const fresh = running(500, { stats: { inferMsPerFrame: 500, framesSent: 2 } });
    expect(() => load.admit({ renderer: 'portrait', format }, [fresh])).not.toThrow();
    load.learn(running(30));
    expect(load.shareOf([fresh])).toBeCloseTo(0.75);
    expect(() => load.admit({ renderer: 'portrait', format }, [fresh])).toThrow('machine');
  });

  test('the only session is always let in, however slow the machine', () => {
    const load = new SessionLoad();
    load.learn(running(200));
    expect(() => load.admit({ renderer: 'portrait', format }, [])).not.toThrow();
  });
});

test('the door asks it for live sessions alone', async () => {
  const clock = new ManualClock();
  const journal = { opened: () => {}, audio: () => {}, changed: () => {}, closed: () => {} };
  const sessions = new Sessions({ engine: new FakeEngine(), clock, log: silentLog, journal });
  const ask = {
    protocol: 'test',
    avatarId: null,
    avatar: { picture: new Uint8Array(), mouth: null },
    format: { ...format, fps: 50 },
    fit: 'cover' as const,
    background: { kind: 'transparent' as const },
    renderer: 'portrait' as const,
    options: PortraitOptions.parse({}),
    compositor: CompositorOptions.parse({}),
    jpegQuality: 80,
    settings: {},
  };
  const first = await sessions.openLive(ask);
  const reader = first.read({ capacityBytes: 1e6 });
  Object.assign(first.stats, { framesSent: 100, inferMsPerFrame: 15 }); // 75 %
  await expect(sessions.openLive(ask)).rejects.toMatchObject({ code: 'session/busy' });
  // Whoever sits before the studio is never sent away.
  await (await sessions.openLive({ ...ask, protocol: 'studio' })).close();
  const lockStep = await sessions.openLockStep(ask);
  await first.close();
  const second = await sessions.openLive(ask);
  for (const session of [reader, lockStep, second]) await session.close();
});
