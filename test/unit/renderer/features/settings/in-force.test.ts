/** What an avatar or a scene lays over the studio's own settings, and what comes back. */
import { expect, test } from 'vitest';
import {
  onChosen,
  onSettled,
  putOn,
  takeOff,
} from '../../../../../src/renderer/features/settings/in-force.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../../../../src/shared/renderer-options/portrait.ts';
import { AvatarProfile } from '../../../../../src/shared/studio/avatar-profile.ts';
import { StudioSettings } from '../../../../../src/shared/studio/settings.ts';

const look = {
  portrait: PortraitOptions.parse({ expression: 'smile' }),
  compositor: CompositorOptions.parse({ mode: 'basic' }),
};
const plain = AvatarProfile.parse({});
const own = StudioSettings.parse({ rate: 1.2 });
const inForce = ({ portrait, compositor, renderer, voiceId, rate }: StudioSettings) => ({
  expression: portrait.expression,
  mode: compositor.mode,
  renderer,
  voiceId,
  rate,
});

test('the look, renderer and voice of one avatar do not stay for the next', () => {
  const settled = AvatarProfile.parse({ look, renderer: 'wav2lip', voiceId: 'a-voice' });
  const there = { ...own, ...onChosen(own, settled) };
  expect(inForce(there)).toEqual({
    expression: 'smile',
    mode: 'basic',
    renderer: 'wav2lip',
    voiceId: 'a-voice',
    rate: 1.2,
  });
  const other = AvatarProfile.parse({ rate: 0.8 });
  const next = { ...there, ...onChosen(there, other) };
  expect(inForce(next)).toEqual({ ...inForce(own), rate: 0.8 });
  const last = { ...next, ...onChosen(next, plain) };
  expect(last).toEqual(own);
  // As it is kept on disk.
  expect(StudioSettings.parse(JSON.parse(JSON.stringify(there)))).toEqual(there);
});

test('what is changed while nothing is laid over it is the studio’s own', () => {
  const changed = { ...own, ...onChosen(own, plain), rate: 1.5 };
  expect({ ...changed, ...onChosen(changed, plain) }).toEqual(changed);
});

test('a scene has the last word over its avatar, and leaves nothing behind', () => {
  const settled = AvatarProfile.parse({ renderer: 'musetalk', voiceId: 'a-voice' });
  const there = { ...own, ...onChosen(own, settled) };
  const scene = {
    renderer: 'portrait',
    voiceId: 'of-scene',
    rate: 2,
    stageBackground: { kind: 'transparent' },
  } as const;
  const shown = { ...there, ...putOn(there, scene) };
  expect(inForce(shown)).toMatchObject({ renderer: 'portrait', voiceId: 'of-scene', rate: 2 });
  expect({ ...shown, ...onChosen(shown, plain) }).toEqual(own);
  expect({ ...shown, ...takeOff(shown) }).toEqual(own);
});

test('who is on the stage is settled anew: what changed follows, the rest stays', () => {
  const kept = AvatarProfile.parse({ look, renderer: 'wav2lip' });
  const now = { ...own, ...onChosen(own, plain) };
  expect(onSettled(now, plain, AvatarProfile.parse({ tags: ['x'] }))).toBeNull();
  const after = { ...now, ...onSettled(now, plain, kept) };
  expect(inForce(after)).toMatchObject({ mode: 'basic', renderer: 'wav2lip' });
  const tuned = { ...after, compositor: CompositorOptions.parse({ mode: 'opentalking_improved' }) };
  const less = { ...tuned, ...onSettled(tuned, kept, AvatarProfile.parse({ look })) };
  expect(inForce(less)).toMatchObject({ mode: 'opentalking_improved', renderer: 'portrait' });
  expect({ ...less, ...onChosen(less, plain) }).toEqual(own);
});
