/** The log as the studio shows it: the last entries in memory, and a file that outlives a crash. Knows no page. */
import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { LOG_LEVELS, LogEntry, type LogLevel } from '../../shared/diagnosis.ts';
import type { Log, LogFields } from '../../shared/log.ts';

/** Entries kept in memory. */
const MOST_ENTRIES = 2_000;
/** A file beyond this becomes the older one, bytes. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Below the data folder. */
export const LOG_FILE = path.join('logs', 'mouthpiece.log');

/** Which entries: those after a serial number, at least as grave as `least`, with every word of `search`; the newest `limit` of them. */
export type LogQuery = { after: number; least: LogLevel; search: string; limit: number };

const Line = LogEntry.omit({ serial: true }).extend({ fields: z.record(z.string(), z.unknown()) });

const rank = (level: LogLevel): number => LOG_LEVELS.indexOf(level);

/** Debug lines are not kept. Writing never throws: a log that cannot be written must not stop the work. */
export class LogBook {
  readonly #entries: LogEntry[] = [];
  readonly #file: string;
  readonly #now: () => Date;
  #serial = 0;
  #fileBytes = 0;
  #isWritable = true;

  /** Reads what the file holds of earlier runs. */
  constructor(dataDir: string, now: () => Date = () => new Date()) {
    this.#file = path.join(dataDir, LOG_FILE);
    this.#now = now;
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true });
      const text = readFileSync(this.#file, 'utf8');
      for (const line of text.split('\n').slice(-MOST_ENTRIES)) this.#recall(line);
      if (!text.endsWith('\n')) appendFileSync(this.#file, '\n');
      this.#fileBytes = statSync(this.#file).size;
    } catch {
      // No file yet, or none that can be read: the book begins empty.
    }
  }

  /** The same log, written down too. */
  over(log: Log): Log {
    const noted =
      (level: LogLevel) =>
      (message: string, fields?: LogFields): void => {
        this.#note(level, message, fields ?? {});
        log[level](message, fields);
      };
    return { debug: log.debug, info: noted('info'), warn: noted('warn'), error: noted('error') };
  }

  /** Oldest first. */
  find({ after, least, search, limit }: LogQuery): LogEntry[] {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = this.#entries.filter(({ serial, level, message, fields }) => {
      if (serial <= after || rank(level) < rank(least)) return false;
      if (words.length === 0) return true;
      const text = `${message} ${JSON.stringify(fields)}`.toLowerCase();
      return words.every(word => text.includes(word));
    });
    return wanted.slice(-limit);
  }

  #recall(line: string): void {
    try {
      this.#keep(Line.parse(JSON.parse(line)));
    } catch {
      // A line that was cut by a crash.
    }
  }

  #note(level: LogLevel, message: string, fields: LogFields): void {
    const entry = { at: this.#now().toISOString(), level, message, fields: { ...fields } };
    this.#keep(entry);
    if (!this.#isWritable) return;
    try {
      if (this.#fileBytes > MOST_BYTES) {
        renameSync(this.#file, `${this.#file}.1`);
        this.#fileBytes = 0;
      }
      const line = `${JSON.stringify(entry)}\n`;
      appendFileSync(this.#file, line);
      this.#fileBytes += Buffer.byteLength(line);
    } catch {
      this.#isWritable = false;
    }
  }

  #keep(entry: Omit<LogEntry, 'serial'>): void {
    this.#entries.push({ serial: ++this.#serial, ...entry });
    if (this.#entries.length > MOST_ENTRIES) this.#entries.shift();
  }
}
