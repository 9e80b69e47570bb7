/** Videos being made: one at a time, the others wait; progress is told by events. Knows no HTTP. */
import { randomUUID } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type AvatarInput, DEFAULT_BACKGROUND } from '../../shared/avatar.ts';
import { StudioError, toErrorData } from '../../shared/errors.ts';
import type { ExportJob } from '../../shared/export-job.ts';
import type { Log } from '../../shared/log.ts';
import { MuseTalkOptions } from '../../shared/renderer-options/musetalk.ts';
import type { PortraitOptions } from '../../shared/renderer-options/portrait.ts';
import type { RendererChoice } from '../../shared/renderer-options/renderer-choice.ts';
import { Wav2LipOptions } from '../../shared/renderer-options/wav2lip.ts';
import type { Utterance } from '../../shared/speech.ts';
import type { ExportView } from '../../shared/studio/exports.ts';
import type { StudioSettings } from '../../shared/studio/settings.ts';
import type { StudioParsed } from '../../shared/studio-api.ts';
import type { Engine } from '../engine/engine.ts';
import type { SpeechService } from '../speech/speech-service-contract.ts';

/** What is asked for. */
export type ExportAsk = StudioParsed<'exports.start'>;

/** What making videos needs. */
export type ExportDeps = {
  engine: Pick<Engine, 'exportVideo'>;
  speech: SpeechService;
  folder: string;
  avatar(id: string): Promise<{ name: string; input: AvatarInput }>;
  upload(id: string): { path: string };
  sessionSpeech(id: string): Promise<Utterance[]>;
  settings(): Pick<StudioSettings, 'renderer' | 'portrait' | 'compositor'>;
  changed(view: ExportView): void;
  now(): Date;
  log: Log;
};

type Kept = { view: ExportView; path: string; stop: AbortController };

const MAX_WAITING = 16;
const MAX_KEPT = 100;

const fileNameOf = (name: string, at: Date, container: string): string => {
  const safe = name
    .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
    .trim()
    .slice(0, 60);
  const stamp = at.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '-');
  return `${safe === '' ? 'Avatar' : safe} ${stamp}.${container}`;
};

const drawnBy = (renderer: StudioSettings['renderer'], portrait: PortraitOptions): RendererChoice => {
  if (renderer === 'wav2lip') return { renderer, options: Wav2LipOptions.parse({}) };
  if (renderer === 'musetalk') return { renderer, options: MuseTalkOptions.parse({}) };
  return { renderer, options: portrait };
};

/** See the methods. */
export class ExportJobs {
  readonly #deps: ExportDeps;
  readonly #kept = new Map<string, Kept>();
  /** Paths given to videos of this run: two that are asked for at once get two. */
  readonly #named = new Set<string>();
  #queue: Promise<void> = Promise.resolve();

  constructor(deps: ExportDeps) {
    this.#deps = deps;
  }

  /** Checks the ask and returns at once. Errors: avatar/not-found, store/not-found, export/unsupported, speech/empty-text, session/backlog-full. */
  async start(ask: ExportAsk): Promise<ExportView> {
    if (ask.transparent && ask.container === 'mp4') {
      throw new StudioError('export/unsupported', 'MP4 cannot be transparent. Choose WebM or MOV.');
    }
    if (ask.speech.kind === 'text' && ask.speech.text.trim() === '') {
      throw new StudioError('speech/empty-text', 'There is no text to speak. Write something first.');
    }
    if (ask.speech.kind === 'upload') this.#deps.upload(ask.speech.uploadId);
    const running = [...this.#kept.values()].filter(({ view }) => view.state === 'running').length;
    if (running >= MAX_WAITING) {
      throw new StudioError(
        'session/backlog-full',
        `${MAX_WAITING} videos are waiting. Let some finish first.`,
      );
    }
    const avatar = await this.#deps.avatar(ask.avatarId);
    await mkdir(this.#deps.folder, { recursive: true });
    const { fileName, file } = await this.#freeName(fileNameOf(avatar.name, this.#deps.now(), ask.container));
    const view: ExportView = {
      id: `exp_${randomUUID().replaceAll('-', '')}`,
      state: 'running',
      phase: 'preparing',
      framesDone: 0,
      framesTotal: 0,
      fileName,
      bytes: 0,
      downloadUrl: null,
      error: null,
    };
    const kept: Kept = { view, path: file, stop: new AbortController() };
    this.#keep(kept);
    this.#queue = this.#queue.then(() => this.#run(kept, ask, avatar.input));
    return view;
  }

  /** Stops one; one that has ended stays as it is. @throws StudioError `store/not-found`. */
  cancel(id: string): ExportView {
    const kept = this.#need(id);
    if (kept.view.state === 'running') {
      kept.stop.abort();
      this.#change(kept, { state: 'cancelled' });
    }
    return kept.view;
  }

  /** Newest first. */
  list(): ExportView[] {
    return [...this.#kept.values()].map(({ view }) => view).reverse();
  }

  /** The finished file. @throws StudioError `store/not-found`. */
  file(id: string): { path: string; fileName: string } {
    const kept = this.#need(id);
    if (kept.view.state === 'done') return { path: kept.path, fileName: kept.view.fileName };
    throw new StudioError('store/not-found', 'This video is not finished.', { exportId: id });
  }

  /** Stops all and waits for them. */
  async close(): Promise<void> {
    for (const { view, stop } of this.#kept.values()) if (view.state === 'running') stop.abort();
    await this.#queue;
  }

  async #run(kept: Kept, ask: ExportAsk, avatar: AvatarInput): Promise<void> {
    const { signal } = kept.stop;
    if (signal.aborted) return;
    try {
      const speech = await this.#speech(ask, signal);
      signal.throwIfAborted();
      const job = this.#job(ask, avatar, speech, kept.path);
      const result = await this.#deps.engine.exportVideo(
        job,
        progress => this.#progress(kept, progress),
        signal,
      );
      if (signal.aborted) return;
      this.#change(kept, {
        state: 'done',
        phase: 'finishing',
        framesDone: result.frames,
        framesTotal: result.frames,
        bytes: result.bytes,
        downloadUrl: `/studio/exports/${kept.view.id}/file`,
      });
    } catch (error) {
      if (signal.aborted) return;
      const { code, message } = toErrorData(error);
      this.#deps.log.warn('an export failed', { code });
      this.#change(kept, { state: 'failed', error: { code, message } });
    }
  }

