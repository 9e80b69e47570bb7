/** The lines that the server screen offers really run: in a shell, beside a picture and a WAV, against a server that demands a token and one that does not. */
import { execFile, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { snippetOf } from '../../src/shared/studio/connect-snippets.ts';
import { AccessServer } from '../support/access-server.ts';

const run = promisify(execFile);
const at = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;
const isPosix = process.platform !== 'win32';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'snippets-'));
  copyFileSync(at('test/fixtures/faces/astronaut.png'), path.join(folder, 'face.png'));
  copyFileSync(at('test/fixtures/audio/speech.wav'), path.join(folder, 'speech.wav'));
  copyFileSync(at('examples/node/record-session.mjs'), path.join(folder, 'record-session.mjs'));
  copyFileSync(at('examples/python/record_session.py'), path.join(folder, 'record_session.py'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shell = async (lines: string): Promise<string> => {
  const env = {
    ...process.env,
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
  };
  return (await run('/bin/sh', ['-c', lines], { cwd: folder, env })).stdout;
};
const wroteTalk = (): boolean => {
  const written = ['talk.mp4', 'talk.avi']
    .map(name => path.join(folder, name))
    .filter(name => existsSync(name));
  for (const file of written) rmSync(file);
  return written.length > 0;
};

/** What is missing for a snippet, or nothing. */
const missing = (...programs: string[]): string =>
  isPosix
    ? programs
        .filter(name => !has(name))
        .map(name => `${name} is not on the PATH`)
        .join(' and ')
    : 'the snippets are written for a POSIX shell';

describe.each([false, true])('with a token demanded: %s', requireToken => {
  let place: AccessServer;
  let facts: { wsUrl: string; token: string | null };
  beforeAll(async () => {
    place = new AccessServer({ requireToken });
    await place.start();
    const token = requireToken ? place.tokens.create('Snippet', ['protocols']).secret : null;
    facts = { wsUrl: place.server.wsBase, token };
  });
  afterAll(() => place.close());

  test('Node', async context => {
    if (missing()) return context.skip(missing());
    await shell(snippetOf('node', facts));
    expect(wroteTalk()).toBe(true);
  });

  test('Python', async context => {
    if (missing('python3')) return context.skip(missing('python3'));
    await shell(snippetOf('python', facts));
    expect(wroteTalk()).toBe(true);
  });

  test('curl, and websocat where it is installed', async context => {
    if (missing('curl')) return context.skip(missing('curl'));
    const lines = snippetOf('curl', facts).split('\n');
    expect(JSON.parse(await shell(lines[0]!))).toMatchObject({ statuses: expect.any(Array) });
    if (has('websocat')) expect(await shell(lines.slice(1).join('\n'))).toContain('session.created');
  });

  test('OpenTalking’s variables lead to this server', async context => {
    if (missing()) return context.skip(missing());
    const printed = await shell(`${snippetOf('opentalking', facts)}\nenv | grep -E "OMNIRT|OPENTALKING"`);
    const url = /=((http|ws)\S+)/.exec(printed)?.[1]?.replace(/^ws/, 'http') ?? '';
    const models = new URL(url);
    models.pathname = '/v1/audio2video/models';
    expect((await fetch(models)).status).toBe(200);
  });
});
