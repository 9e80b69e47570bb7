/** What is in force for whoever is on the stage: the studio's own choices, or those of an avatar or a scene laid over them. Pure. */
import type { AvatarProfile } from '../../../shared/studio/avatar-profile.ts';
import { SetAside, type StudioSettings, type VoiceSettings } from '../../../shared/studio/settings.ts';

/** The settings an avatar or a scene can bring. */
export type Brought = Partial<Pick<StudioSettings, keyof SetAside>>;

type Change = Brought & Pick<StudioSettings, 'setAside'>;

const KEYS = Object.keys(SetAside.shape) as (keyof Brought)[];

const pick = (from: SetAside, keys: readonly (keyof Brought)[]): Brought =>
  Object.fromEntries(keys.filter(key => key in from).map(key => [key, from[key]]));

/** Lays choices over what is there; the studio's own of them are set aside, unless they are already. */
export const putOn = (now: StudioSettings, brought: Brought): Change => {
  const own = {
    ...pick(
      now,
      KEYS.filter(key => key in brought),
    ),
    ...now.setAside,
  };
  return { ...brought, setAside: Object.keys(own).length === 0 ? null : own };
};

/** Puts the studio's own choices back: all of them, or these. */
export const takeOff = (now: StudioSettings, keys: readonly (keyof Brought)[] = KEYS): Change => {
  const aside = now.setAside ?? {};
  const kept = pick(
    aside,
    KEYS.filter(key => !keys.includes(key)),
  );
  return { ...pick(aside, keys), setAside: Object.keys(kept).length === 0 ? null : kept };
};

/** What an avatar brings: everything its profile does not leave to the studio. */
export const broughtBy = ({ look, renderer, voiceId, rate, pitch }: AvatarProfile): Brought => ({
  ...look,
  ...(renderer === null ? {} : { renderer }),
  ...(voiceId === null ? {} : { voiceId }),
  ...(rate === null ? {} : { rate }),
  ...(pitch === null ? {} : { pitch }),
});

/** Another one comes on the stage: nothing of who was there before stays. */
export const onChosen = (now: StudioSettings, profile: AvatarProfile): Change => {
  const back = takeOff(now);
  return { ...back, ...putOn({ ...now, ...back }, broughtBy(profile)) };
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Who is on the stage was settled anew: what changed in it, and nothing else, changes here. null: nothing. */
export const onSettled = (
  now: StudioSettings,
  before: AvatarProfile,
  after: AvatarProfile,
): Change | null => {
  const [was, is] = [broughtBy(before), broughtBy(after)];
  const changed = KEYS.filter(key => !same(was[key], is[key]));
  if (changed.length === 0) return null;
  const back = takeOff(
    now,
    changed.filter(key => !(key in is)),
  );
  return { ...back, ...putOn({ ...now, ...back }, pick(is, changed)) };
};

/** How texts are voiced now. */
export const voiceOf = ({
  voiceId,
  rate,
  pitch,
}: Pick<StudioSettings, 'voiceId' | 'rate' | 'pitch'>): VoiceSettings => ({ voiceId, rate, pitch });
