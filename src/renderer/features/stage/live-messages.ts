/** Text messages of the native protocol's live extension as the page reads them: parsed once, here. */
import { z } from 'zod';
import type { ErrorCode, ErrorData } from '../../../shared/errors.ts';
import { VISEME_NAMES } from '../../../shared/visemes.ts';

const Created = z.object({
  type: z.literal('session.created'),
  session_id: z.string(),
  video: z.object({
    width: z.number(),
    height: z.number(),
    fps: z.number(),
    alpha: z.literal('stacked').optional(),
  }),
  /** Name of the resident renderer, where the server says it. */ renderer: z.string().optional(),
});
const Mark = z.object({ type: z.literal('mark'), name: z.string(), turn: z.number(), pts_us: z.number() });
const Word = z.object({
  text: z.string(),
  offset: z.number().optional(),
  start_ms: z.number().optional(),
  end_ms: z.number().optional(),
  startMs: z.number().optional(),
  endMs: z.number().optional(),
});
const Words = z.object({
  type: z.literal('speech.words'),
  id: z.string().nullish(),
  turn: z.number(),
  pts_us: z.number(),
  words: z.array(Word),
});
const Viseme = z.object({
  type: z.literal('viseme'),
  name: z.enum(VISEME_NAMES),
  turn: z.number(),
  pts_us: z.number(),
});
const Interrupted = z.object({ type: z.literal('session.interrupted'), turn: z.number() });
const TakeStarted = z.object({ type: z.literal('take.started'), take_id: z.string() });
const TakeStopped = z.object({
  type: z.literal('take.stopped'),
  take_id: z.string(),
  duration_ms: z.number(),
});
const Stats = z.looseObject({ type: z.literal('stats') });
const Failure = z.object({
  type: z.literal('error'),
  code: z.string(),
  message: z.string(),
  id: z.string().nullish(),
});
const Message = z.discriminatedUnion('type', [
  Created,
  Mark,
  Words,
  Viseme,
  Interrupted,
  TakeStarted,
  TakeStopped,
  Stats,
  Failure,
]);

/** One message. Types the page does not know give null. */
export type LiveMessage = z.infer<typeof Message>;
/** A word and where it sounds, ms from the utterance's beginning. */
export type SpokenWord = { text: string; startMs: number; endMs: number };

/** Server figures of a session, whatever of them it tells; ms a frame and counts. */
export type ServerFigures = {
  inferMs: number | null;
  encodeMs: number | null;
  framesSent: number | null;
  framesDropped: number | null;
};

/** Reads a text message; null for anything unknown or malformed. */
export const readLiveMessage = (text: string): LiveMessage | null => {
  try {
    const parsed = Message.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/** The words of a speech.words message in one shape. */
export const wordsOf = (message: z.infer<typeof Words>): SpokenWord[] =>
  message.words.map(word => {
    const startMs = word.start_ms ?? word.startMs ?? 0;
    return { text: word.text, startMs, endMs: word.end_ms ?? word.endMs ?? startMs };
  });

/** The native protocol's error codes in the studio's own; unknown ones are bugs. */
const STUDIO_CODES: Readonly<Record<string, ErrorCode>> = {
  bad_image: 'avatar/unreadable',
  unknown_avatar: 'avatar/not-found',
  bad_mouth_metadata: 'avatar/bad-metadata',
  bad_speech: 'speech/failed',
  bad_audio_chunk: 'audio/bad-format',
  bad_config: 'session/bad-config',
  backlog_full: 'session/backlog-full',
  busy: 'session/busy',
  session_not_found: 'session/closed',
  session_required: 'session/closed',
  session_cancelled: 'request/cancelled',
  runtime_error: 'renderer/failed',
};

/** An error message as the studio's screens show errors. */
export const errorOf = (message: { code: string; message: string }): ErrorData => ({
  code: STUDIO_CODES[message.code] ?? 'internal/bug',
  message: message.message,
  details: { wireCode: message.code },
});

/** The figures of a stats message. */
export const figuresOf = (message: Record<string, unknown>): ServerFigures => {
  const pick = (...names: string[]): number | null => {
    const found = names.map(name => message[name]).find(value => typeof value === 'number');
    return typeof found === 'number' ? found : null;
  };
  return {
    inferMs: pick('infer_ms', 'infer_ms_per_frame', 'inferMsPerFrame'),
    encodeMs: pick('encode_ms', 'encode_ms_per_frame', 'encodeMsPerFrame'),
    framesSent: pick('frames_sent', 'framesSent'),
    framesDropped: pick('frames_dropped', 'framesDropped'),
  };
};
