/** Two sides without names: which looks better? Pure; chance comes from outside. */

/** One vote: the side that was preferred, or null for no difference, and who stood left. */
export type Vote = { readonly preferred: number | null; readonly pair: readonly [number, number] };

/** A running test. `swapped`: the second of the pair is shown left. */
export type BlindTest = {
  readonly pair: readonly [number, number];
  readonly swapped: boolean;
  readonly votes: readonly Vote[];
};

/** Starts a test of two sides. `chance` in 0..1. */
export const beginTest = (pair: readonly [number, number], chance: number): BlindTest => ({
  pair,
  swapped: chance < 0.5,
  votes: [],
});

/** Which side is shown at a place now. */
export const shownAt = ({ pair, swapped }: BlindTest, place: 'left' | 'right'): number =>
  pair[(place === 'left') === swapped ? 1 : 0];

/** Notes a vote and shuffles for the next. */
export const vote = (test: BlindTest, choice: 'left' | 'right' | 'same', chance: number): BlindTest => ({
  pair: test.pair,
  swapped: chance < 0.5,
  votes: [
    ...test.votes,
    {
      preferred: choice === 'same' ? null : shownAt(test, choice),
      pair: [shownAt(test, 'left'), shownAt(test, 'right')],
    },
  ],
});

/** Votes for the first, the second, and for neither. */
export const tally = ({ pair, votes }: BlindTest): { first: number; second: number; same: number } => ({
  first: votes.filter(({ preferred }) => preferred === pair[0]).length,
  second: votes.filter(({ preferred }) => preferred === pair[1]).length,
  same: votes.filter(({ preferred }) => preferred === null).length,
});
