/** Flags of the desktop app among those of Chromium. */
import { expect, test } from 'vitest';
import { desktopFlags } from '../../../src/main/desktop/desktop-flags.ts';

test.each([
  [['electron', '.'], {}],
  [['electron', '.', '--port', '9000'], { port: '9000' }],
  [['Mouthpiece', '--data=/tmp/here', '--port=0'], { port: '0', data: '/tmp/here' }],
  [['electron', '--inspect=0', '--no-sandbox', '.', '--user-data-dir=x', '--port', '1'], { port: '1' }],
  [['electron', '.', '--port'], {}],
])('%j', (argv, flags) => {
  expect(desktopFlags(argv)).toEqual(flags);
});
