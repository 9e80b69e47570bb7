/** Writes docs/settings.md from the tables of knobs, so that the page cannot lag behind the code. Pure. */
import { BLEND_KNOBS } from './blend-knobs.ts';
import { IGNORED_KNOBS } from './ignored-knobs.ts';
import { OMNIRT_KNOBS, UPSTREAM_KNOBS } from './omnirt-knobs.ts';
import { SERVER_KNOBS } from './server-knobs.ts';
import { SETTINGS_FILE } from './settings-file.ts';

type Documented = { name: string; flag?: string; shown: string; allowed: string; meaning: string };

// Separators differ between platforms; the page is one for all.
const row = ({ name, flag, shown, allowed, meaning }: Documented): string =>
  `| \`${name}\`${flag === undefined ? '' : `, \`${flag}\``} | ${shown} | ${allowed.replace(/"[:;]"/, 'the platform’s path separator')} | ${meaning}. |`;

const table = (knobs: readonly Documented[]): string =>
  ['| name | default | may be | meaning |', '| --- | --- | --- | --- |', ...knobs.map(row)].join('\n');

/** Every name the settings file may use. */
export const settingNames = (): ReadonlySet<string> =>
  new Set(
    [
      ...Object.values(SERVER_KNOBS).filter(knob => knob !== SERVER_KNOBS.dataDir),
      ...Object.values(OMNIRT_KNOBS),
      ...Object.values(BLEND_KNOBS),
      ...UPSTREAM_KNOBS,
      ...IGNORED_KNOBS,
    ].map(knob => knob.name),
  );

/** The page. */
export const settingsPage = (): string => `# Settings

Made from the tables in \`src/main/settings\` (a test compares them; \`UPDATE_DOCS=1\` writes this page anew).

A flag of the command line wins over an environment variable, that over the settings file, that over the default. The settings file
is \`${SETTINGS_FILE}\` in the data folder: one JSON object with the names below as its keys, for example
\`{"MOUTHPIECE_PORT": 8765, "OMNIRT_WAV2LIP_POSTPROCESS_MODE": "easy_improved"}\`; lists may be JSON arrays. A value that is not
allowed stops the start and is named. What a client says in its own session wins over all of them.

## The server

${table(Object.values(SERVER_KNOBS))}

## OmniRT

The names are those of the reference server, so that its scripts work unchanged.

${table(Object.values(OMNIRT_KNOBS))}

### Blending

Per session: \`config.postprocess\`, with the same names in lower case and without their prefix (\`jaw_blend_alpha\`).

${table(Object.values(BLEND_KNOBS))}

### Other servers

${table(UPSTREAM_KNOBS)}

### Without effect here

Setting one of these changes nothing; the log says so once.

| name | why |
| --- | --- |
${IGNORED_KNOBS.map(({ name, why }) => `| \`${name}\` | ${why}. |`).join('\n')}
`;
