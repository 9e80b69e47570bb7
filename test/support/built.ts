/** Where the build lies. Tests that need it fail with a word of advice when it is missing. */
import { fileURLToPath } from 'node:url';

/** The built command line; `npm run build` makes it. */
export const BUILT_COMMAND_LINE = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));

/** The built Electron entry. */
export const BUILT_DESKTOP = fileURLToPath(new URL('../../out/main/index.js', import.meta.url));
