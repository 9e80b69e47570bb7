/** Flags of `avatar set` → what they change; mistakes are named. */
import { describe, expect, test } from 'vitest';
import { patchOf, type SetFlags } from '../../../src/main/commands/avatar-set.ts';
import { AvatarProfile } from '../../../src/shared/studio/avatar-profile.ts';

const square = { centre: [0.5, 0.5] as [number, number], zoom: 2 };
const avatar = {
  profile: AvatarProfile.parse({
    tags: ['Old', 'kept'],
    framing: { square },
    consent: { whose: 'Ada', note: '' },
  }),
};
const patch = (flags: SetFlags) => patchOf(flags, avatar);

describe('avatar set', () => {
  test.each<[SetFlags, object]>([
    [{ tag: ['new'], untag: ['OLD'] }, { tags: ['kept', 'new'] }],
    [
      { shape: 'wide', frame: '0.5,0.3,1.5' },
      { shape: 'wide', framing: { square, wide: { centre: [0.5, 0.3], zoom: 1.5 } } },
    ],
    [
      { shape: 'square', frame: 'face' },
      { shape: 'square', framing: {} },
    ],
    [{ background: '#2b4c6f' }, { background: { kind: 'colour', rgb: [0x2b, 0x4c, 0x6f] } }],
    [{ background: 'keep' }, { background: { kind: 'keep' } }],
    [{ background: 'ava_1' }, { background: { kind: 'image', imageId: 'ava_1' } }],
    [
      { renderer: 'default', voice: 'default', rate: '1.2' },
      { renderer: null, voiceId: null, rate: 1.2 },
    ],
    [{ consent: 'agreed' }, { consent: { whose: 'Ada', note: 'agreed' } }],
  ])('%j', (flags, expected) => {
    expect(patch(flags)).toEqual(expected);
  });

  test.each<SetFlags>([{}, { frame: '1,2' }, { frame: '0.5,0.5,99' }, { liveliness: '3' }, { name: ' ' }])(
    '%j is refused',
    flags => {
      expect(() => patch(flags)).toThrow(expect.objectContaining({ code: 'request/invalid' }));
    },
  );
});
