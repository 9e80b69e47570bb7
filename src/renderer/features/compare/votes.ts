/** Votes of blind tests as they are kept: for each two looks how often which was better, and what it says of each look. Pure. */
import { type Ballot, MAX_BALLOTS, type VotedLook } from '../../../shared/studio/settings.ts';
import type { Side } from './sides.ts';

/** What came of a look in all its comparisons. */
export type LookTally = { look: VotedLook; better: number; worse: number; same: number };

const lookOf = ({ renderer, portrait, compositor }: VotedLook): VotedLook => ({
  renderer,
  portrait,
  compositor,
});

const keyOf = (look: VotedLook): string => {
  const { renderer, portrait, compositor } = look;
  // Keys in one order: what was read from a file may have another.
  const sorted = (values: object) => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([renderer, sorted(portrait), sorted(compositor)]);
};

/** True for two looks that draw the same. */
export const isSameLook = (one: VotedLook, other: VotedLook): boolean => keyOf(one) === keyOf(other);

/** With one vote more: `winner` is the place of the better one of the two, null: no difference. The oldest pair goes when there are too many. */
export const withVote = (
  ballots: readonly Ballot[],
  pair: readonly [Side, Side],
  winner: 0 | 1 | null,
): Ballot[] => {
  const [a, b] = [lookOf(pair[0]), lookOf(pair[1])];
  // A setting against itself says nothing of settings.
  if (isSameLook(a, b)) return [...ballots];
  const isTurned = keyOf(a) > keyOf(b);
  const looks: Ballot['looks'] = isTurned ? [b, a] : [a, b];
  const isPair = (known: Ballot): boolean =>
    isSameLook(known.looks[0], looks[0]) && isSameLook(known.looks[1], looks[1]);
  const before = ballots.find(isPair) ?? { looks, first: 0, second: 0, same: 0 };
  const better = winner === null ? 'same' : (winner === 0) === isTurned ? 'second' : 'first';
  const counted = { ...before, [better]: before[better] + 1 };
  return [...ballots.filter(known => !isPair(known)), counted].slice(-MAX_BALLOTS);
};

/** Every look that was voted on, the most often preferred first. */
export const tallies = (ballots: readonly Ballot[]): LookTally[] => {
  const all = new Map<string, LookTally>();
  const count = (look: VotedLook, better: number, worse: number, same: number): void => {
    const known = all.get(keyOf(look)) ?? { look, better: 0, worse: 0, same: 0 };
    all.set(keyOf(look), {
      look,
      better: known.better + better,
      worse: known.worse + worse,
      same: known.same + same,
    });
  };
  for (const { looks, first, second, same } of ballots) {
    count(looks[0], first, second, same);
    count(looks[1], second, first, same);
  }
  const share = ({ better, worse, same }: LookTally): number => (better + same / 2) / (better + worse + same);
  return [...all.values()].sort((one, other) => share(other) - share(one));
};
