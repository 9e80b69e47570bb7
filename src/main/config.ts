/** The configuration of one run: flags over environment over defaults, read and checked once. */
import path from 'node:path';
import envPaths from 'env-paths';
import { z } from 'zod';
import type { PostprocessMode } from '../shared/compositor-options.ts';
import { StudioError } from '../shared/errors.ts';
import { DEFAULT_POSTPROCESS_MODE, readPostprocessMode } from './protocols/omnirt/postprocess-mode.ts';

/** Port the protocol's clients expect. */
export const DEFAULT_PORT = 8765;

const Runtime = z.enum(['fake', 'resident']);

/** One run's configuration. `port` is tried first; when it was not asked for, the next free one is taken. */
export type StudioConfig = {
  port: number;
  portIsFixed: boolean;
  dataDir: string;
  runtime: z.infer<typeof Runtime>;
  requireToken: boolean;
  allowOrigins: readonly string[];
  /** Knobs of the reference server under their own names. */ omnirt: {
    postprocessMode: PostprocessMode;
    wav2lipMaxLongEdge: number;
  };
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
};

/** Flags as the command line gives them. */
export type ConfigFlags = {
  port?: string;
  data?: string;
  requireToken?: boolean;
  allowOrigin?: string[];
  logLevel?: string;
};

const Port = z.coerce.number().int().min(0).max(65_535);
const LongEdge = z.coerce
  .number()
  .int()
  .refine(edge => edge === 0 || (edge >= 64 && edge <= 2048));
const Mode = z.unknown().transform((raw, context) => {
  const mode = readPostprocessMode(raw);
  if (mode !== null) return mode;
  context.addIssue('unknown mode');
  return z.NEVER;
});
const LogLevel = z.enum(['debug', 'info', 'warn', 'error', 'silent']);

const read = <T>(schema: z.ZodType<T>, value: unknown, name: string, hint: string): T => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new StudioError('config/invalid', `${name} is "${String(value)}". ${hint}`, { name });
};

/** @throws StudioError `config/invalid`, naming the flag or variable and what it may be. */
export const readConfig = (flags: ConfigFlags, env: NodeJS.ProcessEnv): StudioConfig => {
  const port = flags.port ?? env.MOUTHPIECE_PORT;
  const origins = flags.allowOrigin ?? [];
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new StudioError(
        'config/invalid',
        `--allow-origin ${origin} is not an origin. Write it like https://example.org.`,
      );
    }
  }
  return {
    port:
      port === undefined
        ? DEFAULT_PORT
        : read(Port, port, '--port', 'Use a number from 0 (any free port) to 65535.'),
    portIsFixed: port !== undefined && port !== '0',
    dataDir: path.resolve(flags.data ?? env.MOUTHPIECE_DATA ?? envPaths('Mouthpiece', { suffix: '' }).data),
    runtime: read(
      Runtime,
      (env.OMNIRT_REALTIME_AVATAR_RUNTIME ?? 'resident').trim().toLowerCase(),
      'OMNIRT_REALTIME_AVATAR_RUNTIME',
      'Use "resident" (a talking face) or "fake" (flat test frames).',
    ),
    requireToken: flags.requireToken ?? false,
    allowOrigins: origins,
    omnirt: {
      postprocessMode: read(
        Mode,
        env.OMNIRT_WAV2LIP_POSTPROCESS_MODE ?? DEFAULT_POSTPROCESS_MODE,
        'OMNIRT_WAV2LIP_POSTPROCESS_MODE',
        'Use basic, opentalking_improved, easy_improved, easy_enhanced, 0 or 1.',
      ),
      wav2lipMaxLongEdge: read(
        LongEdge,
        env.OMNIRT_WAV2LIP_MAX_LONG_EDGE ?? 0,
        'OMNIRT_WAV2LIP_MAX_LONG_EDGE',
        'Use 0 (off) or a number of pixels from 64 to 2048.',
      ),
    },
    logLevel: read(
      LogLevel,
      flags.logLevel ?? env.MOUTHPIECE_LOG ?? 'warn',
      '--log-level',
      'Use debug, info, warn, error or silent.',
    ),
  };
};
