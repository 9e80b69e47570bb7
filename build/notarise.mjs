/** electron-builder's hook after signing: has Apple notarise the app, or says in one line why not. */
import { join } from 'node:path';
import { notaryCredentials } from '../scripts/packaging/notary.mjs';

/** @param {{ electronPlatformName: string, appOutDir: string, packager: { appInfo: { productFilename: string } } }} context */
export default async ({ electronPlatformName, appOutDir, packager }) => {
  if (electronPlatformName !== 'darwin') return;
  const { credentials, missing } = notaryCredentials(process.env);
  if (credentials === null) {
    console.log(`  • not notarised: ${missing.join(', ')} not set; macOS will warn of an unknown developer`);
    return;
  }
  // electron-builder brings it.
  const { notarize } = await import('@electron/notarize');
  await notarize({ ...credentials, appPath: join(appOutDir, `${packager.appInfo.productFilename}.app`) });
};
