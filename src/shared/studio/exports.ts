/** Exports as the page sees them, and what it may ask about them. */
import { z } from 'zod';
import { CompositorOptions } from '../compositor-options.ts';
import { EXPORT_CONTAINERS } from '../export-job.ts';
import { PortraitOptions } from '../renderer-options/portrait.ts';
import { method, Nothing, StudioId } from './method.ts';

/** One export. Waiting ones have a place in the queue; ended ones stay listed until they are removed. */
export const ExportView = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  /** Place among those that wait, from 0. */ position: z.number(),
  phase: z.enum(['preparing', 'rendering', 'finishing']),
  framesDone: z.number(),
  framesTotal: z.number(),
  /** While it runs, once it can be told, ms. */ timeLeftMs: z.number().nullable(),
  askedAt: z.string(),
  endedAt: z.string().nullable(),
  avatarId: z.string(),
  avatarName: z.string(),
  container: z.enum(EXPORT_CONTAINERS),
  width: z.number(),
  height: z.number(),
  transparent: z.boolean(),
  /** What it was drawn with. */ renderer: z.string(),
  mode: z.string(),
  source: z.object({
    kind: z.enum(['text', 'upload', 'session']),
    /** The text's beginning, the file's name, or empty. */ label: z.string(),
    sessionId: z.string().nullable(),
  }),
  fileName: z.string(),
  bytes: z.number(),
  /** HTTP path to fetch the file once done. */
  downloadUrl: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
/** Parsed ExportView. */
export type ExportView = z.infer<typeof ExportView>;

/** A text and how it is voiced. */
const SpokenText = z.object({
  kind: z.literal('text'),
  text: z.string().max(100_000),
  language: z.enum(['auto', 'en', 'zh']).default('auto'),
  /** The three: left out, as the avatar's user settled them. */ voiceId: z.string().nullable().default(null),
  rate: z.number().min(0.5).max(2).optional(),
  pitch: z.number().min(0.5).max(2).optional(),
  /** The session whose text it was, so that the results stand together. */
  ofSession: StudioId.nullable().default(null),
});

/** Speech for an export: text for a voice, an uploaded file (id from POST /studio/uploads), or a kept session's audio, whole or a part of it (a take), ms. */
export const ExportSpeech = z.discriminatedUnion('kind', [
  SpokenText,
  z.object({ kind: z.literal('upload'), uploadId: StudioId }),
  z.object({
    kind: z.literal('session'),
    sessionId: StudioId,
    fromMs: z.number().min(0).default(0),
    toMs: z.number().positive().nullable().default(null),
    /** Which changes of its look are made again at their times: all, the expressions alone, or none. */
    changes: z.enum(['all', 'expressions', 'none']).default('all'),
  }),
]);
/** Parsed ExportSpeech. */
export type ExportSpeech = z.output<typeof ExportSpeech>;

/** How an export is drawn; what is left out is as the studio's settings say when it is asked for. */
export const ExportLook = z.object({
  renderer: z.enum(['portrait', 'wav2lip', 'musetalk']).optional(),
  portrait: PortraitOptions.optional(),
  compositor: CompositorOptions.optional(),
});

const Byte = z.int().min(0).max(255);

/** name → schemas of parameters and result. */
export const EXPORT_METHODS = {
  /** Puts one at the end of the queue. What it needs is kept with it until it is done. */
  'exports.start': method(
    z.object({
      avatarId: StudioId,
      speech: ExportSpeech,
      container: z.enum(EXPORT_CONTAINERS).default('mp4'),
      /** Both or neither: without them the shape the avatar's user settled. */
      width: z.number().int().min(128).max(1920).optional(),
      height: z.number().int().min(128).max(1920).optional(),
      fps: z.union([z.literal(25), z.literal(30)]).default(25),
      transparent: z.boolean().default(false),
      /** Behind a picture with alpha, where it is not transparent. */
      backgroundRgb: z.tuple([Byte, Byte, Byte]).nullable().default(null),
      /** The same with a picture of the library, which fills the frame. */
      backgroundId: StudioId.nullable().default(null),
      look: ExportLook.default({}),
    }),
    ExportView,
  ),
  'exports.cancel': method(z.object({ id: StudioId }), ExportView),
  /** A failed or cancelled one waits again, at the end. */
  'exports.retry': method(z.object({ id: StudioId }), ExportView),
  /** Moves a waiting one to a place among those that wait, from 0. */
  'exports.move': method(z.object({ id: StudioId, position: z.int().min(0) }), Nothing),
  /** Takes one from the list, stopping it; its file is deleted some time later, see `undoMs`. */
  'exports.remove': method(z.object({ id: StudioId }), z.object({ undoMs: z.number() })),
  /** Brings a removed one back. */
  'exports.restore': method(z.object({ id: StudioId }), ExportView),
  /** Running first, then those that wait in their order, then the ended ones, newest first. */
  'exports.list': method(Nothing, z.array(ExportView)),
  /** Where finished files lie, what they take, and whether this machine can show the folder. */
  'exports.place': method(
    Nothing,
    z.object({
      folder: z.string(),
      bytes: z.number(),
      freeBytes: z.number().nullable(),
      canOpen: z.boolean(),
    }),
  ),
  /** Shows the folder in the system's file manager, on the machine of the server. */
  'exports.openFolder': method(Nothing, Nothing),
} as const;
