/** The configuration of one run: flags over environment over the settings file over defaults, read and checked once. */
import path from 'node:path';
import envPaths from 'env-paths';
import { StudioError } from '../shared/errors.ts';
import type { OmnirtSettings } from './protocols/omnirt/omnirt-settings.ts';
import { IGNORED_KNOBS } from './settings/ignored-knobs.ts';
import type { KnobSource } from './settings/knob.ts';
import { readOmnirtKnobs } from './settings/omnirt-knobs.ts';
import { DEFAULT_PORT, readServerKnob, SERVER_KNOBS } from './settings/server-knobs.ts';
import { readSettingsFile } from './settings/settings-file.ts';
import { settingNames } from './settings/settings-page.ts';

/** One run's configuration. `port` is tried first; when it was not asked for, the next free one is taken. */
export type StudioConfig = {
  port: number;
  portIsFixed: boolean;
  dataDir: string;
  runtime: 'fake' | 'resident' | 'proxy';
  requireToken: boolean;
  allowOrigins: readonly string[];
  /** Knobs of the reference server. */ omnirt: OmnirtSettings;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Knobs that were set and have no effect here, each with the reason: for the log. */ ignored: readonly {
    name: string;
    why: string;
  }[];
  /** The values that were set, by the knobs' names, as they were written, and by whom. */ sources: ConfigSources;
};

/** See StudioConfig. */
export type ConfigSources = Readonly<
  Record<string, { from: 'flag' | 'environment' | 'file'; value: unknown }>
>;

/** Flags as the command line gives them. */
export type ConfigFlags = {
  port?: string;
  data?: string;
  requireToken?: boolean;
  allowOrigin?: string[];
  logLevel?: string;
};

/** @throws StudioError `config/invalid`, naming the flag, variable or setting, its value and what it may be. */
export const readConfig = (flags: ConfigFlags, env: NodeJS.ProcessEnv): StudioConfig => {
  const dataDir = path.resolve(
    readServerKnob(SERVER_KNOBS.dataDir, flags.data, env) ?? envPaths('Mouthpiece', { suffix: '' }).data,
  );
  const names = settingNames();
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const file = readSettingsFile(dataDir, names);
  const said = (values: KnobSource, from: ConfigSources[string]['from']): ConfigSources =>
    Object.fromEntries(
      Object.entries(values)
        .filter(([name]) => names.has(name) || name === SERVER_KNOBS.dataDir.name)
        .map(([name, value]) => [name, { from, value }]),
    );
  return {
    ...configOf(flags, { ...file, ...set }, dataDir),
    sources: { ...said(file, 'file'), ...said(set, 'environment'), ...said(byName(flags), 'flag') },
  };
};

/** Whether a server would start with these settings in its file. @throws StudioError `config/invalid`, naming the setting. */
export const checkSettings = (settings: KnobSource, dataDir: string): void => {
  configOf({}, settings, dataDir);
};

/** Flags under the names of their variables. */
const byName = (flags: ConfigFlags): KnobSource => {
  const { port, dataDir, requireToken, allowOrigins, logLevel } = SERVER_KNOBS;
  const all = {
    [port.name]: flags.port,
    [dataDir.name]: flags.data,
    [requireToken.name]: flags.requireToken,
    [allowOrigins.name]: flags.allowOrigin,
    [logLevel.name]: flags.logLevel,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
};

const configOf = (flags: ConfigFlags, source: KnobSource, dataDir: string): Omit<StudioConfig, 'sources'> => {
  const { port: portKnob, requireToken, allowOrigins, logLevel } = SERVER_KNOBS;
  const port = readServerKnob<number | null>(portKnob, flags.port, source);
  const { runtime, settings } = readOmnirtKnobs(source);
  if (runtime === 'proxy' && Object.keys(settings.upstreams).length === 0) {
    throw new StudioError(
      'config/invalid',
      'OMNIRT_REALTIME_AVATAR_RUNTIME is "proxy", but no server is named. Set OMNIRT_AVATAR_FLASHTALK_WS_URL or one of its siblings.',
      { name: 'OMNIRT_REALTIME_AVATAR_RUNTIME' },
    );
  }
  return {
    port: port ?? DEFAULT_PORT,
    portIsFixed: port !== null && port !== 0,
    dataDir,
    runtime,
    requireToken: readServerKnob(requireToken, flags.requireToken, source),
    allowOrigins: readServerKnob<readonly string[]>(allowOrigins, flags.allowOrigin, source),
    // The app's own avatars are always allowed.
    omnirt: { ...settings, frameRoots: [path.join(dataDir, 'avatars'), ...settings.frameRoots] },
    logLevel: readServerKnob(logLevel, flags.logLevel, source),
    ignored: IGNORED_KNOBS.filter(({ name }) => source[name] !== undefined),
  };
};

/** What settles the port, as the user would name it; null: nothing was said about it. */
export const portSetBy = ({ sources }: Pick<StudioConfig, 'sources'>): string | null => {
  const { name, flag } = SERVER_KNOBS.port;
  const from = sources[name]?.from;
  return from === undefined
    ? null
    : from === 'flag'
      ? flag
      : from === 'file'
        ? `${name} in config.json`
        : name;
};
