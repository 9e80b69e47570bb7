/** Providers in plain lines: one for each, and one for its fix. */
import type { ProviderReport } from '../../shared/model-view.ts';

const MARK = { works: '✓', absent: '·', failed: '✗' } as const;

/** The lines, in the order of the reports. */
export const providerLines = (reports: readonly ProviderReport[]): string[] =>
  reports.flatMap(({ provider, state, says, fix, runMs }) => {
    const time = runMs === null ? '' : `, ${runMs.toFixed(1)} ms`;
    const first = `${MARK[state]} ${provider.padEnd(7)} ${says}${time}`;
    return fix === null ? [first] : [first, `  ${' '.repeat(7)} → ${fix}`];
  });
