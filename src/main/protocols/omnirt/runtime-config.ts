/** The per-session knobs other models of the family take. They are echoed so that such clients go on; the portrait renderer has no use for them. */

/** Keys copied through at create when they are not null. */
export const RUNTIME_CONFIG_KEYS = [
  'cfg_scale',
  'cfg_cond',
  'flag_stitching',
  'flag_pasteback',
  'flag_relative_motion',
  'flag_normalize_lip',
  'flag_lip_retargeting',
  'head_motion_multiplier',
  'pose_motion_multiplier',
  'expression_multiplier',
  'lookahead_ms',
  'emit_frames_per_chunk',
  'render_keyframes_per_chunk',
  'disable_frame_interpolation',
  'yaw_multiplier',
  'pitch_multiplier',
  'roll_multiplier',
  'animation_region',
  'mouth_open_multiplier',
  'mouth_corner_multiplier',
  'cheek_jaw_multiplier',
  'lip_retargeting_multiplier',
  'lip_retargeting_min',
  'lip_retargeting_max',
  'lip_retargeting_noise_floor',
  'driving_multiplier',
  'flag_crop_driving_video',
  'head_only_pasteback',
  'source_path',
] as const;

/** Keys whose values name files of the client's machine: never echoed. */
const PATH_KEYS: readonly string[] = ['source_path'];

/** The known, non-null, non-path keys of a config. */
export const pickRuntimeConfig = (config: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    RUNTIME_CONFIG_KEYS.filter(
      key => !PATH_KEYS.includes(key) && config[key] !== undefined && config[key] !== null,
    ).map(key => [key, config[key]]),
  );

const UPDATABLE: ReadonlySet<string> = new Set(
  RUNTIME_CONFIG_KEYS.filter(
    key =>
      ![
        'cfg_cond',
        'lookahead_ms',
        'emit_frames_per_chunk',
        'render_keyframes_per_chunk',
        'disable_frame_interpolation',
        'lip_retargeting_multiplier',
        'lip_retargeting_min',
        'lip_retargeting_max',
        'lip_retargeting_noise_floor',
        'source_path',
      ].includes(key),
  ),
);

/** The keys FlashTalk's `config_update` takes while a session runs. */
export const pickRuntimeUpdate = (config: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(pickRuntimeConfig(config)).filter(([key]) => UPDATABLE.has(key)));
