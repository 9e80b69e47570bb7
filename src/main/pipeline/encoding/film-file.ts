/** Opens the file of an export's frames and sound, whatever its kind. One line for each. */
import type { ExportContainer } from '../../../shared/export-job.ts';
import { createPngSequence } from './png-sequence.ts';
import { createVideoFile, type VideoFile, type VideoFileConfig } from './video-file.ts';

/** What holds pictures; a WAV does not. */
export type FilmContainer = Exclude<ExportContainer, 'wav'>;

/** Starts the file. Throws export/failed and export/no-space when it can't be created. */
export const createFilmFile = (
  config: VideoFileConfig & { container: FilmContainer },
): Promise<VideoFile> => {
  const { container } = config;
  return container === 'png' ? createPngSequence(config) : createVideoFile({ ...config, container });
};
