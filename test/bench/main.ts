/** Runs the benches: `main.ts [NAME…] [--json FILE] [--markdown FILE]`; a table on stdout, figures against their targets. */
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { type Bench, type Figure, meets } from './bench.ts';
import { chunkBench } from './chunk.bench.ts';
import { frameBench } from './frame.bench.ts';
import { hourBench } from './hour.bench.ts';
import { joinBench } from './join.bench.ts';
import { liveBench } from './live.bench.ts';
import { cellsOf, markdownReport } from './markdown-report.ts';
import { omnirtBench } from './omnirt.bench.ts';
import { serveBench } from './serve.bench.ts';
import { studioBench } from './studio.bench.ts';
import { wav2lipBench } from './wav2lip.bench.ts';

const ALL_BENCHES: readonly Bench[] = [
  frameBench,
  chunkBench,
  joinBench,
  liveBench,
  serveBench,
  hourBench,
  omnirtBench,
  wav2lipBench,
  studioBench,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, markdown: { type: 'string' } },
});
const unknown = positionals.filter(name => ALL_BENCHES.every(bench => bench.name !== name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no bench ${unknown.join(', ')}. There are: ${ALL_BENCHES.map(bench => bench.name).join(', ')}.\n`,
  );
  process.exit(2);
}

const row = (figure: Figure): string => {
  const { name, value, target, verdict } = cellsOf(figure);
  return `${name.padEnd(44)} ${value.padStart(14)}   ${target.padEnd(22)} ${verdict}`;
};

const figures: Figure[] = [];
const load = os.loadavg()[0] ?? 0;
process.stdout.write(
  `${os.availableParallelism()} cores (${os.cpus()[0]?.model.trim()}), load ${load.toFixed(1)} at the start\n`,
);
for (const bench of ALL_BENCHES) {
  if (positionals.length > 0 && !positionals.includes(bench.name)) continue;
  for (const figure of await bench.run()) {
    figures.push(figure);
    process.stdout.write(`${row(figure)}\n`);
  }
}
if (values.json !== undefined) {
  const machine = {
    cores: os.availableParallelism(),
    cpu: os.cpus()[0]?.model.trim(),
    platform: process.platform,
    node: process.versions.node,
    load,
  };
  await writeFile(
    values.json,
    `${JSON.stringify({ machine, figures: figures.map(figure => ({ ...figure, met: meets(figure) })) }, null, 2)}\n`,
  );
}
if (values.markdown !== undefined) await writeFile(values.markdown, markdownReport(figures, load));
process.exit(0);
