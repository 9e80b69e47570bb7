/** The queue of exports as the page has it. Knows main by StudioApi, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { ExportView } from '../../../shared/studio/exports.ts';
import type { StudioApi, StudioMethod, StudioParams, StudioResult } from '../../../shared/studio-api.ts';
import { errorFromWire } from '../../studio-api.ts';
import type { Spoken } from '../talk/talk.ts';

/** What the user chose; all but who speaks and what. */
export type ExportChoice = Omit<StudioParams<'exports.start'>, 'avatarId' | 'speech'>;

/** Where finished files lie. */
export type ExportPlace = StudioResult<'exports.place'>;

/** `starting` while a sound file is handed over; `removed` can be brought back. */
export type ExportsView = {
  list: readonly ExportView[];
  starting: boolean;
  place: ExportPlace | null;
  removed: readonly ExportView[];
};

/** What it needs; `finished` is told of those begun in this page's life. */
export type ExportsDeps = {
  api: StudioApi;
  upload(file: File, signal: AbortSignal): Promise<{ uploadId: string }>;
  failed(error: ErrorData): void;
  finished(done: ExportView): void;
};

/** Whether it takes part in the queue. */
export const isUnfinished = ({ state }: ExportView): boolean => state === 'waiting' || state === 'running';

/** Made once for the page. */
export class Exports {
  readonly view: StoreApi<ExportsView>;
  readonly #deps: ExportsDeps;
  readonly #begun = new Set<string>();
  #reading = 0;

  constructor(deps: ExportsDeps) {
    this.#deps = deps;
    this.view = createStore<ExportsView>(() => ({ list: [], starting: false, place: null, removed: [] }));
    deps.api.subscribe(event => {
      if (event.name === 'export.changed') this.#put(event.export);
      if (event.name === 'exports.changed') this.load().catch(() => {});
    });
  }

  /** Reads the list anew; the last of several readings counts. */
  async load(): Promise<void> {
    const reading = ++this.#reading;
    const list = await this.#deps.api.call('exports.list', {});
    if (reading !== this.#reading) return;
    this.view.setState({ list });
    for (const item of list) this.#follow(item);
  }

  /** Looks where finished files lie and what they take. */
  async look(): Promise<void> {
    const place = await this.#try('exports.place', {});
    if (place !== null) this.view.setState({ place });
  }

  /** Saves what was said last, with an avatar. */
  async start(avatarId: string, spoken: Spoken, choice: ExportChoice): Promise<void> {
    await this.add(avatarId, choice, async () =>
      spoken.kind === 'text'
        ? { kind: 'text', text: spoken.text, ...spoken.choice }
        : {
            kind: 'upload',
            uploadId: (await this.#deps.upload(spoken.file, new AbortController().signal)).uploadId,
          },
    );
  }

  /** Saves any speech, with an avatar. */
  async add(
    avatarId: string,
    choice: ExportChoice,
    speechOf: () => Promise<StudioParams<'exports.start'>['speech']>,
  ): Promise<void> {
    this.view.setState({ starting: true });
    try {
      const speech = await speechOf();
      const added = await this.#deps.api.call('exports.start', { avatarId, speech, ...choice });
      this.#begun.add(added.id);
      this.#put(added);
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
    this.view.setState({ starting: false });
  }

  /** Stops a running one, or takes a waiting one out of the queue. */
  async cancel(id: string): Promise<void> {
    await this.#try('exports.cancel', { id });
  }

  /** A failed or cancelled one waits again. */
  async retry(id: string): Promise<void> {
    await this.#try('exports.retry', { id });
  }

  /** Moves a waiting one by so many places. */
  async step(item: ExportView, places: number): Promise<void> {
    await this.#try('exports.move', { id: item.id, position: Math.max(0, item.position + places) });
  }

  /** Out of the list, for good after a while. */
  async remove(item: ExportView): Promise<void> {
    if ((await this.#try('exports.remove', { id: item.id })) === null) return;
    this.#begun.delete(item.id);
    this.view.setState(({ removed, list }) => ({
      removed: [...removed, item],
      list: list.filter(({ id }) => id !== item.id),
    }));
  }

  /** Brings the last removed one back. */
  async undoRemove(): Promise<void> {
    const last = this.view.getState().removed.at(-1);
    if (last === undefined) return;
    this.view.setState(({ removed }) => ({ removed: removed.slice(0, -1) }));
    await this.#try('exports.restore', { id: last.id });
    await this.load().catch(() => {});
  }

  /** The panel was closed: nothing is offered to be brought back any more. */
  settle(): void {
    this.view.setState({ removed: [] });
  }

  /** Shows the folder of finished files. */
  async openFolder(): Promise<void> {
    await this.#try('exports.openFolder', {});
  }

  async #try<M extends StudioMethod>(name: M, params: StudioParams<M>): Promise<StudioResult<M> | null> {
    try {
      return await this.#deps.api.call(name, params);
    } catch (error) {
      this.#deps.failed(toErrorData(error));
      return null;
    }
  }

  #put(changed: ExportView): void {
    this.view.setState(({ list }) => ({
      list: list.some(item => item.id === changed.id)
        ? list.map(item => (item.id === changed.id ? changed : item))
        : [changed, ...list],
    }));
    this.#follow(changed);
  }

  #follow(item: ExportView): void {
    if (isUnfinished(item)) this.#begun.add(item.id);
    else if (this.#begun.delete(item.id)) this.#end(item);
  }

  #end(ended: ExportView): void {
    if (ended.state === 'done') this.#deps.finished(ended);
    if (ended.error !== null) this.#deps.failed(toErrorData(errorFromWire(ended.error)));
  }
}
