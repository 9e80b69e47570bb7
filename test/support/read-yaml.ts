/** Reads YAML with the parser that electron-builder brings; the project has none of its own. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const ofBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
const { load } = ofBuilder('js-yaml') as { load(text: string): unknown };

/** The file's content; a syntax error names its line. */
export const readYaml = (path: string): unknown => load(readFileSync(path, 'utf8'));
