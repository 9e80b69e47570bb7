/** Videos being saved and saved. Knows main by StudioApi, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { ExportView } from '../../../shared/studio/exports.ts';
import type { StudioApi, StudioParams } from '../../../shared/studio-api.ts';
import { errorFromWire } from '../../studio-api.ts';
import type { Spoken } from '../talk/talk.ts';

/** What the user chose. */
export type ExportChoice = Pick<
  StudioParams<'exports.start'>,
  'container' | 'width' | 'height' | 'fps' | 'transparent'
>;

/** `starting` while an audio file is handed over. */
export type ExportsView = { list: readonly ExportView[]; starting: boolean };

/** What it needs; `finished` is told of those begun in this page's life. */
export type ExportsDeps = {
  api: StudioApi;
  upload(file: File, signal: AbortSignal): Promise<{ uploadId: string }>;
  failed(error: ErrorData): void;
  finished(done: ExportView): void;
};

/** Longest edge of a saved video, px. */
export const EXPORT_EDGES = [512, 720, 1080, 1920] as const;

/** The picture's shape with the given longest edge: even sides, 128..1920, never larger than asked. */
export const exportSize = (
  picture: { width: number; height: number },
  longestEdge: number,
): { width: number; height: number } => {
  const scale = longestEdge / Math.max(picture.width, picture.height);
  const side = (length: number) => Math.min(1920, Math.max(128, Math.round((length * scale) / 2) * 2));
  return { width: side(picture.width), height: side(picture.height) };
};

/** Made once for the page. */
export class Exports {
  readonly view: StoreApi<ExportsView>;
  readonly #deps: ExportsDeps;
  #begun = new Set<string>();

  constructor(deps: ExportsDeps) {
    this.#deps = deps;
    this.view = createStore<ExportsView>(() => ({ list: [], starting: false }));
    deps.api.subscribe(event => event.name === 'export.changed' && this.#put(event.export));
  }

  /** Reads the list anew. */
  async load(): Promise<void> {
    const list = await this.#deps.api.call('exports.list', {});
    this.view.setState({ list: [...list].reverse() });
    for (const item of list) if (item.state === 'running') this.#begun.add(item.id);
  }

  /** Saves what was said last, with an avatar. */
  async start(avatarId: string, spoken: Spoken, choice: ExportChoice): Promise<void> {
    await this.#start(avatarId, choice, async () =>
      spoken.kind === 'text'
        ? { kind: 'text', text: spoken.text, ...spoken.choice }
        : {
            kind: 'upload',
            uploadId: (await this.#deps.upload(spoken.file, new AbortController().signal)).uploadId,
          },
    );
  }

  /** Saves the sound of a kept session, with an avatar. */
  async startSession(avatarId: string, sessionId: string, choice: ExportChoice): Promise<void> {
    await this.#start(avatarId, choice, async () => ({ kind: 'session', sessionId }));
  }

  async #start(
    avatarId: string,
    choice: ExportChoice,
    speechOf: () => Promise<StudioParams<'exports.start'>['speech']>,
  ): Promise<void> {
    this.view.setState({ starting: true });
    try {
      const speech = await speechOf();
      this.#put(await this.#deps.api.call('exports.start', { avatarId, speech, ...choice }));
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
    this.view.setState({ starting: false });
  }

  /** Cancels a running one. */
  async cancel(id: string): Promise<void> {
    try {
      this.#put(await this.#deps.api.call('exports.cancel', { id }));
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  #put(changed: ExportView): void {
    this.view.setState(({ list }) => ({
      list: list.some(item => item.id === changed.id)
        ? list.map(item => (item.id === changed.id ? changed : item))
        : [changed, ...list],
    }));
    if (changed.state === 'running') this.#begun.add(changed.id);
    else if (this.#begun.delete(changed.id)) this.#end(changed);
  }

  #end(ended: ExportView): void {
    if (ended.state === 'done') this.#deps.finished(ended);
    if (ended.error !== null) this.#deps.failed(toErrorData(errorFromWire(ended.error)));
  }
}
