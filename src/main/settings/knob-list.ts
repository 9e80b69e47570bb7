/** Every knob with what it is set to now, for the studio's settings page. Knows no page. */
import type { KnobView } from '../../shared/diagnosis.ts';
import { BLEND_KNOBS } from './blend-knobs.ts';
import type { KnobSource } from './knob.ts';
import { OMNIRT_KNOBS, UPSTREAM_KNOBS } from './omnirt-knobs.ts';
import { SERVER_KNOBS } from './server-knobs.ts';

type Listed = { name: string; flag?: string; shown: string; allowed: string; meaning: string };

const isSecret = (name: string): boolean =>
  /TOKEN|KEY|SECRET/.test(name) && !name.startsWith('MOUTHPIECE_REQUIRE');

/** A URL may carry a key, which no answer tells. */
const withoutKey = (value: string): string => {
  if (!URL.canParse(value)) return '•••';
  const { protocol, host, pathname, search } = new URL(value);
  return `${protocol}//${host}${pathname}${search === '' ? '' : '?•••'}`;
};

/** What is known of the values: those the server read at its start and by whom they were said, and the settings file's then and now. */
export type KnobValues = {
  sources: Readonly<Record<string, { from: 'flag' | 'environment' | 'file'; value: unknown }>>;
  fileThen: KnobSource;
  fileNow: KnobSource;
};

const written = (value: unknown): string | null =>
  value === undefined || value === null || value === ''
    ? null
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

/** All knobs, in the order of docs/settings.md. Keys and tokens are told as •••. */
export const listKnobs = ({ sources, fileThen, fileNow }: KnobValues): KnobView[] => {
  const view =
    (group: KnobView['group']) =>
    ({ name, flag, shown, allowed, meaning }: Listed): KnobView => {
      const told = (value: string | null): string | null =>
        value === null ? null : isSecret(name) ? '•••' : group === 'upstream' ? withoutKey(value) : value;
      const [then, now] = [written(fileThen[name]), written(fileNow[name])];
      return {
        group,
        name,
        flag: flag ?? null,
        initial: shown,
        allowed,
        meaning,
        set: told(written(sources[name]?.value)),
        source: sources[name]?.from ?? null,
        inFile: told(now),
        waits: then !== now,
        editable: name !== SERVER_KNOBS.dataDir.name,
      };
    };
  return [
    ...Object.values(SERVER_KNOBS).map(view('server')),
    ...Object.values(OMNIRT_KNOBS).map(view('omnirt')),
    ...Object.values(BLEND_KNOBS).map(view('blend')),
    ...UPSTREAM_KNOBS.map(view('upstream')),
  ];
};
