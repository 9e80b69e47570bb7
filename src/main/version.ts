/** The app's version, from its package.json. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const Manifest = z.object({ version: z.string() });

/** Reads the version beside the resources folder. */
export const readVersion = (resourcesDir: string): string =>
  Manifest.parse(JSON.parse(readFileSync(path.join(resourcesDir, '..', 'package.json'), 'utf8'))).version;
