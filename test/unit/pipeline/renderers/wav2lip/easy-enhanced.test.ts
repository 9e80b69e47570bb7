/** `easy_enhanced`: a restoration network looks over the drawn face first; one that changes nothing gives `easy_improved`, and without one it says so. */
import { expect, test } from 'vitest';
import { wav2LipProbe } from '../../../../../scripts/models/wav2lip-probe.mjs';
import { tinyRestorer } from '../../../../support/tiny-networks.ts';
import { astronaut, draw, openFolder, pixel, pose, speech } from './opened-track.ts';

const drawn = async (mode: 'easy_improved' | 'easy_enhanced', restorer: Uint8Array | null) => {
  const folder = await openFolder(wav2LipProbe({ kind: 'tint' }), restorer);
  const track = await folder.open(await astronaut(), {}, { mode });
  await track.ear!.hear(speech);
  const [frame] = await draw(track, [pose(200_000)]);
  const { notes } = track;
  await track.close();
  await folder.close();
  return { frame: frame!, notes };
};

test('an identity network gives easy_improved to the byte, and is named where it is slow', async () => {
  const plain = await drawn('easy_improved', null);
  const restored = await drawn('easy_enhanced', tinyRestorer());
  expect(Buffer.compare(restored.frame.data, plain.frame.data)).toBe(0);
  expect(plain.notes).toEqual([]);
  expect(restored.notes).toEqual([expect.stringMatching(/restoration model runs on the processor/)]);
});

test('what the network changes is seen in the mouth and nowhere else', async () => {
  const plain = await drawn('easy_improved', null);
  const darker = await drawn('easy_enhanced', tinyRestorer(96, 0.2));
  const distance = (x: number, y: number): number =>
    Math.max(...pixel(plain.frame, x, y).map((value, c) => Math.abs(value - pixel(darker.frame, x, y)[c]!)));
  expect(distance(223, 145)).toBeGreaterThan(10);
  expect(distance(40, 400)).toBe(0);
});

test('without one it draws easy_improved and says so', async () => {
  const plain = await drawn('easy_improved', null);
  const without = await drawn('easy_enhanced', null);
  expect(Buffer.compare(without.frame.data, plain.frame.data)).toBe(0);
  expect(without.notes).toEqual([expect.stringMatching(/easy_enhanced needs a face restoration model/)]);
});
