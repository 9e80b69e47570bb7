/** The studio's methods about exports. Parsing and transport are elsewhere. */
import type { ExportQueue } from './export-queue.ts';
import { canShowFolder, showFolder } from './show-folder.ts';
import type { StudioCalls } from './studio-calls.ts';

type ExportMethod = Extract<keyof StudioCalls, `exports.${string}`>;

/** Builds their part of the table. */
export const createExportCalls = (exports: ExportQueue): Pick<StudioCalls, ExportMethod> => ({
  'exports.start': ask => exports.start(ask),
  'exports.cancel': ({ id }) => exports.cancel(id),
  'exports.retry': ({ id }) => exports.retry(id),
  'exports.move': ({ id, position }) => {
    exports.move(id, position);
    return {};
  },
  'exports.remove': ({ id }) => exports.remove(id),
  'exports.restore': ({ id }) => exports.restore(id),
  'exports.list': () => exports.list(),
  'exports.place': async () => ({ ...(await exports.place()), canOpen: canShowFolder() }),
  'exports.openFolder': async () => {
    await showFolder((await exports.place()).folder);
    return {};
  },
});
