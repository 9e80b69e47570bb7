/** electron-builder's hook after signing: has Apple notarise the app, or says in one line why not. */
import { join } from 'node:path';

/** What the notary service needs; an Apple ID with a password for this use, and its team. */
const NEEDED = ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'];

/** The credentials of the environment; null with the names that are missing. @param {NodeJS.ProcessEnv} env */
export const notaryCredentials = env => {
  const missing = NEEDED.filter(name => !env[name]);
  if (missing.length > 0) return { credentials: null, missing };
  return {
    credentials: {
      appleId: env.APPLE_ID,
      appleIdPassword: env.APPLE_APP_SPECIFIC_PASSWORD,
      teamId: env.APPLE_TEAM_ID,
    },
    missing,
  };
};

/** @param {{ electronPlatformName: string, appOutDir: string, packager: { appInfo: { productFilename: string } } }} context */
export default async ({ electronPlatformName, appOutDir, packager }) => {
  if (electronPlatformName !== 'darwin') return;
  const { credentials, missing } = notaryCredentials(process.env);
  if (credentials === null) {
    console.log(`  • not notarised: ${missing.join(', ')} not set; macOS will warn of an unknown developer`);
    return;
  }
  const { notarize } = await import('@electron/notarize');
  await notarize({ ...credentials, appPath: join(appOutDir, `${packager.appInfo.productFilename}.app`) });
};
