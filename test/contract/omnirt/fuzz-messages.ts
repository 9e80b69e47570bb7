/** Random messages of a client gone mad: most of them nearly right, so that they get past the first check. Knows no server. */
import fc from 'fast-check';
import { audioMessage } from '../../support/omnirt-wire.ts';

/** Base64 of bytes that begin like a PNG: enough for sessions that draw nothing. */
const TINY_PICTURE = Buffer.from([0x89, 0x50, 1, 2]).toString('base64');

const types = fc.constantFrom(
  'session.create',
  'session.cancel',
  'session.close',
  'session.flush',
  'session.interrupt',
  'session.update',
  'speech.text',
  'ping',
  'init',
  'close',
  'config_update',
);
const knobs = fc.constantFrom(
  'width',
  'height',
  'fps',
  'sample_rate',
  'channels',
  'chunk_samples',
  'slice_len',
  'frame_num',
  'emit_frames_per_chunk',
  'delivery',
  'portrait',
  'compositor',
  'background',
  'fit',
  'seed',
  'mouth_metadata',
  'wav2lip_postprocess_mode',
  'reference_mode',
  'ref_frame_dir',
  'template_mode',
  'preprocessed',
  'cfg_scale',
  '__proto__',
);
const values = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      16,
      64,
      128,
      25,
      640,
      1,
      0,
      -1,
      1.5,
      null,
      '25',
      'live',
      'frames',
      true,
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);
const pictures = fc.oneof(
  { weight: 5, arbitrary: fc.constant(TINY_PICTURE) },
  { weight: 1, arbitrary: fc.string() },
);

/** What a good client says, so that the rest meets sessions and not only refusals. */
const good = fc
  .constantFrom<object>(
    { type: 'session.create', config: {} },
    { type: 'session.create', config: { width: 64, height: 64, chunk_samples: 640 } },
    { type: 'session.create', config: { width: 64, height: 64, delivery: 'live' } },
    { type: 'init', slice_len: 1 },
    { type: 'init' },
  )
  .map(message =>
    JSON.stringify({ ...message, ref_image: TINY_PICTURE, inputs: { image_b64: TINY_PICTURE } }),
  );
const nearly = fc
  .record({ type: types, image: pictures, config: fc.dictionary(knobs, values, { maxKeys: 4 }) })
  .map(({ type, image, config }) =>
    JSON.stringify({ ...config, type, ref_image: image, inputs: { image_b64: image }, config }),
  );
const loose = fc
  .record({ type: types, inputs: fc.jsonValue({ maxDepth: 2 }), config: fc.jsonValue({ maxDepth: 2 }) })
  .map(value => JSON.stringify(value));
/** A right message with one character changed, dropped or doubled. */
const scratched = fc
  .record({
    text: fc.oneof(nearly, loose),
    at: fc.nat(),
    by: fc.constantFrom('', '"', '{', '\0', '\\', '1', '\u{1F600}'),
  })
  .map(({ text, at, by }) => {
    const i = at % text.length;
    return text.slice(0, i) + by + text.slice(i + 1);
  });
const sound = fc.oneof(
  fc.constantFrom(35_840, 1280).map(audioMessage),
  fc.constantFrom(35_840, 1280, 0, 1, 2, 35_839, 29_866).map(audioMessage),
  fc.uint8Array({ maxLength: 400 }).map(bytes => Buffer.concat([Buffer.from('AUDI'), bytes])),
  fc.uint8Array({ maxLength: 400 }),
);

/** One message: text or bytes. */
export const anyMessage: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  { weight: 3, arbitrary: good },
  { weight: 3, arbitrary: nearly },
  { weight: 2, arbitrary: loose },
  { weight: 2, arbitrary: scratched },
  { weight: 1, arbitrary: fc.string({ maxLength: 60 }) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 6, arbitrary: sound },
);
