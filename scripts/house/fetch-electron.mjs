/** Downloads Electron into its package, saying something whenever bytes arrive. Run as a program of its own, so that it can be stopped. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { inRoot } from './paths.mjs';

const fail = error => {
  const cause = error?.cause?.message ?? error?.message ?? String(error);
  console.log(`why: ${String(cause).split('\n')[0]}`);
  process.exit(1);
};

try {
  const require = createRequire(inRoot('node_modules', 'electron', 'package.json'));
  const { downloadArtifact } = await import(require.resolve('@electron/get'));
  await downloadArtifact({
    version: require('./package.json').version,
    artifactName: 'electron',
    checksums: require('./checksums.json'),
    platform: process.platform,
    arch: process.arch,
    downloadOptions: {
      quiet: true,
      getProgressCallback: async progress => console.log(`${progress.transferred}`),
    },
  });
  console.log('unpacking');
  // The package's own installer finds the file in the download cache and unpacks it.
  const { status, stderr } = spawnSync(process.execPath, [require.resolve('./install.js')], {
    encoding: 'utf8',
  });
  if (status !== 0) fail(new Error(stderr.split('\n')[0] || `installer ended with code ${status}`));
} catch (error) {
  fail(error);
}
