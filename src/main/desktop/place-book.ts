/** Keeps the windows' places in one small file of the data folder. A damaged file is as good as none. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { WindowPlace } from './window-place.ts';

/** Windows whose place is kept. */
export type WindowName = 'studio' | 'feed';

const Places = z.object({ studio: WindowPlace.optional(), feed: WindowPlace.optional() });

/** `<data>/windows.json`. */
export class PlaceBook {
  readonly #file: string;
  #places: z.infer<typeof Places>;

  constructor(dataDir: string) {
    this.#file = path.join(dataDir, 'windows.json');
    this.#places = this.#read();
  }

  /** Where the window was; null: it was never open, or the file is of no use. */
  get(name: WindowName): WindowPlace | null {
    return this.#places[name] ?? null;
  }

  /** Keeps a place. A folder that cannot be written costs the memory of places and nothing else. */
  set(name: WindowName, place: WindowPlace): void {
    this.#places = { ...this.#places, [name]: place };
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true });
      const unfinished = `${this.#file}.part`;
      writeFileSync(unfinished, `${JSON.stringify(this.#places)}\n`);
      renameSync(unfinished, this.#file);
    } catch {
      // Closing a window must not fail for it.
    }
  }

  #read(): z.infer<typeof Places> {
    try {
      return Places.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      return {};
    }
  }
}
