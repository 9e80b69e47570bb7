/** The settings file: `config.json` in the data folder, with the knobs' own names as its keys. Read once at start. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../shared/errors.ts';
import type { KnobSource } from './knob.ts';

/** Its name in the data folder. */
export const SETTINGS_FILE = 'config.json';

const Contents = z.record(z.string(), z.unknown());

const invalid = (why: string): StudioError =>
  new StudioError('config/invalid', `The settings file ${SETTINGS_FILE} in the data folder ${why}`, {
    file: SETTINGS_FILE,
  });

/** What the file sets; nothing when there is none. `known`: the names it may use. @throws StudioError `config/invalid` */
export const readSettingsFile = (dataDir: string, known: ReadonlySet<string>): KnobSource => {
  let text: string;
  try {
    text = readFileSync(path.join(dataDir, SETTINGS_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw invalid(
      `cannot be read (${(error as NodeJS.ErrnoException).code}). Make it readable or remove it.`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw invalid('is not JSON. Mend it or remove it.');
  }
  const contents = Contents.safeParse(value);
  if (!contents.success) throw invalid('must hold one JSON object.');
  const stranger = Object.keys(contents.data).find(name => !known.has(name));
  if (stranger === undefined) return contents.data;
  throw invalid(`names "${stranger.slice(0, 80)}", which is no setting. docs/settings.md lists them all.`);
};

/** Writes the whole file, so that it is either the old one or the new one. @throws StudioError `config/invalid` when it cannot be written. */
export const writeSettingsFile = (dataDir: string, settings: KnobSource): void => {
  const file = path.join(dataDir, SETTINGS_FILE);
  const part = `${file}.${process.pid}.part`;
  try {
    mkdirSync(dataDir, { recursive: true });
    // On the disk before it has its name: after a power cut an empty file would keep the server from starting.
    writeFileSync(part, `${JSON.stringify(settings, null, 2)}\n`, { flush: true });
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw invalid(`cannot be written (${(error as NodeJS.ErrnoException).code}). Make it writable.`);
  }
};
