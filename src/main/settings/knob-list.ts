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

/** `source`: the environment and the settings file, as the server read them. */
export const listKnobs = (source: KnobSource): KnobView[] => {
  const view =
    (group: KnobView['group']) =>
    ({ name, flag, shown, allowed, meaning }: Listed): KnobView => {
      const value = source[name];
      const set = value === undefined || value === null || value === '' ? null : String(value);
      return {
        group,
        name,
        flag: flag ?? null,
        initial: shown,
        allowed,
        meaning,
        set: set === null ? null : isSecret(name) ? '•••' : group === 'upstream' ? withoutKey(set) : set,
      };
    };
  return [
    ...Object.values(SERVER_KNOBS).map(view('server')),
    ...Object.values(OMNIRT_KNOBS).map(view('omnirt')),
    ...Object.values(BLEND_KNOBS).map(view('blend')),
    ...UPSTREAM_KNOBS.map(view('upstream')),
  ];
};
