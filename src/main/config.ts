/** The configuration of one run: flags over environment over the settings file over defaults, read and checked once. */
import path from 'node:path';
import envPaths from 'env-paths';
import { StudioError } from '../shared/errors.ts';
import type { OmnirtSettings } from './protocols/omnirt/omnirt-settings.ts';
import { IGNORED_KNOBS } from './settings/ignored-knobs.ts';
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
};

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
  const { port: portKnob, dataDir: dataKnob, requireToken, allowOrigins, logLevel } = SERVER_KNOBS;
  const dataDir = path.resolve(
    readServerKnob(dataKnob, flags.data, env) ?? envPaths('Mouthpiece', { suffix: '' }).data,
  );
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const source = { ...readSettingsFile(dataDir, settingNames()), ...set };
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
