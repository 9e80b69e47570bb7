/** What became of self-tests, on the disk, so that each is run once. Knows no runtime. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const Kept = z.object({
  key: z.string(),
  /** `begun`: the test never came back, so the process died in it, or was ended. */
  state: z.enum(['begun', 'passed', 'failed', 'slow']),
  begun: z.number().int(),
  difference: z.number().nullable(),
  runMs: z.number().nullable(),
  cpuMs: z.number().nullable(),
  why: z.string().nullable(),
});

/** One self-test's end. `slow`: right, but the processor is quicker. */
export type Verdict = {
  state: 'passed' | 'failed' | 'slow';
  difference: number | null;
  runMs: number | null;
  cpuMs: number | null;
  why: string | null;
};

/** A test that did not come back so often is not begun again: once may have been the user who closed the app. */
const MAX_BEGUN = 2;

/** Verdicts of one cache folder, a file each, so that several engine processes do not get in each other's way. */
export class Verdicts {
  readonly #folder: string;
  readonly #running = new Map<string, Promise<Verdict>>();

  constructor(cacheDir: string) {
    this.#folder = path.join(cacheDir, 'providers');
  }

  /**
   * The kept verdict, or that of `test`; a test that ends the process counts as failed from its second time on. Who asks while it
   * runs waits for it: several networks of a model are loaded at once.
   */
  judge(parts: readonly string[], test: () => Promise<Verdict>): Promise<Verdict> {
    const key = parts.join('|');
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const run = this.#judge(key, test).finally(() => this.#running.delete(key));
    this.#running.set(key, run);
    return run;
  }

  async #judge(key: string, test: () => Promise<Verdict>): Promise<Verdict> {
    const file = path.join(
      this.#folder,
      `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`,
    );
    const kept = await read(file, key);
    if (kept !== null && kept.state !== 'begun') return { ...kept, state: kept.state };
    const begun = (kept?.begun ?? 0) + 1;
    if (begun > MAX_BEGUN)
      return { state: 'failed', difference: null, runMs: null, cpuMs: null, why: 'its test never ended' };
    const unknown = { difference: null, runMs: null, cpuMs: null, why: null };
    await this.#write(file, { key, state: 'begun', begun, ...unknown }).catch(() => {});
    const verdict = await test();
    // A cache that cannot be written costs a test each time, nothing else.
    await this.#write(file, { key, begun, ...verdict }).catch(() => {});
    return verdict;
  }

  async #write(file: string, kept: z.infer<typeof Kept>): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const part = `${file}.${process.pid}.part`;
    await writeFile(part, JSON.stringify(kept));
    await rename(part, file);
  }
}

const read = async (file: string, key: string): Promise<z.infer<typeof Kept> | null> => {
  try {
    const kept = Kept.parse(JSON.parse(await readFile(file, 'utf8')));
    return kept.key === key ? kept : null;
  } catch {
    return null;
  }
};
