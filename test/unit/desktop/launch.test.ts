/** What a start of the program asks for. */
import { describe, expect, test } from 'vitest';
import { readLaunch } from '../../../src/main/desktop/launch.ts';

const start = (argv: string[], defaultApp = false) => readLaunch({ argv, defaultApp, cwd: '/srv/ada' });

describe('flags', () => {
  test.each([
    [['electron', '.'], {}],
    [['electron', '.', '--port', '9000'], { port: '9000' }],
    [['electron', '.', '--data=/tmp/here', '--port=0'], { port: '0', data: '/tmp/here' }],
    [['electron', '--inspect=0', '--no-sandbox', '.', '--user-data-dir=x', '--port', '1'], { port: '1' }],
    [['electron', '.', '--port'], {}],
  ])('%j', (argv, flags) => {
    expect(start(argv, true)).toMatchObject({ kind: 'window', flags, links: [], files: [] });
  });
});

describe('a command', () => {
  test.each([
    [
      ['/opt/Mouthpiece', 'say', 'Hello', '--out', 'a.mp4'],
      ['say', 'Hello', '--out', 'a.mp4'],
    ],
    [
      ['/opt/Mouthpiece', '--no-sandbox', 'serve', '--port', '0'],
      ['serve', '--port', '0'],
    ],
    [
      ['/opt/Mouthpiece', 'avatar', 'list'],
      ['avatar', 'list'],
    ],
    [['/opt/Mouthpiece', 'models'], ['models']],
    [
      ['/opt/Mouthpiece', 'doctor', '--json'],
      ['doctor', '--json'],
    ],
    [['/opt/Mouthpiece', 'bench'], ['bench']],
    [['/opt/Mouthpiece', '--help'], ['--help']],
  ])('of %j', (argv, args) => {
    expect(start(argv)).toEqual({ kind: 'command', args });
  });

  test('comes after the folder of the app in development', () => {
    expect(start(['electron', 'out/main/index.js', 'say', 'x'], true)).toEqual({
      kind: 'command',
      args: ['say', 'x'],
    });
    expect(start(['electron', 'say'], true).kind).toBe('window');
  });

  test('is not what stands later on the line, or a file of that name', () => {
    expect(start(['/opt/Mouthpiece', 'mia.png', 'say']).kind).toBe('window');
    expect(start(['/opt/Mouthpiece', './say']).kind).toBe('window');
  });
});

test('files and links are sorted out, everything else is left alone', () => {
  const asked = start([
    '/opt/Mouthpiece',
    'mia.PNG',
    '/tmp/clip.webm',
    'mouthpiece://sessions',
    'notes.txt',
    '--hidden',
    'https://example.org/a.png?',
    '--data',
    '/srv/data',
    '/srv/avatars/mia',
    'mia',
  ]);
  expect(asked).toEqual({
    kind: 'window',
    flags: { data: '/srv/data' },
    links: ['mouthpiece://sessions'],
    files: ['/srv/ada/mia.PNG', '/tmp/clip.webm', '/srv/avatars/mia'],
    hidden: true,
  });
});
