/** Electron's security checklist as checks over the shell's sources and the installers' configuration. Runs none of them. */
import ts from 'typescript';

/** What is looked at: sources by path, and electron-builder's configuration as parsed. */
export type Shell = { files: readonly { path: string; text: string }[]; builder: unknown };

/** One point of the checklist: what is wrong, each with its place. */
type Check = (file: ts.SourceFile) => string[];

/** Preferences that every window must state, and what they must be. */
const PREFERENCES: Readonly<Record<string, boolean>> = {
  sandbox: true,
  contextIsolation: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
};

const nodesOf = (root: ts.Node): ts.Node[] => {
  const all: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    all.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return all;
};

const callsOf = (root: ts.Node, method: string): ts.CallExpression[] =>
  nodesOf(root)
    .filter(ts.isCallExpression)
    .filter(
      ({ expression }) =>
        (ts.isPropertyAccessExpression(expression) && expression.name.text === method) ||
        (ts.isIdentifier(expression) && expression.text === method),
    );

const keyOf = (member: ts.ObjectLiteralElementLike): string =>
  member.name !== undefined && (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name))
    ? member.name.text
    : '';

const member = (object: ts.ObjectLiteralExpression, name: string): ts.Expression | null => {
  const found = object.properties.find(item => keyOf(item) === name);
  return found !== undefined && ts.isPropertyAssignment(found) ? found.initializer : null;
};

const isTrue = (node: ts.Expression | null): boolean => node?.kind === ts.SyntaxKind.TrueKeyword;
const isFalse = (node: ts.Expression | null): boolean => node?.kind === ts.SyntaxKind.FalseKeyword;

const windowPreferences: Check = file => {
  const objects = nodesOf(file)
    .filter(ts.isPropertyAssignment)
    .filter(item => keyOf(item) === 'webPreferences');
  const wrong = objects.flatMap(({ initializer }) => {
    if (!ts.isObjectLiteralExpression(initializer)) return ['webPreferences are not written out'];
    const spread = initializer.properties.some(ts.isSpreadAssignment) ? ['webPreferences are spread'] : [];
    const blink = initializer.properties.some(item => keyOf(item) === 'enableBlinkFeatures')
      ? ['enableBlinkFeatures is used']
      : [];
    const named = Object.entries(PREFERENCES).flatMap(([name, wanted]) => {
      const value = member(initializer, name);
      return (wanted ? isTrue(value) : isFalse(value)) ? [] : [`${name} is not ${wanted}`];
    });
    return [...spread, ...blink, ...named];
  });
  const bare = nodesOf(file)
    .filter(ts.isNewExpression)
    .filter(({ expression }) => /(BrowserWindow|WebContentsView|BrowserView)$/.test(expression.getText(file)))
    .filter(({ arguments: given }) => {
      const options = given?.[0];
      return (
        options === undefined ||
        !ts.isObjectLiteralExpression(options) ||
        // The feed's options are written out in a function of their own, and checked there.
        (member(options, 'webPreferences') === null &&
          !options.properties.some(item => item.getText(file).startsWith('...feedWindowOptions(')))
      );
    })
    .map(() => 'a window is made without webPreferences');
  return [...wrong, ...bare];
};

