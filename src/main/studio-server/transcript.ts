/** Kept messages of one client as a dialogue that can be played again (test/fixtures/transcripts), without secrets, paths and pictures of faces. Pure. */
import type { MessageShape } from '../protocols/front-end.ts';
import type { KeptMessage } from './message-log.ts';
import { HIDDEN, redactJson, redactText } from './redact.ts';

/** Stands for base64 of a picture that the server under test takes. */
const IMAGE = '$IMAGE';
const PICTURE_NAMES = /^(image_b64|ref_image|reference_image|image)$/;
const MIN_PICTURE = 200;
/** What differs from run to run: times, keys to come back, loads. */
const VOLATILE = /(_ms|_us|_at|token|timestamp)$/;
/** Ids made for one run: "avt_", "trace_" and 32 hex digits. */
const RUN_ID = /^([a-z]+_)[0-9a-f]{32}$/;
const AUDIO = 'AUDI';
const VIDEO = 'VIDX';

const mapValues = (value: unknown, change: (name: string, inner: unknown) => unknown): unknown => {
  if (Array.isArray(value)) return value.map(inner => mapValues(inner, change));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    change(name, mapValues(inner, change)),
  ]);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
};

const asked = (value: unknown): unknown =>
  mapValues(value, (name, inner) =>
    typeof inner === 'string' && inner.length >= MIN_PICTURE && PICTURE_NAMES.test(name) ? IMAGE : inner,
  );

/** Answers are compared by what they must hold: what is left out may be anything. */
const answered = (value: unknown): unknown =>
  mapValues(value, (name, inner) => {
    if (VOLATILE.test(name)) return undefined;
    if (typeof inner !== 'string') return inner;
    const prefix = RUN_ID.exec(inner)?.[1];
    if (prefix !== undefined) return `re:^${prefix}[0-9a-f]{32}$`;
    return inner.includes(HIDDEN) ? undefined : inner;
  });

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const clientStep = ({ isBinary, bytes }: KeptMessage, { type }: MessageShape): object => {
  if (!isBinary) {
    const text = Buffer.from(bytes).toString('utf8');
    const value = redactJson(text);
    return typeof value === 'object' && value !== null
      ? { client: asked(value) }
      : { clientText: redactText(text) };
  }
  const isSilence = type === AUDIO && bytes.subarray(4).every(byte => byte === 0);
  return isSilence ? { clientAudio: bytes.length - 4 } : { clientBinary: base64(bytes) };
};

const serverStep = (
  { isBinary, bytes }: KeptMessage,
  { type, frames = [] }: MessageShape,
  withPictures: boolean,
): object => {
  if (!isBinary) {
    const text = Buffer.from(bytes).toString('utf8');
    const value = redactJson(text);
    return typeof value === 'object' && value !== null
      ? { server: answered(value) }
      : { serverText: redactText(text) };
  }
  if (type !== VIDEO) return { serverBinary: type, bytes: bytes.length };
  const jpegs = frames.map(({ offset, length }) => base64(bytes.subarray(offset, offset + length)));
  return { serverVideo: frames.length, ...(withPictures ? { jpegs } : {}) };
};

/** JSONL: a head, then a step a line. Messages that were cut end the dialogue: what comes after cannot be played. */
export const writeTranscript = (
  messages: readonly KeptMessage[],
  options: { source: string; withPictures: boolean; shape(message: KeptMessage): MessageShape },
): string => {
  const { source, withPictures, shape } = options;
  const cut = messages.findIndex(({ size, bytes }) => size > bytes.length);
  const whole = cut < 0 ? messages : messages.slice(0, cut);
  const head = { path: messages[0]?.client.path ?? '/', source };
  const steps = whole.map(message =>
    message.direction === 'in'
      ? clientStep(message, shape(message))
      : serverStep(message, shape(message), withPictures),
  );
  return `${[head, ...steps].map(step => JSON.stringify(step)).join('\n')}\n`;
};
