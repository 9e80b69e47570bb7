/** Keeps the sound of sessions as raw files, so that it can become a video later. Never blocks a session: writing is queued, bounded, and given up when the disk is too slow or full. */
import { type FileHandle, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '../../shared/log.ts';
import type { Utterance } from '../../shared/speech.ts';
import type { SessionStore, StoredAudio } from '../store/store.ts';

/** Bounds in bytes. */
export type RecorderLimits = { perSession: number; waiting: number; total: number };

const DEFAULT_RECORDER_LIMITS: RecorderLimits = {
  perSession: 256 * 1024 * 1024,
  waiting: 32 * 1024 * 1024,
  total: 2 * 1024 * 1024 * 1024,
};

type Recording = {
  sequence: number;
  sampleRate: number;
  handle: FileHandle | null;
  fileBytes: number;
  totalBytes: number;
  waitingBytes: number;
  gaveUp: boolean;
  work: Promise<void>;
};

/** See the methods. Files: `<data>/sessions/<id>/<sequence>-<rate>.pcm`, s16le mono. */
export class SessionRecorder {
  readonly #deps: { store: SessionStore; dataDir: string; log: Log };
  readonly #limits: RecorderLimits;
  readonly #open = new Map<string, Recording>();

  constructor(
    deps: { store: SessionStore; dataDir: string; log: Log },
    limits: Partial<RecorderLimits> = {},
  ) {
    this.#deps = deps;
    this.#limits = { ...DEFAULT_RECORDER_LIMITS, ...limits };
  }

  /** Takes a copy of the samples; returns at once. `ready`: when the session itself is written down. */
  append(
    id: string,
    speech: Pick<Utterance, 'sampleRate' | 'samples'>,
    ready: Promise<void> = Promise.resolve(),
  ): void {
    const recording = this.#open.get(id) ?? this.#begin(id, ready);
    const { samples, sampleRate } = speech;
    // Every platform this runs on is little-endian, so the samples' own bytes are s16le.
    const bytes = Buffer.from(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
    const tooMuch =
      recording.totalBytes + bytes.length > this.#limits.perSession ||
      recording.waitingBytes + bytes.length > this.#limits.waiting;
    if (recording.gaveUp || tooMuch) {
      if (!recording.gaveUp)
        this.#deps.log.warn('the sound of a session is not kept further', { sessionId: id });
      recording.gaveUp = true;
      return;
    }
    recording.totalBytes += bytes.length;
    recording.waitingBytes += bytes.length;
    recording.work = recording.work.then(() => this.#write(id, recording, sampleRate, bytes));
  }

  /** Writes what waits and closes the files of a session. */
  async finish(id: string): Promise<void> {
    const recording = this.#open.get(id);
    if (recording === undefined) return;
    recording.work = recording.work.then(() => this.#endFile(id, recording));
    await recording.work;
    this.#open.delete(id);
  }

  /** The sound of a session, file by file. Files that are gone are left out. */
  async read(id: string): Promise<Utterance[]> {
    await this.#open.get(id)?.work;
    const utterances: Utterance[] = [];
    for (const { file, sampleRate } of this.#deps.store.audio(id)) {
      const bytes = await readFile(path.join(this.#deps.dataDir, file)).catch(() => null);
      if (bytes === null || bytes.length < 2) continue;
      const whole = bytes.length - (bytes.length % 2);
      const samples = new Int16Array(
        bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + whole) as ArrayBuffer,
      );
      utterances.push({ sampleRate, samples, phones: null, words: [] });
    }
    return utterances;
  }

  /** The raw files of a session, absolute, when what was said so far is written. */
  async files(id: string): Promise<{ path: string; sampleRate: number }[]> {
    await this.#open.get(id)?.work;
    return this.#deps.store
      .audio(id)
      .map(({ file, sampleRate }) => ({ path: path.join(this.#deps.dataDir, file), sampleRate }));
  }

  /** Ends sessions that a crash left open: their sound is what the disk has of it. */
  async recover(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      let audioMs = 0;
      for (const { sequence, file, sampleRate } of this.#deps.store.audio(id)) {
        const { size } = await stat(path.join(this.#deps.dataDir, file)).catch(() => ({ size: 0 }));
        this.#deps.store.setAudioBytes(id, sequence, size);
        audioMs += (size / 2 / sampleRate) * 1000;
      }
      this.#deps.store.endAfter(id, audioMs);
    }
  }

  /** Forgets the oldest sound until the rest is within the bound. */
  async prune(totalBytes = this.#limits.total): Promise<void> {
    const kept = this.#deps.store.withAudio();
    let total = kept.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { id, bytes } of kept) {
      if (total <= totalBytes) return;
      if (this.#open.has(id)) continue;
      total -= bytes;
      await this.deleteFiles(id, this.#deps.store.dropAudio(id));
    }
  }

  /** Deletes files that the store has forgotten. */
  async deleteFiles(id: string, files: readonly StoredAudio[]): Promise<void> {
    for (const { file } of files) await rm(path.join(this.#deps.dataDir, file), { force: true });
    if (files.length > 0)
      await rm(path.join(this.#deps.dataDir, 'sessions', id), { recursive: true, force: true });
  }

  /** Finishes all. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map(id => this.finish(id)));
  }

  #begin(id: string, ready: Promise<void>): Recording {
    const recording: Recording = {
      sequence: 0,
      sampleRate: 0,
      handle: null,
      fileBytes: 0,
      totalBytes: 0,
      waitingBytes: 0,
      gaveUp: false,
      work: ready,
    };
    this.#open.set(id, recording);
    return recording;
  }

  async #write(id: string, recording: Recording, sampleRate: number, bytes: Uint8Array): Promise<void> {
    try {
      if (recording.handle === null || recording.sampleRate !== sampleRate) {
        await this.#endFile(id, recording);
        await this.#beginFile(id, recording, sampleRate);
      }
      await recording.handle?.write(bytes);
      recording.fileBytes += bytes.length;
    } catch (error) {
      recording.gaveUp = true;
      this.#deps.log.warn('the sound of a session cannot be written', {
        sessionId: id,
        error: String(error),
      });
    } finally {
      recording.waitingBytes -= bytes.length;
    }
  }

  async #beginFile(id: string, recording: Recording, sampleRate: number): Promise<void> {
    recording.sequence += 1;
    recording.sampleRate = sampleRate;
    recording.fileBytes = 0;
    const file = path.posix.join('sessions', id, `${recording.sequence}-${sampleRate}.pcm`);
    await mkdir(path.join(this.#deps.dataDir, 'sessions', id), { recursive: true });
    recording.handle = await open(path.join(this.#deps.dataDir, file), 'w');
    this.#deps.store.addAudio({ sessionId: id, sequence: recording.sequence, file, sampleRate });
  }

  async #endFile(id: string, recording: Recording): Promise<void> {
    const { handle, sequence, fileBytes } = recording;
    recording.handle = null;
    if (handle === null) return;
    try {
      await handle.close();
      this.#deps.store.setAudioBytes(id, sequence, fileBytes);
    } catch (error) {
      this.#deps.log.warn('the sound of a session was not closed', { sessionId: id, error: String(error) });
    }
  }
}
