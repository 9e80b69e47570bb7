/** Exports as the page sees them, and what it may ask about them. */
import { z } from 'zod';
import { method, Nothing, StudioId } from './method.ts';

/** An export's state. */
export const ExportView = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  phase: z.enum(['preparing', 'rendering', 'finishing']),
  framesDone: z.number(),
  framesTotal: z.number(),
  fileName: z.string(),
  bytes: z.number(),
  /** HTTP path to fetch the file once done. */
  downloadUrl: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
/** Parsed ExportView. */
export type ExportView = z.infer<typeof ExportView>;

/** Speech for an export: text for a voice, an uploaded file (id from POST /studio/uploads), or a kept session's audio. */
export const ExportSpeech = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string().max(100_000),
    language: z.enum(['auto', 'en', 'zh']).default('auto'),
    voiceId: z.string().nullable().default(null),
    rate: z.number().min(0.5).max(2).default(1),
    pitch: z.number().min(0.5).max(2).default(1),
  }),
  z.object({ kind: z.literal('upload'), uploadId: StudioId }),
  z.object({ kind: z.literal('session'), sessionId: StudioId }),
]);

/** name → schemas of parameters and result. */
export const EXPORT_METHODS = {
  'exports.start': method(
    z.object({
      avatarId: StudioId,
      speech: ExportSpeech,
      container: z.enum(['mp4', 'webm', 'mov']).default('mp4'),
      width: z.number().int().min(128).max(1920),
      height: z.number().int().min(128).max(1920),
      fps: z.union([z.literal(25), z.literal(30)]).default(25),
      transparent: z.boolean().default(false),
    }),
    ExportView,
  ),
  'exports.cancel': method(z.object({ id: StudioId }), ExportView),
  'exports.list': method(Nothing, z.array(ExportView)),
} as const;
