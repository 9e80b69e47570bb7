/** The live log of protocol messages as the page sees it. The messages themselves come over `MESSAGE_PATHS.watch` and by HTTP. */
import { z } from 'zod';
import { method, Nothing } from './method.ts';

/** One message in the list. Text is shortened, without secrets and paths. */
export const MessageLine = z.object({
  /** Its number; later ones are greater. */ n: z.number().int(),
  /** Epoch, ms. */ at: z.number(),
  clientId: z.string(),
  /** What the client is called; empty: nothing. */ client: z.string(),
  isOwnPage: z.boolean(),
  protocol: z.string(),
  /** As the server sees it: `in` came from the client. */ direction: z.enum(['in', 'out']),
  isBinary: z.boolean(),
  bytes: z.number(),
  /** The wire's own word. */ type: z.string(),
  text: z.string().nullable(),
  /** Pictures in it. */ frames: z.number(),
  /** Loudness over its time, 0 to 1; null: no sound. */ peaks: z.array(z.number()).nullable(),
  /** It was too large to keep as a whole. */ isCut: z.boolean(),
});
/** Parsed MessageLine. */
export type MessageLine = z.infer<typeof MessageLine>;

/** What the watching socket says, in this order: what is kept, then what comes. `dropped`: messages that had to make room. */
export const MessageBatch = z.object({
  lines: z.array(MessageLine),
  dropped: z.number(),
  cleared: z.boolean(),
});
/** Parsed MessageBatch. */
export type MessageBatch = z.infer<typeof MessageBatch>;

/** All of one message, without secrets and paths. */
export const MessageDetail = z.object({
  line: MessageLine,
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Of a text message; JSON is laid out. */ text: z.string().nullable(),
  /** The beginning of a binary one, 16 bytes a row. */ hex: z.array(z.string()),
  /** Finer than the line's. */ peaks: z.array(z.number()).nullable(),
});
/** Parsed MessageDetail. */
export type MessageDetail = z.infer<typeof MessageDetail>;

/** Name → schemas of parameters and result. */
export const MESSAGE_METHODS = {
  'messages.detail': method(z.object({ n: z.number().int() }), MessageDetail),
  'messages.clear': method(Nothing, Nothing),
} as const;

/**
 * WS watch → MessageBatch as JSON, with ?own=1 also of the studio's own page; the log is kept while one is open.
 * GET picture?n=…&frame=… → JPEG. GET transcript?client=… → a dialogue as test/fixtures/transcripts has them (JSONL).
 */
export const MESSAGE_PATHS = {
  watch: '/studio/messages',
  picture: '/studio/messages/picture',
  transcript: '/studio/messages/transcript',
} as const;
