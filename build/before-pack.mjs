/** electron-builder's hook before a platform is packed: writes the licences of what goes into it. */
import { writeLicences } from '../scripts/packaging/licences.mjs';

/** @param {{ electronPlatformName: string, packager: { projectDir: string } }} context */
export default async ({ electronPlatformName, packager }) => {
  const { packages } = await writeLicences(packager.projectDir);
  console.log(`  • licences of ${packages} packages written  platform=${electronPlatformName}`);
};
