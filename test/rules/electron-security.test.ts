/** The shell keeps Electron's security checklist, and a shell that does not is caught. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pageHeaders } from '../../src/main/gateway/security-headers.ts';
import { DESKTOP_CHANNELS } from '../../src/shared/desktop-facts.ts';
import { readYaml } from '../support/read-yaml.ts';
import { type Shell, securityFaults } from './electron-security.ts';
import { filesBelow, ROOT } from './source-files.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const shell: Shell = {
  files: [
    ...filesBelow('src/main/desktop', ['.ts']),
    ...filesBelow('src/preload', ['.ts']),
    { path: 'src/main/index.ts', text: read('src/main/index.ts') },
  ],
  builder: readYaml(join(ROOT, 'build/electron-builder.yml')),
};

/** The shell with one file changed. */
const changed = (path: string, from: string | RegExp, to: string): Shell => {
  const files = shell.files.map(file =>
    file.path.endsWith(path) ? { ...file, text: file.text.replace(from, to) } : file,
  );
  expect(files).not.toEqual(shell.files);
  return { ...shell, files };
};
const withFile = (text: string, path = 'src/main/desktop/planted.ts'): Shell => ({
  ...shell,
  files: [...shell.files, { path, text }],
});
const withBuilder = (part: object): Shell => ({
  ...shell,
  builder: { ...(shell.builder as object), ...part },
});

const PREFERENCES = `sandbox: true, contextIsolation: true, webSecurity: true, nodeIntegration: false,
  nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false, allowRunningInsecureContent: false,
  experimentalFeatures: false, webviewTag: false`;
const windowWith = (extra: string, preferences = PREFERENCES): string =>
  `new BrowserWindow({ webPreferences: { ${preferences}${extra} } });`;

