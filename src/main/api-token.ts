/** The reusable API token of a data folder: made once, readable by its owner alone. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const FILE = 'api-token';

/** The folder's token, 43 characters base64url; made when there is none. */
export const readApiToken = async (dataDir: string): Promise<string> => {
  const file = path.join(dataDir, FILE);
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (/^[\w-]{43}$/.test(kept)) return kept;
  const token = randomBytes(32).toString('base64url');
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, `${token}\n`, { mode: 0o600 });
  return token;
};