/** Pages come from the loopback server alone. */
const pageSources: Check = file => [
  ...callsOf(file, 'loadFile').map(() => 'loadFile is used'),
  ...callsOf(file, 'loadURL')
    .map(({ arguments: given }) => given[0]?.getText(file) ?? '')
    .filter(address => !/^(deps\.|this\.#)?address\(\) \+ /.test(address))
    .map(address => `loadURL of ${address}`),
];

/** What is opened in the system's browser was decided by the allow-list, or is our own address. */
const outsideLinks: Check = file =>
  callsOf(file, 'openExternal')
    .filter(({ arguments: given, parent }) => {
      const address = given[0]?.getText(file) ?? '';
      if (/^(this\.#deps\.)?studio\.openUrl\(\)$/.test(address)) return false;
      let around: ts.Node = parent;
      while (!ts.isIfStatement(around) && !ts.isSourceFile(around)) around = around.parent;
      return !(ts.isIfStatement(around) && around.expression.getText(file).includes("=== 'outside'"));
    })
    .map(() => 'openExternal of an unchecked address');

/** Every channel is answered behind the check of the sender and the schema of its arguments. */
const checkedCalls: Check = file => [
  ...nodesOf(file)
    .filter(ts.isPropertyAccessExpression)
    .filter(
      node =>
        node.expression.getText(file) === 'ipcMain' &&
        /^(on|once|addListener|handleOnce)$/.test(node.name.text),
    )
    .map(() => 'ipcMain listens without handle'),
  ...callsOf(file, 'handle')
    .filter(({ expression }) => expression.getText(file) === 'ipcMain.handle')
    .filter(({ arguments: given }) => {
      const body = given[1]?.getText(file) ?? '';
      const [sender, schema, answer] = ['mayCall(', '.parse(', 'return '].map(part => body.indexOf(part));
      const inOrder = [sender, schema, answer].every(
        (at, index, all) => at !== undefined && at >= 0 && at >= (all[index - 1] ?? 0),
      );
      return !inOrder || !body.includes('senderFrame');
    })
    .map(() => 'a channel is answered without checking sender and arguments'),
];

/** The bridge is methods of one channel each; Electron's own objects stay behind it. */
const narrowBridge: Check = file => {
  if (!file.fileName.includes('preload/')) return [];
  const uses = nodesOf(file).filter(
    node => ts.isIdentifier(node) && node.text === 'ipcRenderer' && !ts.isImportSpecifier(node.parent),
  );
  const loose = uses.filter(({ parent }) => !ts.isPropertyAccessExpression(parent));
  const general = callsOf(file, 'invoke').filter(
    ({ arguments: given }) => given.length !== 1 || !ts.isStringLiteral(given[0] as ts.Node),
  );
  const sends = ['send', 'sendSync', 'postMessage'].flatMap(name => callsOf(file, name));
  const worlds = callsOf(file, 'exposeInMainWorld');
  const listeners = callsOf(file, 'listen').filter(
    ({ arguments: given }) => !ts.isStringLiteral(given[0] as ts.Node),
  );
  return [
    ...loose.map(() => 'ipcRenderer leaves the preload script'),
    ...general.map(() => 'a channel or its arguments are chosen by the page'),
    ...listeners.map(() => 'a channel is chosen by the page'),
    ...sends.map(() => 'the preload script sends'),
    ...(worlds.length === 1 ? [] : ['exposeInMainWorld is not called once']),
  ];
};

const EACH_FILE: readonly Check[] = [
  windowPreferences,
  pageSources,
  outsideLinks,
  checkedCalls,
  narrowBridge,
];

/** Things that must be there at least once, wherever. */
const REQUIRED: readonly { what: string; found(calls: readonly string[]): boolean }[] = [
  ...[
    'setPermissionRequestHandler',
    'setPermissionCheckHandler',
    'setDevicePermissionHandler',
    'setDisplayMediaRequestHandler',
    'setWindowOpenHandler',
    'enableSandbox',
    'requestSingleInstanceLock',
  ].map(method => ({
    what: method,
    found: (calls: readonly string[]) => calls.some(call => call.startsWith(`${method}(`)),
  })),
  ...['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'].map(event => ({
    what: `preventDefault on ${event}`,
    found: (calls: readonly string[]) =>
      calls.some(call => call.startsWith(`on('${event}'`) && call.includes('preventDefault()')),
  })),
  {
    what: 'guardContents on web-contents-created',
    found: calls =>
      calls.some(call => call.startsWith("on('web-contents-created'") && call.includes('guardContents(')),
  },
];

const FUSES: Readonly<Record<string, boolean>> = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
};

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const builderFaults = (builder: unknown): string[] => {
  const { electronFuses, asar, npmRebuild, mac } = recordOf(builder);
  const fuses = recordOf(electronFuses);
  return [
    ...Object.entries(FUSES).flatMap(([name, wanted]) =>
      fuses[name] === wanted ? [] : [`the fuse ${name} is not ${wanted}`],
    ),
    ...(asar === true ? [] : ['the app is not in an asar']),
    ...(npmRebuild === false ? [] : ['native modules are rebuilt']),
    ...(recordOf(mac).hardenedRuntime === true ? [] : ['hardenedRuntime is off']),
  ];
};

/** Method calls as text without their object and without line breaks: `on('will-navigate', …)`. */
const callTexts = (file: ts.SourceFile): string[] =>
  nodesOf(file)
    .filter(ts.isCallExpression)
    .map(call => {
      const { expression } = call;
      const name = ts.isPropertyAccessExpression(expression)
        ? expression.name.text
        : expression.getText(file);
      return `${name}(${call.arguments.map(given => given.getText(file)).join(', ')})`;
    });

/** Every point of the list that is broken, with the file where it has one; none for a shell that keeps the list. */
export const securityFaults = ({ files, builder }: Shell): string[] => {
  const parsed = files.map(({ path, text }) => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  const calls = parsed.flatMap(callTexts);
  return [
    ...parsed.flatMap(file =>
      EACH_FILE.flatMap(check => check(file)).map(fault => `${file.fileName}: ${fault}`),
    ),
    ...REQUIRED.filter(({ found }) => !found(calls)).map(({ what }) => `missing: ${what}`),
    ...builderFaults(builder),
  ];
};
