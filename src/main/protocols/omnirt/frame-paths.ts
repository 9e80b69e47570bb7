/** The path-valued fields of a create. Nothing outside the server's own folder is read in this version, so every path is refused, by name and never by value. */
import { looseText } from './loose-values.ts';
import type { WireFailure } from './wire.ts';

type Fields = Readonly<Record<string, unknown>>;

const refused = (code: string, label: string): WireFailure => ({
  code,
  message: `${label} requires configured allowed frame roots.`,
});

const checkReference = (config: Fields): WireFailure | { referenceMode: 'image' } => {
  const mode = (looseText(config.reference_mode) || 'image').toLowerCase();
  if (mode !== 'image' && mode !== 'frames') {
    return { code: 'bad_reference_mode', message: "reference_mode must be 'image' or 'frames'." };
  }
  if (mode === 'frames') {
    return looseText(config.ref_frame_dir) === ''
      ? { code: 'missing_frame_dir', message: 'ref_frame_dir is required for frame references.' }
      : refused('bad_frame_dir', 'ref_frame_dir');
  }
  if (looseText(config.ref_frame_metadata_path) !== '') {
    return refused('bad_frame_metadata', 'ref_frame_metadata_path');
  }
  if (looseText(config.prepared_cache_dir) !== '') {
    return refused('bad_prepared_cache_dir', 'prepared_cache_dir');
  }
  return { referenceMode: 'image' };
};

const checkTemplate = (config: Fields): WireFailure | { templateMode: 'image' } => {
  const mode = (looseText(config.template_mode) || 'image').toLowerCase();
  if (mode === 'video') {
    return looseText(config.template_video) === ''
      ? {
          code: 'missing_template_video',
          message: "template_video is required when template_mode='video'.",
        }
      : refused('bad_template_video', 'template_video');
  }
  if (mode === 'frames') {
    return looseText(config.template_frame_dir) === ''
      ? {
          code: 'missing_template_frame_dir',
          message: "template_frame_dir is required when template_mode='frames'.",
        }
      : refused('bad_template_frame_dir', 'template_frame_dir');
  }
  if (mode !== 'image') {
    return { code: 'bad_template_mode', message: "template_mode must be 'image', 'video', or 'frames'." };
  }
  if (looseText(config.quicktalk_face_cache) !== '') {
    return refused('bad_quicktalk_face_cache', 'quicktalk_face_cache');
  }
  return { templateMode: 'image' };
};

/** Checks in the reference's order: reference mode, its paths, the template's, the face cache. */
export const checkPaths = (
  config: Fields,
): WireFailure | { referenceMode: 'image'; templateMode: 'image' } => {
  const reference = checkReference(config);
  if ('code' in reference) return reference;
  const template = checkTemplate(config);
  return 'code' in template ? template : { ...reference, ...template };
};
