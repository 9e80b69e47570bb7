/** The path-valued fields of a create: checked against the allowed roots, in the reference's order. Errors name the field, never its value. */
import { countPictures, resolveAllowed } from './allowed-roots.ts';
import { looseText } from './loose-values.ts';
import type { WireFailure } from './wire.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A folder of frames, checked; `pictures`: how many it holds. */
export type CheckedFolder = { dir: string; metadataPath: string | null; pictures: number };

/** What the fields come to. */
export type CheckedPaths = {
  referenceMode: 'image' | 'frames';
  templateMode: 'image' | 'video' | 'frames';
  folder: CheckedFolder | null;
  /** A film whose frames are shown where there is no folder. */ film: string | null;
};

type Field = { name: string; code: string; wanted: 'folder' | 'file' | 'place' };

const NOUNS = { folder: 'folder', file: 'file', place: 'folder' } as const;

const checkField = async (
  config: Fields,
  { name, code, wanted }: Field,
  roots: readonly string[],
): Promise<WireFailure | { path: string | null }> => {
  const given = looseText(config[name]);
  if (given === '') return { path: null };
  if (roots.length === 0) return { code, message: `${name} requires configured allowed frame roots.` };
  const resolved = await resolveAllowed(given, roots, wanted);
  if (resolved.at === 'ok') return { path: resolved.path };
  const message =
    resolved.at === 'refused'
      ? `${name} must be an absolute path under an allowed frame root. docs/settings.md says how to allow one.`
      : `${name} is no ${NOUNS[wanted]} that exists.`;
  return { code, message };
};

const checkFolder = async (
  dir: string,
  { name, code }: Field,
  roots: readonly string[],
): Promise<WireFailure | { pictures: number }> => {
  const pictures = await countPictures(dir, roots);
  if (pictures === null)
    return { code, message: `${name} holds a link that leaves the allowed frame roots.` };
  return pictures === 0 ? { code, message: `${name} holds no PNG, JPEG or WebP file.` } : { pictures };
};

const FRAME_DIR: Field = { name: 'ref_frame_dir', code: 'bad_frame_dir', wanted: 'folder' };
const METADATA: Field = { name: 'ref_frame_metadata_path', code: 'bad_frame_metadata', wanted: 'file' };
const CACHE_DIR: Field = { name: 'prepared_cache_dir', code: 'bad_prepared_cache_dir', wanted: 'place' };
const TEMPLATE_VIDEO: Field = { name: 'template_video', code: 'bad_template_video', wanted: 'file' };
const TEMPLATE_DIR: Field = { name: 'template_frame_dir', code: 'bad_template_frame_dir', wanted: 'folder' };
const FACE_CACHE: Field = { name: 'quicktalk_face_cache', code: 'bad_quicktalk_face_cache', wanted: 'place' };

const modeOf = (value: unknown): string => (looseText(value) || 'image').toLowerCase();

const checkReference = async (
  config: Fields,
  roots: readonly string[],
): Promise<WireFailure | Pick<CheckedPaths, 'referenceMode' | 'folder'>> => {
  const mode = modeOf(config.reference_mode);
  if (mode !== 'image' && mode !== 'frames') {
    return { code: 'bad_reference_mode', message: "reference_mode must be 'image' or 'frames'." };
  }
  if (mode === 'frames' && looseText(config.ref_frame_dir) === '') {
    return { code: 'missing_frame_dir', message: 'ref_frame_dir is required for frame references.' };
  }
  const dir = mode === 'frames' ? await checkField(config, FRAME_DIR, roots) : { path: null };
  if ('code' in dir) return dir;
  const found = dir.path === null ? null : await checkFolder(dir.path, FRAME_DIR, roots);
  if (found !== null && 'code' in found) return found;
  const metadata = await checkField(config, METADATA, roots);
  if ('code' in metadata) return metadata;
  // Its clients name a cache folder of theirs, which may not exist yet. Ours is in the data folder: nothing is written there.
  const cache = await checkField(config, CACHE_DIR, roots);
  if ('code' in cache) return cache;
  if (dir.path === null || found === null) return { referenceMode: mode, folder: null };
  return {
    referenceMode: mode,
    folder: { dir: dir.path, metadataPath: metadata.path, pictures: found.pictures },
  };
};

const checkTemplate = async (
  config: Fields,
  roots: readonly string[],
): Promise<WireFailure | Pick<CheckedPaths, 'templateMode' | 'folder' | 'film'>> => {
  const mode = modeOf(config.template_mode);
  if (mode === 'image') return { templateMode: mode, folder: null, film: null };
  if (mode !== 'video' && mode !== 'frames') {
    return { code: 'bad_template_mode', message: "template_mode must be 'image', 'video', or 'frames'." };
  }
  const field = mode === 'video' ? TEMPLATE_VIDEO : TEMPLATE_DIR;
  if (looseText(config[field.name]) === '') {
    const message = `${field.name} is required when template_mode='${mode}'.`;
    return { code: `missing_${field.name}`, message };
  }
  const checked = await checkField(config, field, roots);
  if ('code' in checked) return checked;
  if (mode === 'video' || checked.path === null)
    return { templateMode: mode, folder: null, film: checked.path };
  const found = await checkFolder(checked.path, field, roots);
  if ('code' in found) return found;
  return {
    templateMode: mode,
    folder: { dir: checked.path, metadataPath: null, pictures: found.pictures },
    film: null,
  };
};

/** Checks in the reference's order: reference mode, its paths, the template's, the face cache. A frame reference wins over a template. */
export const checkPaths = async (
  config: Fields,
  roots: readonly string[],
): Promise<WireFailure | CheckedPaths> => {
  const reference = await checkReference(config, roots);
  if ('code' in reference) return reference;
  const template = await checkTemplate(config, roots);
  if ('code' in template) return template;
  const faceCache = await checkField(config, FACE_CACHE, roots);
  if ('code' in faceCache) return faceCache;
  return {
    referenceMode: reference.referenceMode,
    templateMode: template.templateMode,
    folder: reference.folder ?? template.folder,
    film: reference.folder === null ? template.film : null,
  };
};
