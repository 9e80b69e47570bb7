/** An installed model as the page and the command line see it. Reads no file. */
import type { InstalledModel, ModelPart } from '../../shared/model-manifest.ts';
import type { ModelView } from '../../shared/model-view.ts';
import { filesOf } from './model-folder.ts';

const partView = (part: ModelPart): ModelView['parts'][number] => ({
  role: part.role,
  at: part.at,
  where: part.at === 'file' ? part.file : `${part.url} ${part.model}`,
  bytes: filesOf(part).reduce((sum, file) => sum + file.bytes, 0),
});

/** `fault`: what is wrong with its files, in a sentence; null when nothing is known to be. */
export const viewOf = (model: InstalledModel, fault: string | null): ModelView => {
  const { id, kind, label, licence, source, installedAt } = model;
  const parts = model.parts.map(partView);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const state = fault === null ? 'ready' : 'damaged';
  return { id, kind, label, licence, source, installedAt, bytes, parts, state, why: fault };
};
