/** Runs one kept export from its beginning to its file. Knows no queue and no database. */
import type { ExportJob, ExportProgress, ExportResult } from '../../shared/export-job.ts';
import type { Utterance } from '../../shared/speech.ts';
import type { Engine } from '../engine/engine.ts';
import type { SpeechService } from '../speech/speech-service-contract.ts';
import type { ExportInputs } from './export-inputs.ts';
import type { KeptJob } from './kept-job.ts';

/** What a run needs. */
export type RunDeps = {
  engine: Pick<Engine, 'exportVideo'>;
  speech: Pick<SpeechService, 'speak'>;
  inputs: ExportInputs;
};

/** Faults of a machine that has too much to do, not of the export. */
const PASSING: ReadonlySet<string> = new Set(['engine/crashed', 'engine/unavailable', 'engine/timeout']);
const TRIES = 3;

/** Whether an export that ended so for the nth time is to start again. */
export const isPassing = (code: string, faults: number): boolean => PASSING.has(code) && faults < TRIES;

/** Errors: export/*, engine/*, speech/*, avatar/*, audio/*, request/cancelled. */
export const runExport = async (
  id: string,
  kept: KeptJob,
  outPath: string,
  deps: RunDeps,
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<ExportResult> => {
  const { inputs, engine } = deps;
  const job: ExportJob = {
    avatar: await inputs.avatar(id, kept.avatar),
    ...kept.choice,
    compositor: kept.compositor,
    fit: 'cover',
    background: await inputs.background(id, kept.background),
    format: kept.format,
    speech: await speechOf(id, kept, deps, signal),
    changes: kept.changes,
    container: kept.container,
    outPath,
  };
  signal.throwIfAborted();
  return engine.exportVideo(job, onProgress, signal);
};

const speechOf = async (
  id: string,
  { speech: kept }: KeptJob,
  { inputs, speech }: RunDeps,
  signal: AbortSignal,
): Promise<ExportJob['speech']> => {
  if (kept.kind === 'sound') return { kind: 'file', path: await inputs.sound(id, kept.file) };
  const { text, language, voiceId, rate, pitch } = kept;
  const request = { text, language, rate, pitch, ...(voiceId === null ? {} : { voiceId }) };
  const utterances: Utterance[] = [];
  for await (const utterance of speech.speak(request, signal)) utterances.push(utterance);
  return { kind: 'utterances', utterances };
};
