/** A session's leg: what a change, a refusal, a crash and a timeout leave of it. */
import { describe, expect, test } from 'vitest';
import { CompositorOptions } from '../../../src/shared/compositor-options.ts';
import type { EngineCall, EngineCalls, OpenSession } from '../../../src/shared/engine-link.ts';
import { StudioError } from '../../../src/shared/errors.ts';
import type { MouthMetadata } from '../../../src/shared/mouth-metadata.ts';
import { PortraitOptions } from '../../../src/shared/renderer-options/portrait.ts';
import type { Variant } from '../../../src/shared/variant.ts';
import { FakeEngine } from '../../support/fake-engine.ts';
import { legOf } from '../../support/session-facts.ts';

/** Fails the calls that are named, once each. */
class FailingEngine extends FakeEngine {
  readonly failures = new Map<EngineCall, StudioError>();

  override async call<K extends EngineCall>(call: K, params: EngineCalls[K][0]): Promise<EngineCalls[K][1]> {
    const failure = this.failures.get(call);
    this.failures.delete(call);
    const answer = await super.call(call, params);
    if (failure !== undefined) throw failure;
    return answer;
  }

  get lastOpened(): OpenSession {
    return this.calls.findLast(({ call }) => call === 'openSession')!.params as OpenSession;
  }
}

const compositor = CompositorOptions.parse({});
const mouth: MouthMetadata = { animation: { mouth_center: [0.5, 0.6], mouth_rx: 0.1, mouth_ry: 0.05 } };
const side: Variant = { renderer: 'portrait', options: PortraitOptions.parse({}), compositor, label: '' };

describe('EngineLeg', () => {
  test('opens again after a crash with what was changed before, and without what was refused', async () => {
    const engine = new FailingEngine();
    const leg = legOf(engine);
    await leg.open();
    await leg.configure({ compositor, options: { mouthAmount: 0.5 } });
    engine.failures.set('configure', new StudioError('avatar/bad-metadata', 'No mouth.'));
    await expect(leg.configure({ compositor, mouth })).rejects.toMatchObject({ code: 'avatar/bad-metadata' });
    engine.crash();
    await leg.open();
    expect(engine.lastOpened).toMatchObject({ options: { mouthAmount: 0.5 }, avatar: { mouth: null } });
  });

  test('keeps a change that the engine crashed with', async () => {
    const engine = new FailingEngine();
    const leg = legOf(engine);
    await leg.open();
    engine.failures.set('configure', new StudioError('engine/crashed', 'The engine stopped.'));
    await leg.configure({ compositor, mouth });
    engine.crash();
    await leg.open();
    expect(engine.lastOpened.avatar.mouth).toEqual(mouth);
  });

  test('takes no comparison of another width than it was opened with', async () => {
    const engine = new FailingEngine();
    const leg = legOf(engine);
    await leg.open();
    const wider = leg.configure({ compositor, compare: [side, side] });
    await expect(wider).rejects.toMatchObject({ code: 'session/bad-config' });
    expect(engine.calls.map(({ call }) => call)).toEqual(['openSession']);
  });

  test('frees what the engine may still open after the time limit', async () => {
    const engine = new FailingEngine();
    engine.failures.set('openSession', new StudioError('engine/timeout', 'Too slow.'));
    const leg = legOf(engine);
    await expect(leg.open()).rejects.toMatchObject({ code: 'engine/timeout' });
    expect(engine.calls.map(({ call }) => call)).toEqual(['openSession', 'closeSession']);
  });
});
