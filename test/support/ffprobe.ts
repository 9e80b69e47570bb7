/** What ffprobe finds in a video file: an independent reader of what we write. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A file's streams and length; frames are counted by decoding. */
export type Probe = {
  streams: {
    codec_name: string;
    codec_type: string;
    width?: number;
    height?: number;
    r_frame_rate: string;
    duration?: string;
    nb_read_frames?: string;
    tags?: Record<string, string>;
  }[];
  format: { format_name: string; duration: string };
};

/** Reads a whole file. */
export const probeVideo = async (file: string): Promise<Probe> => {
  const args = ['-v', 'error', '-count_frames', '-show_streams', '-show_format', '-of', 'json', file];
  const { stdout } = await promisify(execFile)('ffprobe', args);
  return JSON.parse(stdout) as Probe;
};
