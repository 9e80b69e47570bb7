/** `mouthpiece models`: the neural models of the data folder. What they are and where they come from is the library's business. */
import type { Command } from 'commander';
import { StudioError } from '../../shared/errors.ts';
import { DeviceChoice, ModelKind, ModelRole } from '../../shared/model-manifest.ts';
import type { ModelView } from '../../shared/model-view.ts';
import type { Host } from '../host.ts';
import { addModel } from './add-model.ts';
import { addCudaCommand } from './models-cuda.ts';
import { type OpenModels, openModels } from './open-models.ts';
import { providerLines } from './provider-lines.ts';

type Flags = { data?: string; json?: boolean; kind?: string; id?: string; label?: string };

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const line = (model: ModelView): string =>
  [
    model.id.padEnd(28),
    model.kind.padEnd(9),
    (model.bytes === 0 ? 'server' : megabytes(model.bytes)).padStart(11),
    ` ${model.state === 'ready' ? 'ready' : `damaged: ${model.why ?? ''}`}`.padEnd(9),
    ` ${model.label}`,
  ].join(' ');

const print = (value: unknown, json: boolean | undefined, text: () => string): void => {
  process.stdout.write(`${json === true ? JSON.stringify(value, null, 2) : text()}\n`);
};

const oneOf = <T>(
  schema: { safeParse(value: unknown): { success: boolean; data?: T } },
  text: string,
  name: string,
): T => {
  const parsed = schema.safeParse(text);
  if (parsed.success && parsed.data !== undefined) return parsed.data;
  throw new StudioError('request/invalid', `${name} "${text}" is not known. See mouthpiece models --help.`);
};

const kindOf = (flags: Flags): ModelKind | null =>
  flags.kind === undefined ? null : oneOf(ModelKind, flags.kind, 'The kind');

/** `ROLE=FILE`, or a file alone. */
const fileOf = (text: string): { role: ModelRole | null; path: string } => {
  const [, role, file] = /^([a-z-]+)=(.+)$/.exec(text) ?? [];
  return role !== undefined && file !== undefined && ModelRole.safeParse(role).success
    ? { role: oneOf(ModelRole, role, 'The role'), path: file }
    : { role: null, path: text };
};

/** `[ROLE=]NAME[:VERSION]`; a model of one part needs no role. */
const serverModel = (text: string): { role: ModelRole; model: string; version: string | null } => {
  const { role, path } = fileOf(text);
  const [, model = path, version = null] = /^(.+):([^:]+)$/.exec(path) ?? [];
  return { role: role ?? 'network', model, version };
};

const withModels = async (
  host: Host,
  flags: Flags,
  work: (models: OpenModels) => Promise<void>,
): Promise<void> => {
  const models = openModels(host, flags.data);
  try {
    await work(models);
  } finally {
    await models.close();
  }
};

/** Adds the command with its parts. */
export const addModelsCommand = (program: Command, host: Host): void => {
  const models = program
    .command('models')
    .description('neural models: bring your own, check, measure, remove');
  const part = (name: string, about: string) =>
    models.command(name).description(about).option('--data <dir>', 'data folder').option('--json', 'as JSON');
  const named = (name: string, about: string) =>
    part(name, about)
      .option('--kind <kind>', `what it is: ${ModelKind.options.join(' or ')} (else told by its shapes)`)
      .option('--id <id>', 'id to use it by')
      .option('--label <text>', 'name to show');
  const names = ({ id, label }: Flags) => ({ id: id ?? null, label: label ?? null });

  part('list', 'all installed models').action((flags: Flags) =>
    withModels(host, flags, async ({ library }) => {
      const all = await library.list();
      const none = 'No models yet. Bring one: mouthpiece models import --help';
      print(all, flags.json, () => (all.length === 0 ? none : all.map(line).join('\n')));
    }),
  );
  named('import <files...>', 'copy ONNX files in: FILE, ROLE=FILE, or one folder with all parts').action(
    (files: string[], flags: Flags) =>
      withModels(host, flags, async ({ library }) => {
        const ask = { files: files.map(fileOf), kind: kindOf(flags), licence: null, ...names(flags) };
        const view = await library.import(ask);
        print(view, flags.json, () => `${line(view)}\n\n${view.licence}`);
      }),
  );
  named('add <url>', 'load a model: an ONNX file, or a description (.json) of several')
    .option('--sha256 <hex>', 'what the file must be')
    .option('--accept-licence', 'accept the licence without being asked')
    .action((url: string, flags: Flags & { sha256?: string; acceptLicence?: boolean }) =>
      addModel(host, { url, ...flags, kind: kindOf(flags), ...names(flags) }, line),
    );
  named(
    'connect <url> <models...>',
    'use models of a KServe v2 server: NAME[:VERSION] or ROLE=NAME[:VERSION]',
  )
    .option('--also <url...>', 'other servers with the same models')
    .action((url: string, parts: string[], flags: Flags & { also?: string[] }) =>
      withModels(host, flags, async ({ library }) => {
        const kind = kindOf(flags) ?? (parts.length === 1 ? 'wav2lip' : 'musetalk');
        const ask = { url, also: flags.also ?? [], kind, models: parts.map(serverModel), ...names(flags) };
        const view = await library.connect(ask);
        print(view, flags.json, () => line(view));
      }),
    );
  part('verify [ids...]', 'read every byte of all models, or of these').action(
    (ids: string[], flags: Flags) =>
      withModels(host, flags, async ({ library }) => {
        const wanted = ids.length > 0 ? ids : (await library.list()).map(({ id }) => id);
        const views: ModelView[] = [];
        for (const id of wanted) views.push(await library.verify(id));
        print(views, flags.json, () => views.map(line).join('\n'));
        if (views.some(view => view.state === 'damaged')) process.exitCode = 1;
      }),
  );
  part('remove <ids...>', 'delete models').action((ids: string[], flags: Flags) =>
    withModels(host, flags, async ({ library }) => {
      for (const id of ids) await library.remove(id);
      print(ids, flags.json, () => `Removed ${ids.join(', ')}.`);
    }),
  );
  addCudaCommand(models);
  part('test', 'try every provider of this machine against the processor').action((flags: Flags) =>
    withModels(host, flags, async ({ engine }) => {
      const reports = await engine.call('testProviders', undefined);
      print(reports, flags.json, () => providerLines(reports).join('\n'));
    }),
  );
  part('bench <id>', 'what each network of a model costs here')
    .option('--device <device>', DeviceChoice.options.join(', '), 'auto')
    .action((id: string, flags: Flags & { device: string }) =>
      withModels(host, flags, async ({ engine }) => {
        const device = oneOf(DeviceChoice, flags.device, 'The device');
        const costs = await engine.call('benchmarkModel', { id, device }, { timeoutMs: 600_000 });
        print(costs, flags.json, () =>
          costs
            .map(({ role, provider, runMs, loadMs }) => {
              const run = `${runMs.toFixed(1)} ms a run`.padStart(18);
              return `${role.padEnd(14)} ${provider.padEnd(7)} ${run}, loaded in ${Math.round(loadMs)} ms`;
            })
            .join('\n'),
        );
      }),
    );
};
