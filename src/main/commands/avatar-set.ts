/** `mouthpiece avatar set`: what a user settles for an avatar, from flags. */
import type { Command } from 'commander';
import { Option } from 'commander';
import { StudioError } from '../../shared/errors.ts';
import { AvatarPatch, FrameShape } from '../../shared/studio/avatar-profile.ts';
import type { AvatarView } from '../../shared/studio/avatars.ts';
import { numberIn } from './say-flags.ts';

/** Flags as the command line gives them. */
export type SetFlags = {
  name?: string;
  tag?: string[];
  untag?: string[];
  shape?: FrameShape;
  frame?: string;
  background?: string;
  renderer?: 'portrait' | 'wav2lip' | 'musetalk' | 'default';
  voice?: string;
  rate?: string;
  pitch?: string;
  liveliness?: string;
  whose?: string;
  consent?: string;
  licence?: string;
};

const usage = (message: string): StudioError => new StudioError('request/invalid', message);

/** keep, transparent, #rrggbb, or the id of the avatar whose picture it is. */
const backgroundOf = (text: string): AvatarPatch['background'] => {
  if (text === 'keep' || text === 'transparent') return { kind: text };
  const hex = /^#([0-9a-f]{6})$/i.exec(text)?.[1];
  if (hex === undefined) return { kind: 'image', imageId: text };
  const value = Number.parseInt(hex, 16);
  return { kind: 'colour', rgb: [value >> 16, (value >> 8) & 255, value & 255] };
};

const framingOf = (
  text: string,
  shape: FrameShape,
  { framing }: AvatarView['profile'],
): AvatarPatch['framing'] => {
  if (text === 'face') {
    const { [shape]: _, ...others } = framing;
    return others;
  }
  const [x, y, zoom, more] = text.split(',').map(Number);
  if (x === undefined || y === undefined || zoom === undefined || more !== undefined)
    throw usage(
      `--frame ${text} is not a frame. Write it like 0.5,0.35,1.4 (centre x, y and zoom), or face.`,
    );
  return { ...framing, [shape]: { centre: [x, y], zoom } };
};

const orDefault = (text: string): string | null => (text === 'default' ? null : text);

/** What the flags change of an avatar. @throws StudioError `request/invalid`, naming the flag. */
export const patchOf = (flags: SetFlags, { profile }: Pick<AvatarView, 'profile'>): AvatarPatch => {
  const { name, licence, shape, renderer, voice, rate, pitch, whose, consent: note } = flags;
  const gone = new Set((flags.untag ?? []).map(tag => tag.toLowerCase()));
  const patch: AvatarPatch = {
    ...(name === undefined ? {} : { name }),
    ...(licence === undefined ? {} : { licence }),
    ...(flags.tag || flags.untag
      ? { tags: [...profile.tags.filter(tag => !gone.has(tag.toLowerCase())), ...(flags.tag ?? [])] }
      : {}),
    ...(shape === undefined ? {} : { shape }),
    ...(flags.frame === undefined
      ? {}
      : { framing: framingOf(flags.frame, shape ?? profile.shape, profile) }),
    ...(flags.background === undefined ? {} : { background: backgroundOf(flags.background) }),
    ...(renderer === undefined ? {} : { renderer: renderer === 'default' ? null : renderer }),
    ...(voice === undefined ? {} : { voiceId: orDefault(voice) }),
    ...(rate === undefined ? {} : { rate: rate === 'default' ? null : numberIn(rate, '--rate', 0.5, 2) }),
    ...(pitch === undefined
      ? {}
      : { pitch: pitch === 'default' ? null : numberIn(pitch, '--pitch', 0.5, 2) }),
    ...(flags.liveliness === undefined
      ? {}
      : { liveliness: numberIn(flags.liveliness, '--liveliness', 0, 2) }),
    ...(whose === undefined && note === undefined
      ? {}
      : { consent: { whose: whose ?? profile.consent.whose, note: note ?? profile.consent.note } }),
  };
  if (Object.keys(patch).length === 0) throw usage('Say what to change, for example --shape square.');
  const parsed = AvatarPatch.safeParse(patch);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw usage(`${issue?.path.join('.')}: ${issue?.message}.`);
};

/** The flags on a command. */
export const addSetFlags = (command: Command): Command =>
  command
    .option('--name <name>', 'its name')
    .option('--tag <tags...>', 'tags to add')
    .option('--untag <tags...>', 'tags to take away')
    .addOption(new Option('--shape <shape>', 'shape of its frame').choices(FrameShape.options))
    .option('--frame <x,y,zoom>', 'what that shape shows: centre 0..1 and zoom 1..8; face: about the face')
    .option('--background <what>', 'keep, transparent, #rrggbb, or the id of an avatar whose picture it is')
    .addOption(
      new Option('--renderer <name>', 'who draws it').choices(['portrait', 'wav2lip', 'musetalk', 'default']),
    )
    .option('--voice <id>', 'its voice, or default')
    .option('--rate <factor>', 'speed of its voice, 0.5 to 2, or default')
    .option('--pitch <factor>', 'pitch of its voice, 0.5 to 2, or default')
    .option('--liveliness <factor>', 'head, breath and blinks: 0 still, 1 natural, 2 twice as much')
    .option('--whose <person>', 'whose face it is')
    .option('--consent <note>', 'what they agreed to')
    .option('--licence <licence>', 'licence of the picture');