describe('the shell', () => {
  test('keeps the checklist', () => {
    expect(shell.files.length).toBeGreaterThan(15);
    expect(securityFaults(shell)).toEqual([]);
    expect(securityFaults(withFile(windowWith('')))).toEqual([]);
  });

  test.each(
    [...PREFERENCES.matchAll(/(\w+): (true|false)/g)].map(match => [match[1] as string, match[2] as string]),
  )('is caught without %s: %s', (name, value) => {
    const wrong = PREFERENCES.replace(`${name}: ${value}`, `${name}: ${value !== 'true'}`);
    expect(securityFaults(withFile(windowWith('', wrong)))).toEqual([
      `src/main/desktop/planted.ts: ${name} is not ${value}`,
    ]);
    const left = PREFERENCES.replace(new RegExp(`${name}: ${value},?`), '');
    expect(securityFaults(withFile(windowWith('', left)))).toHaveLength(1);
  });

  test.each([
    ['a window without preferences', 'new BrowserWindow({});', 'a window is made without webPreferences'],
    [
      'a window of options from elsewhere',
      'new BrowserWindow(options);',
      'a window is made without webPreferences',
    ],
    [
      'preferences from elsewhere',
      'const o = { webPreferences: given };',
      'webPreferences are not written out',
    ],
    ['spread preferences', windowWith(', ...given'), 'webPreferences are spread'],
    ['Blink’s switches', windowWith(", enableBlinkFeatures: 'X'"), 'enableBlinkFeatures is used'],
    ['a page from a file', "window.loadFile('a.html');", 'loadFile is used'],
    ['a page from the web', "window.loadURL('https://example.org');", "loadURL of 'https://example.org'"],
    ['a page by file:', "window.loadURL('file:///a');", "loadURL of 'file:///a'"],
    ['an unchecked link', 'shell.openExternal(url);', 'openExternal of an unchecked address'],
    ['a listening channel', "ipcMain.on('x', () => {});", 'ipcMain listens without handle'],
    [
      'an unchecked channel',
      "ipcMain.handle('x', (event, a) => { return run(a); });",
      'a channel is answered without checking sender and arguments',
    ],
    [
      'a channel that checks too late',
      "ipcMain.handle('x', (event, a) => { const { senderFrame } = event; A.parse(a); if (!mayCall(senderFrame)) throw 1; return 1; });",
      'a channel is answered without checking sender and arguments',
    ],
  ])('is caught with %s', (_what, text, fault) => {
    expect(securityFaults(withFile(text))).toEqual([`src/main/desktop/planted.ts: ${fault}`]);
  });

  test.each([
    [
      'hands ipcRenderer on',
      "contextBridge.exposeInMainWorld('a', ipcRenderer);",
      'ipcRenderer leaves the preload script',
    ],
    [
      'lets the page choose',
      "contextBridge.exposeInMainWorld('a', { call: c => ipcRenderer.invoke(c) });",
      'a channel or its arguments are chosen by the page',
    ],
    [
      'passes arguments',
      "contextBridge.exposeInMainWorld('a', { call: a => ipcRenderer.invoke('x', a) });",
      'a channel or its arguments are chosen by the page',
    ],
    [
      'sends',
      "contextBridge.exposeInMainWorld('a', { f: () => ipcRenderer.send('x') });",
      'the preload script sends',
    ],
    [
      'exposes twice',
      "f.exposeInMainWorld('a', {}); f.exposeInMainWorld('b', {});",
      'exposeInMainWorld is not called once',
    ],
  ])('is caught when the preload script %s', (_what, text, fault) => {
    expect(securityFaults(withFile(text, 'src/preload/planted.ts'))).toEqual([
      `src/preload/planted.ts: ${fault}`,
    ]);
  });

  test.each([
    ['setPermissionRequestHandler', 'window-guards.ts', 'setPermissionRequestHandler'],
    ['setPermissionCheckHandler', 'window-guards.ts', 'setPermissionCheckHandler'],
    ['setDevicePermissionHandler', 'window-guards.ts', 'setDevicePermissionHandler'],
    ['setDisplayMediaRequestHandler', 'window-guards.ts', 'setDisplayMediaRequestHandler'],
    ['setWindowOpenHandler', 'window-guards.ts', 'setWindowOpenHandler'],
    ['enableSandbox', 'desktop.ts', 'enableSandbox'],
    ['requestSingleInstanceLock', 'desktop.ts', 'requestSingleInstanceLock'],
    ['preventDefault on will-navigate', 'window-guards.ts', "'will-navigate'"],
    ['preventDefault on will-frame-navigate', 'window-guards.ts', "'will-frame-navigate'"],
    ['preventDefault on will-redirect', 'window-guards.ts', "'will-redirect'"],
    ['preventDefault on will-attach-webview', 'window-guards.ts', "'will-attach-webview'"],
    ['guardContents on web-contents-created', 'shell.ts', "'web-contents-created'"],
  ])('is caught without %s', (what, path, text) => {
    expect(securityFaults(changed(path, text, text.startsWith("'") ? "'other'" : 'other'))).toEqual([
      `missing: ${what}`,
    ]);
  });

  test('is caught with a fuse, asar or hardening that is not set', () => {
    const fuses = (shell.builder as { electronFuses: Record<string, boolean> }).electronFuses;
    for (const [name, value] of Object.entries(fuses)) {
      expect(securityFaults(withBuilder({ electronFuses: { ...fuses, [name]: !value } }))).toEqual([
        `the fuse ${name} is not ${value}`,
      ]);
    }
    expect(securityFaults(withBuilder({ electronFuses: null }))).toHaveLength(7);
    expect(securityFaults(withBuilder({ asar: false }))).toEqual(['the app is not in an asar']);
    expect(securityFaults(withBuilder({ npmRebuild: true }))).toEqual(['native modules are rebuilt']);
    expect(securityFaults(withBuilder({ mac: {} }))).toEqual(['hardenedRuntime is off']);
  });
});

test('the channels of the preload script are those of the contract', () => {
  const used = [...read('src/preload/index.ts').matchAll(/'(desktop:[a-z-]+)'/g)].map(match => match[1]);
  expect(used.sort()).toEqual(Object.values(DESKTOP_CHANNELS).sort());
});

test('the page has a strict policy, and what it may use is what the shell grants', () => {
  const headers = pageHeaders(8765);
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy.match(/script-src [^;]*/)?.[0]).toMatch(/^script-src 'self'( 'wasm-unsafe-eval')?$/);
  expect(policy).not.toMatch(/'unsafe-eval'|https?:|\*/);
  for (const directive of ["base-uri 'none'", "frame-ancestors 'none'"]) expect(policy).toContain(directive);
  for (const name of ['microphone', 'camera', 'display-capture'])
    expect(headers['permissions-policy']).toContain(`${name}=(self)`);
});

test('Electron is one that is still mended', () => {
  const installed = JSON.parse(read('node_modules/electron/package.json')) as { version: string };
  expect(Number(installed.version.split('.')[0])).toBeGreaterThanOrEqual(45);
});
