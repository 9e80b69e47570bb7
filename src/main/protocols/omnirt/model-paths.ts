/** The WebSocket paths of each model of the family, and which dialogue is spoken there when no other server answers. Data only. */
import type { FlashTalkModel } from './flashtalk-messages.ts';
import type { UpstreamModel } from './omnirt-settings.ts';

/** `speaks` null: no renderer here draws it. */
export type ModelPaths = { model: UpstreamModel; paths: readonly string[]; speaks: FlashTalkModel | null };

const both = (model: string): string[] => [`/v1/audio2video/${model}`, `/v1/avatar/${model}`];

/** In the order of the models' list. FlashHead has no path in the reference either: its clients speak the native protocol. */
export const MODEL_PATHS: readonly ModelPaths[] = [
  { model: 'flashtalk', paths: ['/', ...both('flashtalk')], speaks: 'soulx-flashtalk-14b' },
  { model: 'wav2lip', paths: both('wav2lip'), speaks: 'wav2lip' },
  { model: 'quicktalk', paths: both('quicktalk'), speaks: null },
  { model: 'musetalk', paths: both('musetalk'), speaks: 'musetalk' },
  { model: 'fasterliveportrait', paths: both('fasterliveportrait'), speaks: null },
  {
    model: 'fasterliveportrait_video_clone',
    paths: ['/v1/video2video/fasterliveportrait', '/v1/avatar/video-clone/fasterliveportrait'],
    speaks: null,
  },
];

/** The model that a native create names, as the settings know it; null for names of nobody. */
export const upstreamModelOf = (name: string): UpstreamModel | null => {
  const word = name.toLowerCase();
  if (word.includes('flashtalk')) return 'flashtalk';
  if (word.includes('flashhead')) return 'flashhead';
  if (word.includes('wav2lip')) return 'wav2lip';
  if (word.includes('quicktalk')) return 'quicktalk';
  if (word.includes('musetalk')) return 'musetalk';
  return word.includes('liveportrait') ? 'fasterliveportrait' : null;
};
