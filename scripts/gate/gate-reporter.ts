/** A vitest reporter that writes each test's fate to the file named by GATE_REPORT, with the reasons of skips. Judges nothing. */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** What a run leaves behind. Names are `<file> > <suite> > <test>`, the file relative to the working folder. */
export type GateReport = {
  passed: number;
  failed: { name: string; message: string }[];
  skipped: { name: string; reason: string }[];
};

const describeErrors = (errors: readonly { message?: string; stack?: string }[] | undefined): string =>
  stripVTControlCharacters(
    (errors ?? []).map(error => error.stack ?? error.message ?? String(error)).join('\n'),
  )
    .split('\n')
    .filter(line => !line.includes('node_modules/'))
    .slice(0, 12)
    .join('\n');

/** The reporter; vitest makes it. */
export default class GateReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly { message?: string; stack?: string }[],
  ): void {
    const report: GateReport = { passed: 0, failed: [], skipped: [] };
    for (const module of modules) {
      const file = relative(process.cwd(), module.moduleId).replaceAll('\\', '/');
      if (module.errors().length > 0)
        report.failed.push({ name: file, message: describeErrors(module.errors()) });
      for (const suite of module.children.allSuites())
        if (suite.errors().length > 0)
          report.failed.push({
            name: `${file} > ${suite.fullName}`,
            message: describeErrors(suite.errors()),
          });
      for (const test of module.children.allTests()) this.#add(report, file, test);
    }
    if (unhandled.length > 0)
      report.failed.push({ name: 'unhandled error', message: describeErrors(unhandled) });
    const path = process.env.GATE_REPORT;
    if (path) writeFileSync(path, JSON.stringify(report));
  }

  #add(report: GateReport, file: string, test: TestCase): void {
    const name = `${file} > ${test.fullName}`;
    const result = test.result();
    if (result.state === 'passed') report.passed++;
    else if (result.state === 'failed') report.failed.push({ name, message: describeErrors(result.errors) });
    else report.skipped.push({ name, reason: ('note' in result && result.note) || 'no reason given' });
  }
}
