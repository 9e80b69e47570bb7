/** What the main thread and the voice worker say to each other. Plain data; samples travel without a copy. */
import { z } from 'zod';
import { ERROR_CODES } from '../../shared/errors.ts';

const RequestId = z.int().nonnegative();

/** Main → worker. `cancel` is one Int32: not 0 stops the request, also while the worker is busy with it. */
export const ToWorker = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('speak'),
    id: RequestId,
    voiceId: z.string(),
    text: z.string(),
    language: z.enum(['auto', 'en', 'zh']),
    rate: z.number(),
    pitch: z.number(),
    cancel: z.instanceof(SharedArrayBuffer),
  }),
  /** The reader took one utterance: one more may be made. Also sent after a cancel, to wake a waiting request. */
  z.object({ kind: z.literal('more'), id: RequestId }),
]);
/** A parsed ToWorker. */
export type ToWorker = z.infer<typeof ToWorker>;

const Time = z.number();
const Utterance = z.object({
  sampleRate: z.int().positive(),
  samples: z.instanceof(Int16Array<ArrayBuffer>),
  phones: z
    .array(z.object({ symbol: z.string(), alphabet: z.enum(['ipa', 'arpabet']), startMs: Time, endMs: Time }))
    .nullable(),
  words: z.array(z.object({ text: z.string(), offset: z.int(), startMs: Time, endMs: Time })),
});

/** Worker → main: utterances in order, then one `done` or `failed` for each request. */
export const FromWorker = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('utterance'), id: RequestId, utterance: Utterance }),
  z.object({ kind: z.literal('done'), id: RequestId }),
  z.object({
    kind: z.literal('failed'),
    id: RequestId,
    error: z.object({
      code: z.enum(ERROR_CODES),
      message: z.string(),
      details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  }),
]);
/** A parsed FromWorker. */
export type FromWorker = z.infer<typeof FromWorker>;

/** Utterances a request may have made that its reader has not taken yet. */
export const UTTERANCES_AHEAD = 3;
