/** Makes a sound file from a job's speech: the speech as it is, without a picture and without silence around it. */
import { StudioError } from '../../../shared/errors.ts';
import type { ExportJob, ExportProgress, ExportResult } from '../../../shared/export-job.ts';
import { openPartFile } from '../encoding/part-file.ts';
import { WaveWriter } from '../encoding/wave-writer.ts';
import { openSpeechFeed } from './speech-feed.ts';

const PROGRESS_INTERVAL_MS = 200;

/** Runs it to its end; progress counts seconds. Throws request/cancelled (nothing is left on the disk), export/*, audio/*, speech/*. */
export const exportSound = async (
  job: Pick<ExportJob, 'speech' | 'outPath'>,
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<ExportResult> => {
  onProgress({ phase: 'preparing', framesDone: 0, framesTotal: 0 });
  const feed = await openSpeechFeed(job.speech, signal);
  const file = await openPartFile(job.outPath);
  try {
    const wave = new WaveWriter(file, feed);
    let toldAt = 0;
    const framesTotal = Math.ceil(feed.announcedS ?? 0);
    for await (const { sound } of feed.pieces) {
      if (signal.aborted) throw new StudioError('request/cancelled', 'The export was cancelled.');
      await wave.add(sound);
      if (performance.now() - toldAt < PROGRESS_INTERVAL_MS) continue;
      toldAt = performance.now();
      onProgress({ phase: 'rendering', framesDone: Math.floor(wave.samples / feed.sampleRate), framesTotal });
    }
    await wave.end();
    const bytes = await file.finish();
    const durationMs = (wave.samples * 1000) / feed.sampleRate;
    return { path: job.outPath, frames: 0, durationMs, bytes, width: 0, height: 0 };
  } catch (error) {
    await file.discard();
    throw error;
  }
};
