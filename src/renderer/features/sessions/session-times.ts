/** Spans of time a list is narrowed to. Pure. */

/** In the order of the choice; `any`: all. */
export const TIME_SPANS = ['any', 'today', 'week', 'month', 'older'] as const;
/** One of TIME_SPANS. */
export type TimeSpan = (typeof TIME_SPANS)[number];

const DAY_MS = 86_400_000;

/** From when (included) until when (not), ISO in UTC; days begin at midnight here. */
export const rangeOf = (span: TimeSpan, now: Date): { since: string | null; until: string | null } => {
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  const before = (days: number): string => new Date(midnight.getTime() - days * DAY_MS).toISOString();
  switch (span) {
    case 'today':
      return { since: before(0), until: null };
    case 'week':
      return { since: before(6), until: null };
    case 'month':
      return { since: before(29), until: null };
    case 'older':
      return { since: null, until: before(29) };
    default:
      return { since: null, until: null };
  }
};
