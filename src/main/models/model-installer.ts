/** Turns ONNX files into an installed model: tells their parts by their shapes, checks them, brings them in with their data files. */
import { rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';
import type { InstalledModel, ModelKind, ModelPart, ModelRole } from '../../shared/model-manifest.ts';
import { type NetworkSignature, possibleRoles, rolesOf, shapeFault } from '../../shared/model-shapes.ts';
import { copyFileHashed, type FileDigest, hashFile } from './file-hash.ts';
import { readGraph } from './graph-reader.ts';
import type { ModelFolder } from './model-folder.ts';

/** A network's file; `role` null: to be told by its shapes. `external`: its data files by the names the graph has for them. */
export type SourceFile = {
  path: string;
  role: ModelRole | null;
  /** What the user calls it; absent: its own name. */ name?: string;
  /** Where its data files lie; absent: beside it. */ external?: ReadonlyMap<string, string>;
  /** A download: moved instead of copied; its digest is known. */ digest?: FileDigest;
};

/** What is to be installed. */
export type InstallAsk = {
  files: readonly SourceFile[];
  kind: ModelKind | null;
  id: string | null;
  label: string;
  licence: string;
  source: string;
};

type Part = SourceFile & { role: ModelRole; externalFiles: ReadonlyMap<string, string> };

const unsupported = (why: string): StudioError => new StudioError('model/unsupported', why);

const roleOf = (
  file: SourceFile,
  kind: ModelKind | null,
  signature: NetworkSignature,
): { kind: ModelKind; role: ModelRole } => {
  const possible = possibleRoles(signature).filter(
    part => (kind === null || part.kind === kind) && (file.role === null || part.role === file.role),
  );
  if (possible[0] !== undefined && possible.length === 1) return possible[0];
  const name = file.name ?? path.basename(file.path);
  if (possible.length > 1) throw unsupported(`${name} could be several parts. Say which: ROLE=FILE.`);
  const asked = kind ?? (file.role === null || file.role === 'network' ? 'wav2lip' : 'musetalk');
  const roles = rolesOf(asked);
  const role = file.role ?? (roles.length === 1 ? roles[0]! : null);
  const fault = role === null ? `It is none of ${roles.join(', ')}.` : shapeFault(asked, role, signature);
  throw unsupported(`${name} does not fit. ${fault ?? ''}`);
};

/** Reads the graphs and says what each file is. Errors: model/unsupported, model/corrupt, model/missing. */
export const recognise = async (
  files: readonly SourceFile[],
  wanted: ModelKind | null,
): Promise<{ kind: ModelKind; parts: Part[] }> => {
  const parts: Part[] = [];
  let kind = wanted;
  for (const file of files) {
    const { signature, external } = await readGraph(file.path);
    const found = roleOf(file, kind, signature);
    kind = found.kind;
    if (parts.some(part => part.role === found.role))
      throw unsupported(`Two files are the ${found.role} of ${found.kind}. Give one of each.`);
    const beside = path.dirname(file.path);
    const at = (name: string): string => file.external?.get(name) ?? path.join(beside, name);
    parts.push({
      ...file,
      role: found.role,
      externalFiles: new Map(external.map(name => [name, at(name)])),
    });
  }
  if (kind === null) throw unsupported('There is no ONNX file to import.');
  const missing = rolesOf(kind).filter(role => !parts.some(part => part.role === role));
  if (missing.length > 0)
    throw unsupported(`A ${kind} model also needs ${missing.join(', ')}. Give all its files at once.`);
  return { kind, parts };
};

/** Bytes that copying would take. Errors: model/missing for a data file that is not there. */
const sizeOf = async (parts: readonly Part[]): Promise<number> => {
  let bytes = 0;
  for (const part of parts) {
    for (const file of [part.path, ...part.externalFiles.values()]) {
      const info = await stat(file).catch(() => null);
      if (info === null) {
        throw new StudioError(
          'model/missing',
          `${path.basename(part.path)} keeps its weights in ${path.basename(file)}, which is not there. Put it beside it.`,
        );
      }
      bytes += info.size;
    }
  }
  return bytes;
};

const bringIn = async (from: string, to: string, digest: FileDigest | undefined): Promise<FileDigest> => {
  if (digest === undefined) return copyFileHashed(from, to);
  await rename(from, to);
  return digest;
};

/** Errors: those of recognise, `store/conflict` (it is there already, or the id is taken), and those of `needRoom`. */
export const installModel = async (
  ask: InstallAsk,
  deps: { folder: ModelFolder; needRoom: (bytes: number) => Promise<void>; now: () => Date },
): Promise<InstalledModel> => {
  const { kind, parts } = await recognise(ask.files, ask.kind);
  const bytes = await sizeOf(parts);
  if (parts.some(part => part.digest === undefined)) await deps.needRoom(bytes);
  const known = await deps.folder.list();
  return deps.folder.install({ id: ask.id, label: ask.label }, async staging => {
    const installed: ModelPart[] = [];
    const taken = new Map<string, FileDigest & { from: string }>();
    const bring = async (from: string, name: string, digest?: FileDigest) => {
      const there = taken.get(name.toLowerCase());
      if (there !== undefined && there.from !== from)
        throw unsupported(
          `Two networks have different data files called ${name}. Export them under other names.`,
        );
      const done = there ?? { ...(await bringIn(from, path.join(staging, name), digest)), from };
      taken.set(name.toLowerCase(), done);
      return { file: name, sha256: done.sha256, bytes: done.bytes };
    };
    for (const part of parts) {
      const own = await bring(part.path, `${part.role}.onnx`, part.digest);
      const external = [];
      for (const [name, from] of part.externalFiles) {
        // A download's data file is moved as its network is: there may be no room for a second one of gigabytes.
        const isLoaded = part.digest !== undefined && part.external?.get(name) === from;
        const known = isLoaded && !taken.has(name.toLowerCase()) ? await hashFile(from) : undefined;
        external.push(await bring(from, name, known));
      }
      installed.push({
        at: 'file',
        role: part.role,
        ...own,
        ...(external.length === 0 ? {} : { external }),
      });
    }
    const twin = known.find(model => model.kind === kind && sameFiles(model.parts, installed));
    if (twin !== undefined)
      throw new StudioError('store/conflict', `These files are installed already, as "${twin.id}".`, {
        modelId: twin.id,
      });
    const { licence, source } = ask;
    return { kind, licence, source, installedAt: deps.now().toISOString(), parts: installed };
  });
};

const sameFiles = (a: readonly ModelPart[], b: readonly ModelPart[]): boolean => {
  const key = (parts: readonly ModelPart[]): string =>
    parts
      .map(part => (part.at === 'file' ? `${part.role} ${part.sha256}` : ''))
      .sort()
      .join('\n');
  return key(a) === key(b);
};
