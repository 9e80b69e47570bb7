/** Knobs of the reference server that have no meaning here, each with the reason. Data only. */

/** What the reference knows and this server does not need: set without effect, and said so once in the log. */
export const IGNORED_KNOBS: readonly { name: string; why: string }[] = [
  { name: 'OMNIRT_WAV2LIP_MODELS_DIR', why: 'models lie in the data folder, see `mouthpiece models`' },
  {
    name: 'OMNIRT_WAV2LIP_CHECKPOINT',
    why: 'models are imported as ONNX files, see `mouthpiece models import`',
  },
  { name: 'OMNIRT_WAV2LIP_GFPGAN_CHECKPOINT', why: 'a face restoration model is imported like any other' },
  {
    name: 'OMNIRT_WAV2LIP_FACE_DET_DEVICE',
    why: 'faces are found once an avatar, in milliseconds, on the processor',
  },
  { name: 'OMNIRT_WAV2LIP_NPU_INDEX', why: 'there is no NPU back end' },
  { name: 'OMNIRT_WAV2LIP_PREPARED_CACHE_DIR', why: 'prepared avatars are cached in the data folder' },
  { name: 'OMNIRT_WAV2LIP_WORK_DIR', why: 'nothing is written outside the data folder' },
  {
    name: 'OMNIRT_WAV2LIP_CPU_THREADS',
    why: 'sessions share the processor, so each network gets what is measured to be best',
  },
  { name: 'OMNIRT_WAV2LIP_INTEROP_THREADS', why: 'as OMNIRT_WAV2LIP_CPU_THREADS' },
  { name: 'OMNIRT_WAV2LIP_EASY_MASK_DEBUG_MASK', why: 'the studio’s Compare screen shows what a mask does' },
  {
    name: 'OMNIRT_WAV2LIP_ENABLE_ENHANCED_POSTPROCESSING',
    why: 'the reference replaced it by OMNIRT_WAV2LIP_POSTPROCESS_MODE',
  },
  {
    name: 'OMNIRT_QUICKTALK_RUNTIME',
    why: 'no renderer here draws quicktalk; give its URL to have it forwarded',
  },
  { name: 'OMNIRT_QUICKTALK_MAX_LONG_EDGE', why: 'as OMNIRT_QUICKTALK_RUNTIME' },
  { name: 'OMNIRT_QUICKTALK_REALTIME_CHUNK_MS', why: 'as OMNIRT_QUICKTALK_RUNTIME' },
  { name: 'OMNIRT_QUICKTALK_STREAMING_LOOKAHEAD_CHUNKS', why: 'as OMNIRT_QUICKTALK_RUNTIME' },
  { name: 'OMNIRT_QUICKTALK_STREAMING_CONTEXT_MS', why: 'as OMNIRT_QUICKTALK_RUNTIME' },
  {
    name: 'OMNIRT_FASTLIVEPORTRAIT_RUNTIME',
    why: 'no renderer here draws fasterliveportrait; give its URL to have it forwarded',
  },
  { name: 'OMNIRT_FASTLIVEPORTRAIT_EMIT_FRAMES_PER_CHUNK', why: 'as OMNIRT_FASTLIVEPORTRAIT_RUNTIME' },
  { name: 'OMNIRT_FASTLIVEPORTRAIT_LOOKAHEAD_MS', why: 'as OMNIRT_FASTLIVEPORTRAIT_RUNTIME' },
  { name: 'OMNIRT_FASTLIVEPORTRAIT_JPEG_QUALITY', why: 'as OMNIRT_FASTLIVEPORTRAIT_RUNTIME' },
  { name: 'OMNIRT_FASTLIVEPORTRAIT_RENDER_KEYFRAMES_PER_CHUNK', why: 'as OMNIRT_FASTLIVEPORTRAIT_RUNTIME' },
];
