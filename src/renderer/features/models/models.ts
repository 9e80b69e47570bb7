/** Installed models, downloads, providers and measurements as the page holds them. Knows main by StudioApi, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type ErrorData, StudioError, toErrorData } from '../../../shared/errors.ts';
import type {
  ModelBenchmark,
  ModelDownloadView,
  ModelView,
  ProviderReport,
} from '../../../shared/model-view.ts';
import type { StudioApi, StudioParams } from '../../../shared/studio-api.ts';

/** A licence that must be read before a download begins. */
export type LicenceAsk = { text: string; key: string; add: StudioParams<'models.add'> };

/** What the screen shows. Lists are null until they came. `busy`: what runs on which model. */
export type ModelsView = {
  models: readonly ModelView[] | null;
  downloads: readonly ModelDownloadView[];
  providers: readonly ProviderReport[] | null;
  testing: boolean;
  benchmarks: Readonly<Record<string, readonly ModelBenchmark[]>>;
  busy: Readonly<Record<string, 'verify' | 'benchmark' | 'remove'>>;
  adding: boolean;
  licence: LicenceAsk | null;
  error: ErrorData | null;
};

/** What it needs. */
export type ModelsDeps = { api: StudioApi; failed(error: ErrorData): void };

/** Made once for the page. */
export class Models {
  readonly view: StoreApi<ModelsView>;
  readonly #deps: ModelsDeps;

  constructor(deps: ModelsDeps) {
    this.#deps = deps;
    this.view = createStore<ModelsView>(() => ({
      models: null,
      downloads: [],
      providers: null,
      testing: false,
      benchmarks: {},
      busy: {},
      adding: false,
      licence: null,
      error: null,
    }));
    deps.api.subscribe(event => {
      if (event.name === 'models.changed') void this.load();
      if (event.name === 'model.download') this.#putDownload(event.download);
    });
  }

  /** Reads the list anew. */
  async load(): Promise<void> {
    try {
      this.view.setState({ ...(await this.#deps.api.call('models.list', {})), error: null });
    } catch (error) {
      this.view.setState({ error: toErrorData(error) });
    }
  }

  /** Takes an ONNX file or a folder of them, by its path on the server's machine. True when it is installed. */
  import(path: string): Promise<boolean> {
    return this.#add(() => this.#deps.api.call('models.import', { files: [{ path }] }));
  }

  /** Starts a download; a licence that was never accepted is shown first. True when it began. */
  async download(add: StudioParams<'models.add'>): Promise<boolean> {
    this.view.setState({ adding: true, error: null, licence: null });
    try {
      this.#putDownload(await this.#deps.api.call('models.add', add));
      return true;
    } catch (error) {
      const ask = licenceAskOf(error, add);
      this.view.setState(ask === null ? { error: toErrorData(error) } : { licence: ask });
      return false;
    } finally {
      this.view.setState({ adding: false });
    }
  }

  /** The licence was read: begins. */
  async acceptLicence(): Promise<void> {
    const { licence } = this.view.getState();
    if (licence !== null) await this.download({ ...licence.add, accept: licence.key });
  }

  /** Leaves it. */
  declineLicence(): void {
    this.view.setState({ licence: null });
  }

  /** Uses a model of a server. True when it is connected. */
  connect(ask: StudioParams<'models.connect'>): Promise<boolean> {
    return this.#add(() => this.#deps.api.call('models.connect', ask));
  }

  /** Stops a download; what came stays for the next try. */
  async cancel(id: string): Promise<void> {
    await this.#tell(async () => this.#putDownload(await this.#deps.api.call('models.cancel', { id })));
  }

  /** Throws a download away with what came of it. */
  async discard(id: string): Promise<void> {
    await this.#tell(async () => {
      await this.#deps.api.call('models.discard', { id });
      this.view.setState(({ downloads }) => ({ downloads: downloads.filter(known => known.id !== id) }));
    });
  }

  /** Reads all files of a model and compares their hashes. */
  verify(id: string): Promise<void> {
    return this.#run(id, 'verify', async () => {
      const model = await this.#deps.api.call('models.verify', { id });
      this.view.setState(({ models }) => ({
        models: models?.map(known => (known.id === id ? model : known)) ?? null,
      }));
    });
  }

  /** Measures its networks on this machine. */
  benchmark(id: string): Promise<void> {
    return this.#run(id, 'benchmark', async () => {
      const result = await this.#deps.api.call('models.benchmark', { id });
      this.view.setState(({ benchmarks }) => ({ benchmarks: { ...benchmarks, [id]: result } }));
    });
  }

  /** Deletes it with its files. */
  remove(id: string): Promise<void> {
    return this.#run(id, 'remove', async () => {
      await this.#deps.api.call('models.remove', { id });
      await this.load();
    });
  }

  /** Tests every provider this machine may have. */
  async testProviders(): Promise<void> {
    if (this.view.getState().testing) return;
    this.view.setState({ testing: true });
    await this.#tell(async () => {
      this.view.setState({ providers: await this.#deps.api.call('models.selfTest', {}) });
    });
    this.view.setState({ testing: false });
  }

  async #add(act: () => Promise<unknown>): Promise<boolean> {
    this.view.setState({ adding: true, error: null });
    try {
      await act();
      await this.load();
      return true;
    } catch (error) {
      this.view.setState({ error: toErrorData(error) });
      return false;
    } finally {
      this.view.setState({ adding: false });
    }
  }

  async #run(id: string, what: ModelsView['busy'][string], act: () => Promise<void>): Promise<void> {
    if (this.view.getState().busy[id] !== undefined) return;
    this.view.setState(({ busy }) => ({ busy: { ...busy, [id]: what } }));
    await this.#tell(act);
    this.view.setState(({ busy }) => {
      const { [id]: _, ...rest } = busy;
      return { busy: rest };
    });
  }

  async #tell(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  #putDownload(download: ModelDownloadView): void {
    this.view.setState(({ downloads }) => ({
      downloads: downloads.some(({ id }) => id === download.id)
        ? downloads.map(known => (known.id === download.id ? download : known))
        : // An earlier try of the same address goes on as this one.
          [...downloads.filter(({ url }) => url !== download.url), download],
    }));
  }
}

const licenceAskOf = (error: unknown, add: StudioParams<'models.add'>): LicenceAsk | null => {
  if (!(error instanceof StudioError) || error.code !== 'model/licence-needed') return null;
  const { licence, licenceKey } = error.details;
  return typeof licence === 'string' && typeof licenceKey === 'string'
    ? { text: licence, key: licenceKey, add }
    : null;
};

/** Frames a second that one network alone would allow. */
export const framesPerSecond = ({ batch, runMs }: Pick<ModelBenchmark, 'batch' | 'runMs'>): number =>
  (batch * 1000) / Math.max(0.01, runMs);
