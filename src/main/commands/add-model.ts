/** `mouthpiece models add`: shows the licence, loads, tells how far it is. Ctrl-C keeps what has come. */
import { createInterface } from 'node:readline/promises';
import { StudioError } from '../../shared/errors.ts';
import type { ModelKind } from '../../shared/model-manifest.ts';
import type { ModelDownloadView, ModelView } from '../../shared/model-view.ts';
import type { Host } from '../host.ts';
import { interruptSignal } from './interrupt-signal.ts';
import { openModels } from './open-models.ts';

/** What was typed. */
export type AddFlags = {
  url: string;
  kind: ModelKind | null;
  id: string | null;
  label: string | null;
  sha256?: string;
  acceptLicence?: boolean;
  data?: string;
  json?: boolean;
};

const drawer = (stream: NodeJS.WriteStream) => {
  let last = '';
  return ({ phase, bytesDone, bytesTotal, bytesPerSecond }: ModelDownloadView): void => {
    const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
    const total = bytesTotal === null ? '' : ` of ${megabytes(bytesTotal)}`;
    const share =
      bytesTotal === null || bytesTotal === 0 ? '' : ` ${Math.floor((100 * bytesDone) / bytesTotal)} %`;
    if (stream.isTTY)
      stream.write(
        `\r\x1b[K${phase}${share} ${megabytes(bytesDone)}${total} MB, ${megabytes(bytesPerSecond)} MB/s`,
      );
    else if (phase !== last) stream.write(`${phase}\n`);
    last = phase;
  };
};

const asked = async (text: string): Promise<boolean> => {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  process.stderr.write(`${text}\n\n`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Type "yes" to accept: ');
  terminal.close();
  return answer.trim().toLowerCase() === 'yes';
};

/** Errors: those of ModelLibrary.add, and the download's own. */
export const addModel = async (
  host: Host,
  flags: AddFlags,
  line: (model: ModelView) => string,
): Promise<void> => {
  const { library, close } = openModels(host, flags.data, drawer(process.stderr));
  const { signal, dispose } = interruptSignal();
  const add = (accept: string | null) =>
    library.add({ ...flags, sha256: flags.sha256?.toLowerCase() ?? null, accept });
  try {
    const started = await add(null).catch(async (error: unknown) => {
      if (!(error instanceof StudioError) || error.code !== 'model/licence-needed') throw error;
      const { licence, licenceKey } = error.details;
      if (flags.acceptLicence === true) process.stderr.write(`${licence}\n\n`);
      else if (!(await asked(String(licence)))) throw error;
      return add(String(licenceKey));
    });
    signal.addEventListener('abort', () => void library.cancel(started.id));
    const ended = await library.finished(started.id);
    if (process.stderr.isTTY) process.stderr.write('\n');
    if (ended.state === 'cancelled') {
      process.stderr.write('Stopped. The same command goes on from here.\n');
      process.exitCode = 130;
      return;
    }
    if (ended.error !== null) throw new StudioError(ended.error.code, ended.error.message);
    const model = (await library.list()).find(({ id }) => id === ended.modelId);
    if (model !== undefined)
      process.stdout.write(`${flags.json === true ? JSON.stringify(model, null, 2) : line(model)}\n`);
  } finally {
    dispose();
    await close();
  }
};
