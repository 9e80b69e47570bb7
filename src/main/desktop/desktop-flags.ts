/** The few flags the desktop app takes from its command line; everything else there is Chromium's. Pure. */
import { parseArgs } from 'node:util';
import type { ConfigFlags } from '../config.ts';

/** `--port N` and `--data DIR` out of a whole argv; unknown flags are left to Chromium. */
export const desktopFlags = (argv: readonly string[]): ConfigFlags => {
  const { values } = parseArgs({
    args: argv.slice(1),
    strict: false,
    allowPositionals: true,
    options: { port: { type: 'string' }, data: { type: 'string' } },
  });
  return {
    ...(typeof values.port === 'string' ? { port: values.port } : {}),
    ...(typeof values.data === 'string' ? { data: values.data } : {}),
  };
};
