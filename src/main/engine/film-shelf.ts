/** Films of clients, made into frames once and kept: by content and by what is taken of them; the ones not used for longest go. Knows no wire. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { FrameFolder } from '../../shared/avatar.ts';
import { MAX_CLIP_BYTES, MAX_CLIP_EDGE, MAX_CLIP_FPS, MAX_CLIP_S } from '../../shared/clip-import.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Engine } from './engine.ts';

/** `dir`: its own, in the data folder. `keepCount`: films at most (default 24, some 60 MB each at worst). */
export type FilmShelfDeps = { dir: string; engine: Pick<Engine, 'importClip'>; keepCount?: number };

/** What a film became. */
export type ShelvedFilm = Pick<FrameFolder, 'dir' | 'metadataPath' | 'fps' | 'preprocessed'>;

const KEEP_COUNT = 24;
/** A film used since is never taken away: a session may be showing it. */
const SURELY_KEPT_MS = 24 * 3_600_000;

/** Written last: a folder with it is whole. */
const FACTS = 'film.json';
const Facts = z.object({ fps: z.number().positive() });

const readFacts = async (file: string): Promise<z.infer<typeof Facts> | null> => {
  try {
    return Facts.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
};

/** Other settings give other frames. */
const SETTINGS = JSON.stringify(['film 1', MAX_CLIP_EDGE, MAX_CLIP_FPS, MAX_CLIP_S]);

const unreadable = (cause: unknown): StudioError =>
  new StudioError('avatar/unreadable', 'The film cannot be read.', {}, { cause });

/** See `frames`. One for a data folder. */
export class FilmShelf {
  readonly #deps: FilmShelfDeps;
  readonly #closing = new AbortController();
  readonly #running = new Map<string, Promise<ShelvedFilm>>();
  readonly #hashes = new Map<string, { stamp: string; key: string }>();
  /** Films are made one after the other: each takes a process of its own. */ #last: Promise<unknown> =
    Promise.resolve();

  constructor(deps: FilmShelfDeps) {
    this.#deps = deps;
  }

  /** The frames of a film (absolute path), each with its mouth. Errors: avatar/unreadable, avatar/too-large (also: too long), engine/*, store/failed. */
  async frames(file: string): Promise<ShelvedFilm> {
    const key = await this.#keyOf(file);
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const work = this.#shelved(key, file).finally(() => this.#running.delete(key));
    this.#running.set(key, work);
    return work;
  }

  /** Ends what is being made. */
  close(): void {
    this.#closing.abort();
  }

  async #keyOf(file: string): Promise<string> {
    try {
      const { ino, size, mtimeMs } = await stat(file);
      if (size > MAX_CLIP_BYTES)
        throw new StudioError('avatar/too-large', 'The film is larger than 600 MB. Cut out the best part.');
      const stamp = `${ino} ${size} ${mtimeMs}`;
      const known = this.#hashes.get(file);
      if (known?.stamp === stamp) return known.key;
      const hash = createHash('sha256').update(SETTINGS);
      for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array);
      const key = hash.digest('hex');
      if (this.#hashes.size >= 256) this.#hashes.clear();
      this.#hashes.set(file, { stamp, key });
      return key;
    } catch (error) {
      throw error instanceof StudioError ? error : unreadable(error);
    }
  }

  async #shelved(key: string, file: string): Promise<ShelvedFilm> {
    const place = path.join(this.#deps.dir, key);
    const kept = await this.#kept(place);
    if (kept !== null) return kept;
    const turn = this.#last.then(() => this.#make(key, place, file));
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #kept(place: string): Promise<ShelvedFilm | null> {
    const facts = await readFacts(path.join(place, FACTS));
    if (facts === null) return null;
    const now = new Date();
    await utimes(path.join(place, FACTS), now, now).catch(() => {});
    const dir = path.join(place, 'frames');
    return { dir, metadataPath: path.join(dir, 'mouth_metadata.json'), fps: facts.fps, preprocessed: true };
  }

  async #make(key: string, place: string, file: string): Promise<ShelvedFilm> {
    const { dir, engine } = this.#deps;
    await mkdir(dir, { recursive: true });
    // What lies there without its facts was cut short.
    await rm(place, { recursive: true, force: true });
    const job = {
      source: { kind: 'clip' as const, path: file },
      outDir: place,
      id: key,
      name: 'film',
      whole: true,
    };
    const { fps } = await engine.importClip(job, () => {}, this.#closing.signal);
    await writeFile(path.join(place, FACTS), JSON.stringify({ fps }));
    await this.#makeRoom();
    const made = await this.#kept(place);
    if (made === null) throw new StudioError('store/failed', 'The film’s frames could not be written.');
    return made;
  }

  async #makeRoom(): Promise<void> {
    const { dir, keepCount = KEEP_COUNT } = this.#deps;
    const films: { place: string; usedAt: number }[] = [];
    for (const name of await readdir(dir)) {
      const place = path.join(dir, name);
      const facts = await stat(path.join(place, FACTS)).catch(() => stat(place).catch(() => null));
      if (facts !== null) films.push({ place, usedAt: facts.mtimeMs });
    }
    films.sort((a, b) => b.usedAt - a.usedAt);
    for (const { place, usedAt } of films.slice(keepCount))
      if (Date.now() - usedAt > SURELY_KEPT_MS) await rm(place, { recursive: true, force: true });
  }
}
