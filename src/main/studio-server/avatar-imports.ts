/** Imports that take a while, clips and folders: their progress is told, and they can be ended while they run. Knows no HTTP. */
import { rm } from 'node:fs/promises';
import type { ClipProgress } from '../../shared/clip-import.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Micros } from '../../shared/media.ts';
import type { AvatarView, ImportProgress } from '../../shared/studio/avatars.ts';
import type { AvatarLibrary } from './avatar-library.ts';
import { takeFolder } from './folder-intake.ts';
import type { Uploads } from './uploads.ts';

/** What it needs. `told` hears the progress of imports that have an id. */
export type ImportsDeps = {
  avatars: Pick<AvatarLibrary, 'importMoving' | 'importFolder'>;
  uploads: Pick<Uploads, 'lend' | 'place'>;
  clock: Pick<Clock, 'now'>;
  told(importId: string, progress: ImportProgress): void;
};

type Body = AsyncIterable<Uint8Array>;

/** Progress is told this often at most. */
const TOLD_EVERY: Micros = 120_000;

/** See the methods. `importId`: the caller's own name for an import; null: nobody asks for it. */
export class AvatarImports {
  readonly #deps: ImportsDeps;
  readonly #running = new Map<string, AbortController>();

  constructor(deps: ImportsDeps) {
    this.#deps = deps;
  }

  /** A clip. Errors: those of AvatarLibrary.importMoving. */
  clip(body: Body, file: { name: string; avatarName: string }, importId: string | null): Promise<AvatarView> {
    return this.#run(importId, (progress, signal) =>
      this.#deps.uploads.lend(body, file.name, async path => {
        const source = { kind: 'clip' as const, path };
        const { avatarName: name } = file;
        return (await this.#deps.avatars.importMoving(source, { name }, progress, signal)).avatar;
      }),
    );
  }

  /** A folder in OpenTalking's form. Errors: those of takeFolder and AvatarLibrary.importFolder. */
  folder(body: Body, importId: string | null): Promise<AvatarView> {
    return this.#run(importId, async (progress, signal) => {
      const dir = await this.#deps.uploads.place();
      try {
        await takeFolder(body, dir, signal);
        return (await this.#deps.avatars.importFolder(dir, progress, signal)).avatar;
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    });
  }

  /** Ends one; nothing is left of it. One that is not known, or has ended, stays as it is. */
  cancel(importId: string): void {
    this.#running.get(importId)?.abort();
  }

  /** Ends all. */
  close(): void {
    for (const stop of this.#running.values()) stop.abort();
  }

  async #run<T>(
    importId: string | null,
    work: (progress: (progress: ClipProgress) => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const stop = new AbortController();
    const key = importId ?? crypto.randomUUID();
    this.#running.set(key, stop);
    const { clock, told } = this.#deps;
    let toldAt = Number.NEGATIVE_INFINITY;
    const progress = ({ framesDone, framesTotal }: ClipProgress): void => {
      if (importId === null || (clock.now() - toldAt < TOLD_EVERY && framesDone < framesTotal)) return;
      toldAt = clock.now();
      told(importId, { framesDone, framesTotal });
    };
    try {
      return await work(progress, stop.signal);
    } finally {
      if (this.#running.get(key) === stop) this.#running.delete(key);
    }
  }
}
