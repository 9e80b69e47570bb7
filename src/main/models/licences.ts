/** Licence texts shown before a model is loaded, and which of them were accepted. Knows no model. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../shared/errors.ts';

const Accepted = z.record(z.string(), z.string());

/** What a text is known by. */
export const licenceKey = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Shown when nobody names a licence: weights of these kinds are rarely free for every use. */
export const UNKNOWN_LICENCE =
  'The licence of this file is not known to Mouthpiece. The published Wav2Lip weights, and models trained on the same ' +
  'recordings, may be used for research and private purposes only. Use a model only if its licence lets you, and faces and ' +
  'voices of people only with their consent.';

/** The accepted texts of one models folder. */
export class Licences {
  readonly #file: string;
  readonly #now: () => Date;

  constructor(modelsDir: string, now: () => Date) {
    this.#file = path.join(modelsDir, '.licences.json');
    this.#now = now;
  }

  /**
   * Returns when `text` was accepted before or `accept` is its key now (which is then kept).
   * @throws StudioError `model/licence-needed`, with the text and its key in the details.
   */
  async need(text: string, accept: string | null): Promise<void> {
    const key = licenceKey(text);
    const accepted = await this.#read();
    if (accepted[key] !== undefined) return;
    if (accept !== key) {
      throw new StudioError(
        'model/licence-needed',
        'The model has a licence. Read it and accept it: --accept-licence on the command line.',
        { licence: text, licenceKey: key },
      );
    }
    await mkdir(path.dirname(this.#file), { recursive: true });
    await writeFile(this.#file, JSON.stringify({ ...accepted, [key]: this.#now().toISOString() }, null, 2));
  }

  async #read(): Promise<z.infer<typeof Accepted>> {
    try {
      return Accepted.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch {
      return {};
    }
  }
}
