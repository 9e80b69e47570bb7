/** The server's own knobs: where it listens, where it keeps things, whom it lets in. Flags of the command line win over them. */
import { z } from 'zod';
import { flag, type Knob, oneOf, readKnob, wholeNumber } from './knob.ts';

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const Origins: z.ZodType<readonly string[]> = z
  .union([
    z.array(z.string()),
    z.string().transform(text => text.split(/[\s,]+/).filter(part => part !== '')),
  ])
  .pipe(z.array(z.string().refine(isOrigin)));

/** The port the protocol's clients expect. */
export const DEFAULT_PORT = 8765;

/** A knob that is also a flag; `flag` as it is typed, null: a variable only. */
type ServerKnob<T> = Knob<T> & { flag: string };

/** The table. `name` is the variable's; `--flag` where the command line has one. */
export const SERVER_KNOBS = {
  port: {
    name: 'MOUTHPIECE_PORT',
    flag: '--port',
    schema: wholeNumber(0, 65_535),
    fallback: null,
    allowed: 'a number from 0 (any free port) to 65535',
    shown: `${DEFAULT_PORT}, or the next free port`,
    meaning: 'Port on 127.0.0.1; 0: any free one. A port that was asked for is never replaced by another',
  } satisfies ServerKnob<number | null>,
  dataDir: {
    name: 'MOUTHPIECE_DATA',
    flag: '--data',
    schema: z.string().min(1),
    fallback: null,
    allowed: 'a folder',
    shown: 'the platform’s application-data folder',
    meaning:
      'Where avatars, settings, models and sessions are kept. Not in the settings file, which lies there',
  } satisfies ServerKnob<string | null>,
  requireToken: {
    name: 'MOUTHPIECE_REQUIRE_TOKEN',
    flag: '--require-token',
    schema: flag(),
    fallback: false,
    allowed: '1 or 0',
    shown: '0',
    meaning: 'Demand the token of every client, also of local programs',
  } satisfies ServerKnob<boolean>,
  allowOrigins: {
    name: 'MOUTHPIECE_ALLOW_ORIGINS',
    flag: '--allow-origin',
    schema: Origins,
    fallback: [],
    allowed: 'origins such as https://example.org, separated by commas',
    shown: 'none',
    meaning: 'Web origins that may connect',
  } satisfies ServerKnob<readonly string[]>,
  logLevel: {
    name: 'MOUTHPIECE_LOG',
    flag: '--log-level',
    schema: oneOf(['debug', 'info', 'warn', 'error', 'silent']),
    fallback: 'warn',
    allowed: 'debug, info, warn, error or silent',
    shown: 'warn',
    meaning: 'What the log on stderr tells',
  } satisfies ServerKnob<'debug' | 'info' | 'warn' | 'error' | 'silent'>,
} as const;

/** The value as a flag gives it, else as the source does. Errors name what the user typed. @throws StudioError `config/invalid` */
export const readServerKnob = <T>(
  knob: Knob<T> & { flag: string },
  flagValue: unknown,
  source: Readonly<Record<string, unknown>>,
): T =>
  flagValue === undefined
    ? readKnob(knob, source)
    : readKnob({ ...knob, name: knob.flag }, { [knob.flag]: flagValue });
