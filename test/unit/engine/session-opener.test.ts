/** What the one door for all front-ends does beside opening. */
import { expect, test } from 'vitest';
import { Sessions } from '../../../src/main/engine/session-opener.ts';
import { CompositorOptions } from '../../../src/shared/compositor-options.ts';
import { silentLog } from '../../../src/shared/log.ts';
import type { LookChange } from '../../../src/shared/look-change.ts';
import { PortraitOptions } from '../../../src/shared/renderer-options/portrait.ts';
import { FakeEngine } from '../../support/fake-engine.ts';
import { ManualClock } from '../../support/manual-clock.ts';

test('a take is told to the journal; of a session that leaves no record none is made', async () => {
  const opened: string[] = [];
  const changes: [string, LookChange][] = [];
  const journal = {
    opened: (id: string) => void opened.push(id),
    audio: () => {},
    changed: (id: string, change: LookChange) => void changes.push([id, change]),
    closed: () => {},
  };
  const sessions = new Sessions({
    engine: new FakeEngine(),
    clock: new ManualClock(),
    log: silentLog,
    journal,
  });
  const ask = {
    protocol: 'studio',
    avatarId: null,
    avatar: { picture: new Uint8Array(), mouth: null },
    format: { width: 64, height: 64, fps: 25 },
    fit: 'cover' as const,
    background: { kind: 'transparent' as const },
    renderer: 'portrait' as const,
    options: PortraitOptions.parse({}),
    compositor: CompositorOptions.parse({}),
    jpegQuality: 80,
    settings: {},
  };
  const [kept, unkept] = [await sessions.openLive(ask), await sessions.openLive({ ...ask, keep: false })];
  const take = kept.startTake(null, 'Best');
  expect(opened).toEqual([kept.id, unkept.id, take]);
  expect(unkept.startTake(null, 'Best')).toBeNull();
  const smile = PortraitOptions.parse({ expression: 'smile' });
  await kept.configure({ options: smile, compositor: ask.compositor });
  await kept.configure({ options: smile });
  const change = { renderer: 'portrait', options: { expression: 'smile' }, compositor: {}, atMs: 0 };
  expect(changes).toEqual([
    [kept.id, change],
    [take, change],
  ]);
  await sessions.close();
});
