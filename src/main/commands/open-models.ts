/** The model library of a data folder, without a server: for commands. The engine starts only for what needs it. */
import path from 'node:path';
import type { ModelDownloadView } from '../../shared/model-view.ts';
import { Scope } from '../../shared/scope.ts';
import { readConfig } from '../config.ts';
import type { Engine } from '../engine/engine.ts';
import type { Host } from '../host.ts';
import { ModelLibrary } from '../models/model-library.ts';
import { systemClock } from '../system-clock.ts';
import { createLazyEngine } from './lazy-engine.ts';

/** An open library; `close` it. */
export type OpenModels = { library: ModelLibrary; engine: Pick<Engine, 'call'>; close(): Promise<void> };

/** `data`: a folder, or the default one. `onDownload` is told of progress. */
export const openModels = (
  host: Host,
  data: string | undefined,
  onDownload: (view: ModelDownloadView) => void = () => {},
): OpenModels => {
  const { dataDir } = readConfig(data === undefined ? {} : { data }, process.env);
  const scope = new Scope();
  const engine = scope.own(createLazyEngine(host, dataDir));
  const library = scope.own(
    new ModelLibrary({
      modelsDir: path.join(dataDir, 'models'),
      clock: systemClock,
      now: () => new Date(),
      describe: server => engine.call('describeServerModel', server),
      changed: () => {},
      downloadChanged: onDownload,
    }),
  );
  return { library, engine, close: () => scope.close() };
};
