/** The report a user may give away: what was found, what is set, what the log says, without who they are. Pure but for the machine's names. */
import os from 'node:os';
import type { CheckResult, KnobView, LogEntry } from '../../shared/diagnosis.ts';
import { redact } from './redact.ts';

/** What goes into it. `names`: words of the user's work that must not be told, such as the avatars' names. */
export type ReportParts = {
  version: string;
  at: Date;
  checks: readonly CheckResult[];
  knobs: readonly KnobView[];
  log: readonly LogEntry[];
  names: readonly string[];
};

const accountNames = (): string[] => {
  const names = [os.hostname()];
  try {
    names.push(os.userInfo().username);
  } catch {
    // An account without an entry has no name to hide.
  }
  // Everybody's first account on a machine of its own is called so, and so are half the words of a log.
  return names.filter(name => !['root', 'user', 'admin', 'localhost'].includes(name.toLowerCase()));
};

/** Plain text in English, for a report to the project. */
export const reportOf = ({ version, at, checks, knobs, log, names }: ReportParts): string => {
  const set = knobs.filter(knob => knob.set !== null);
  const lines = [
    `Mouthpiece ${version}, ${at.toISOString()}`,
    '',
    'What works',
    ...checks.map(
      ({ name, state, says, fix }) => `${state.padEnd(5)}${name}: ${says}${fix === null ? '' : ` → ${fix}`}`,
    ),
    '',
    'What is set',
    ...(set.length === 0 ? ['nothing'] : set.map(knob => `${knob.name} = ${knob.set} (${knob.source})`)),
    '',
    'Log',
    ...(log.length === 0
      ? ['empty']
      : log.map(({ at: time, level, message, fields }) => {
          const facts = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`;
          return `${time} ${level.padEnd(5)} ${message}${facts}`;
        })),
  ];
  return `${redact(lines.join('\n'), [...accountNames(), ...names])}\n`;
};
