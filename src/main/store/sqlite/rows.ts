/** Rows as they come out of SQLite, parsed once. */
import { z } from 'zod';
import { LookChange } from '../../../shared/look-change.ts';
import { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import { AvatarProfile } from '../../../shared/studio/avatar-profile.ts';
import type { StoredFrames } from '../store.ts';

/** Text that holds JSON of a schema. */
export const json = <T extends z.ZodType>(schema: T) =>
  z.string().transform((text, context): z.output<T> => {
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      context.addIssue({ code: 'custom', message: 'not the JSON that was written' });
      return z.NEVER;
    }
  });

const flag = z.number().transform(value => value !== 0);
const source = z.enum(['detected', 'hand', 'none']);
const Box = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const Face = z.object({ score: z.number(), box: Box, mouth: MouthMetadata });

/** avatars joined with the newest of avatar_mouths. */
export const AvatarRow = z.object({
  id: z.string(),
  name: z.string(),
  sha256: z.string(),
  format: z.enum(['png', 'jpeg', 'webp']),
  width: z.number(),
  height: z.number(),
  has_alpha: flag,
  demo: flag,
  licence: z.string(),
  faces: json(z.array(Face)),
  created_at: z.string(),
  removed_at: z.string().nullable(),
  mouth: json(MouthMetadata).nullable(),
  source,
  mouth_revision: z.number().int(),
  face_index: z.number(),
  kind: z.enum(['still', 'moving']),
  folder: z.string().nullable(),
  fps: z.number().positive().nullable(),
  frame_count: z.number().int().positive().nullable(),
  profile: json(AvatarProfile),
  revision: z.number().int(),
  last_used_at: z.string().nullable(),
});
/** Parsed AvatarRow. */
export type AvatarRow = z.infer<typeof AvatarRow>;

/** What a row says of a film; null: it is a still. */
export const framesOf = ({
  kind,
  folder,
  fps,
  frame_count,
}: Pick<AvatarRow, 'kind' | 'folder' | 'fps' | 'frame_count'>): StoredFrames | null =>
  kind === 'moving' && folder !== null && fps !== null && frame_count !== null
    ? { folder, fps, frames: frame_count }
    : null;

/** avatar_mouths. */
export const MouthRow = z.object({
  revision: z.number().int(),
  label: z.string(),
  restored_from: z.number().int().nullable(),
  mouth: json(MouthMetadata).nullable(),
  source,
  face_index: z.number(),
  at: z.string(),
});

/** sessions with the sum of their audio. */
export const SessionRow = z.object({
  id: z.string(),
  protocol: z.string(),
  avatar_id: z.string().nullable(),
  avatar_name: z.string().nullable(),
  settings: json(z.record(z.string(), z.unknown())),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  audio_ms: z.number(),
  frames: z.number(),
  errors: z.number(),
  audio_bytes: z.number(),
  client_name: z.string().nullable(),
  client_origin: z.string().nullable(),
  said: z.string(),
  takes: json(
    z.array(z.object({ id: z.string(), name: z.string(), fromMs: z.number(), toMs: z.number().nullable() })),
  ),
});

/** session_audio. */
export const AudioRow = z.object({
  session_id: z.string(),
  sequence: z.number(),
  file: z.string(),
  sample_rate: z.number(),
});

/** A session and the bytes of its sound. */
export const AudioTotalRow = z.object({ id: z.string(), bytes: z.number() });

/** All sessions counted. */
export const SessionTotalsRow = z.object({
  sessions: z.number(),
  audioBytes: z.number(),
  oldestAt: z.string().nullable(),
});

/** One id. */
export const IdRow = z.object({ id: z.string() });

/** One number. */
export const CountRow = z.object({ count: z.number() });

/** One text. */
export const TextRow = z.object({ text: z.string() });

/** A change of a session's look. */
export const ChangeRow = z.object({ change: json(LookChange) });

/** An avatar to filter by. */
export const FacetRow = z.object({ id: z.string(), name: z.string() });

/** exports. */
export const ExportRow = z.object({
  id: z.string(),
  position: z.number(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  job: json(z.record(z.string(), z.unknown())),
  file_name: z.string(),
  frames_done: z.number(),
  frames_total: z.number(),
  bytes: z.number(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  asked_at: z.string(),
  ended_at: z.string().nullable(),
  removed_at: z.string().nullable(),
});

/** settings. */
export const SettingRow = z.object({ key: z.string(), value: z.string() });
