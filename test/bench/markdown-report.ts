/** Figures in words: cells for the table on the terminal, and the page in docs/. */
import os from 'node:os';
import { type Figure, meets } from './bench.ts';

/** A figure's four cells. */
export const cellsOf = (figure: Figure): { name: string; value: string; target: string; verdict: string } => {
  const { value, target, stretch, better = 'lower' } = figure;
  const number = value >= 100 ? value.toFixed(0) : value.toFixed(2);
  const sign = better === 'lower' ? '≤' : '≥';
  const bound =
    target === undefined ? '' : `${sign} ${target}${stretch === undefined ? '' : ` (stretch ${stretch})`}`;
  const met = meets(figure);
  return {
    name: figure.name,
    value: `${number} ${figure.unit}`.trim(),
    target: bound,
    verdict: met === null ? '' : met ? 'met' : 'MISSED',
  };
};

/** The page `docs/figures.md`. */
export const markdownReport = (figures: readonly Figure[], load: number): string => {
  const rows = figures.map(cellsOf).map(cells => `| ${Object.values(cells).join(' | ')} |`);
  const machine = `${os.availableParallelism()} cores (${os.cpus()[0]?.model.trim()}), ${process.platform}, Node ${process.versions.node}, load ${load.toFixed(1)} at the start`;
  return `# Figures

Written by \`npm run bench -- --markdown docs/figures.md\`; do not edit by hand. Machine: ${machine}. Machines are noisy: compare figures of one run only.

| figure | value | target | |
|---|---|---|---|
${rows.join('\n')}
`;
};
