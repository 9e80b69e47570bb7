/** Votes of blind tests: counted by look whatever side it stood on, kept within bounds. */
import { expect, test } from 'vitest';
import { isSameLook, tallies, withVote } from '../../../../../src/renderer/features/compare/votes.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../../../../src/shared/renderer-options/portrait.ts';
import { type Ballot, MAX_BALLOTS, StudioSettings } from '../../../../../src/shared/studio/settings.ts';

const side = (mode: CompositorOptions['mode'], jawBlendAlpha = 0.2) => ({
  renderer: 'portrait' as const,
  portrait: PortraitOptions.parse({}),
  compositor: CompositorOptions.parse({ mode, jawBlendAlpha }),
  voice: { voiceId: null, rate: 1, pitch: 1 },
});
const [basic, easy, enhanced] = [side('basic'), side('easy_improved'), side('easy_enhanced')];

const counts = (ballots: readonly Ballot[]) =>
  tallies(ballots).map(({ look, better, worse, same }) => [look.compositor.mode, better, worse, same]);

test('the same two looks are one pair, in whichever order they were compared', () => {
  let ballots = withVote([], [basic, easy], 1);
  ballots = withVote(ballots, [easy, basic], 0);
  ballots = withVote(ballots, [easy, basic], null);
  expect(ballots).toHaveLength(1);
  ballots = withVote(ballots, [enhanced, basic], 1);
  expect(counts(ballots)).toEqual([
    ['easy_improved', 2, 0, 1],
    ['basic', 1, 2, 1],
    ['easy_enhanced', 0, 1, 0],
  ]);
});

test('a setting against itself is no vote, and a look read back from its file is the same', () => {
  expect(withVote([], [basic, side('basic')], 0)).toEqual([]);
  const kept = StudioSettings.parse(
    JSON.parse(JSON.stringify({ ballots: withVote([], [basic, easy], 0) })),
  ).ballots;
  expect(withVote(kept, [basic, easy], 0)).toHaveLength(1);
  const { mode, ...rest } = basic.compositor;
  expect(isSameLook(basic, { ...basic, compositor: { ...rest, mode } })).toBe(true);
});

test('the oldest pair goes when there are too many', () => {
  let ballots: Ballot[] = [];
  for (let i = 0; i <= MAX_BALLOTS; i++) ballots = withVote(ballots, [basic, side('basic', i / 200)], 0);
  expect(ballots).toHaveLength(MAX_BALLOTS);
  expect(StudioSettings.safeParse({ ballots }).success).toBe(true);
});
