/** Every error code of the protocol that this server can answer is asked for by some contract test; those it cannot are named here with the reason. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** The reference's list, and what we add to it. */
const CODES = [
  'bad_json',
  'unsupported_message',
  'session_required',
  'missing_image',
  'bad_image_base64',
  'bad_reference_mode',
  'missing_frame_dir',
  'bad_frame_dir',
  'bad_frame_metadata',
  'bad_prepared_cache_dir',
  'bad_template_mode',
  'missing_template_video',
  'bad_template_video',
  'missing_template_frame_dir',
  'bad_template_frame_dir',
  'bad_quicktalk_face_cache',
  'bad_mouth_metadata',
  'preprocessed_asset_invalid',
  'bad_audio_magic',
  'bad_audio_chunk',
  'session_cancelled',
  'session_not_found',
  'runtime_error',
  'runtime_not_ready',
  'bad_config',
  'preload_unsupported',
  'musetalk_proxy_not_configured',
  'unknown_avatar',
  'bad_image',
  'bad_speech',
  'backlog_full',
  'busy',
] as const;

/** Codes of a dialogue that is not spoken here. */
const ABSENT = {
  bad_frame_magic: 'video clone',
  bad_frame: 'video clone',
  bad_runtime_config: 'video clone',
};

const contract = new URL('../', import.meta.url);
const tests = readdirSync(contract, { recursive: true })
  .map(String)
  .filter(name => name.endsWith('.ts') && !name.endsWith('codes-covered.test.ts'))
  .map(name => readFileSync(new URL(name, contract), 'utf8'))
  .join('\n');

describe('error codes', () => {
  test.each(CODES)('%s is asked for', code => {
    expect(tests.includes(`'${code}'`)).toBe(true);
  });
  test.each(Object.entries(ABSENT))('%s belongs to %s, which is not here', code => {
    expect(tests.includes(`'${code}'`)).toBe(false);
  });
});