  #progress(kept: Kept, progress: Pick<ExportView, 'phase' | 'framesDone' | 'framesTotal'>): void {
    const { phase, framesDone, framesTotal } = progress;
    if (kept.view.state === 'running') this.#change(kept, { phase, framesDone, framesTotal });
  }

  async #speech({ speech }: ExportAsk, signal: AbortSignal): Promise<ExportJob['speech']> {
    if (speech.kind === 'upload') return { kind: 'file', path: this.#deps.upload(speech.uploadId).path };
    if (speech.kind === 'session') {
      return { kind: 'utterances', utterances: await this.#deps.sessionSpeech(speech.sessionId) };
    }
    const { text, language, voiceId, rate, pitch } = speech;
    const request = { text, language, rate, pitch, ...(voiceId === null ? {} : { voiceId }) };
    const utterances: Utterance[] = [];
    for await (const utterance of this.#deps.speech.speak(request, signal)) utterances.push(utterance);
    return { kind: 'utterances', utterances };
  }

  #job(ask: ExportAsk, avatar: AvatarInput, speech: ExportJob['speech'], outPath: string): ExportJob {
    const { renderer, portrait, compositor } = this.#deps.settings();
    // The video codecs' colour planes have half the size, so sides are even.
    const even = (side: number): number => side - (side % 2);
    return {
      avatar,
      ...drawnBy(renderer, portrait),
      compositor,
      fit: 'cover',
      background: ask.transparent ? { kind: 'transparent' } : DEFAULT_BACKGROUND,
      format: { width: even(ask.width), height: even(ask.height), fps: ask.fps },
      speech,
      container: ask.container,
      outPath,
    };
  }

  async #freeName(wanted: string): Promise<{ fileName: string; file: string }> {
    const { name, ext } = path.parse(wanted);
    for (let copy = 1; ; copy++) {
      const fileName = copy === 1 ? wanted : `${name} (${copy})${ext}`;
      const file = path.join(this.#deps.folder, fileName);
      const exists = await stat(file).then(
        () => true,
        () => false,
      );
      if (exists || this.#named.has(file)) continue;
      this.#named.add(file);
      return { fileName, file };
    }
  }

  #keep(kept: Kept): void {
    this.#kept.set(kept.view.id, kept);
    for (const [id, old] of this.#kept) {
      if (this.#kept.size <= MAX_KEPT) break;
      if (old.view.state !== 'running') this.#kept.delete(id); // its file stays
    }
    this.#deps.changed(kept.view);
  }

  #change(kept: Kept, change: Partial<ExportView>): void {
    kept.view = { ...kept.view, ...change };
    this.#deps.changed(kept.view);
  }

  #need(id: string): Kept {
    const kept = this.#kept.get(id);
    if (kept !== undefined) return kept;
    throw new StudioError('store/not-found', 'There is no such export.', { exportId: id });
  }
}
