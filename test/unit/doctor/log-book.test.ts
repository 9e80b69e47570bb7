/** The log that outlives a crash. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { LOG_FILE, LogBook } from '../../../src/main/doctor/log-book.ts';
import { silentLog } from '../../../src/shared/log.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'log-'));
afterAll(() => rmSync(folder, { recursive: true }));
const ALL = { after: 0, least: 'info', search: '', limit: 100 } as const;

describe('LogBook', () => {
  test('passes everything on and keeps what is at least information', () => {
    const passed: string[] = [];
    const note = (message: string) => void passed.push(message);
    const book = new LogBook(mkdtempSync(path.join(folder, 'a-')), () => new Date('2026-01-02T03:04:05Z'));
    const log = book.over({ debug: note, info: note, warn: note, error: note });
    log.debug('one');
    log.info('two', { port: 8765 });
    log.error('three');
    expect(passed).toEqual(['one', 'two', 'three']);
    expect(book.find(ALL)).toEqual([
      { serial: 1, at: '2026-01-02T03:04:05.000Z', level: 'info', message: 'two', fields: { port: 8765 } },
      { serial: 2, at: '2026-01-02T03:04:05.000Z', level: 'error', message: 'three', fields: {} },
    ]);
  });

  test('finds by level, words and place', () => {
    const book = new LogBook(mkdtempSync(path.join(folder, 'b-')));
    const log = book.over(silentLog);
    log.info('a client came', { name: 'Kiosk' });
    log.warn('a frame was lost');
    log.error('the engine ended', { why: 'exit code 9' });
    const messages = (query: object) => book.find({ ...ALL, ...query }).map(({ message }) => message);
    expect(messages({ least: 'warn' })).toEqual(['a frame was lost', 'the engine ended']);
    expect(messages({ search: 'KIOSK came' })).toEqual(['a client came']);
    expect(messages({ after: 2 })).toEqual(['the engine ended']);
    expect(messages({ limit: 1 })).toEqual(['the engine ended']);
  });

  test('reads earlier runs, a line that a crash cut left out', () => {
    const data = mkdtempSync(path.join(folder, 'c-'));
    new LogBook(data).over(silentLog).warn('before the crash');
    appendFileSync(path.join(data, LOG_FILE), '{"at":"2026-01');
    const later = new LogBook(data);
    expect(later.find(ALL).map(({ message }) => message)).toEqual(['before the crash']);
    later.over(silentLog).info('after it');
    expect(new LogBook(data).find(ALL).at(-1)?.message).toBe('after it');
  });

  test('a large file becomes the older one', () => {
    const data = mkdtempSync(path.join(folder, 'd-'));
    new LogBook(data).over(silentLog).info('first');
    const line = `${readFileSync(path.join(data, LOG_FILE), 'utf8')}`;
    appendFileSync(path.join(data, LOG_FILE), line.repeat(Math.ceil((2.1 * 1024 * 1024) / line.length)));
    const book = new LogBook(data);
    book.over(silentLog).info('second');
    expect(statSync(path.join(data, `${LOG_FILE}.1`)).size).toBeGreaterThan(2 * 1024 * 1024);
    expect(readFileSync(path.join(data, LOG_FILE), 'utf8').split('\n')).toHaveLength(2);
    expect(book.find({ ...ALL, limit: 1 })[0]?.message).toBe('second');
  });

  test('a run of many days keeps two files of a bounded size', () => {
    const data = mkdtempSync(path.join(folder, 'f-'));
    const log = new LogBook(data).over(silentLog);
    const text = 'x'.repeat(64 * 1024);
    for (let i = 0; i < 80; i++) log.info(text);
    for (const name of [LOG_FILE, `${LOG_FILE}.1`])
      expect(statSync(path.join(data, name)).size).toBeLessThan(2.2 * 1024 * 1024);
  });

  test('a folder it cannot write to costs nothing', () => {
    const data = mkdtempSync(path.join(folder, 'e-'));
    writeFileSync(path.join(data, 'logs'), 'in the way');
    const book = new LogBook(data);
    book.over(silentLog).error('still told');
    expect(book.find(ALL)).toHaveLength(1);
  });
});
