/** What an export needs, as it is written down when it is asked for: everything but bytes, which lie in files beside. Parsed on the way back. */
import { z } from 'zod';
import type { AvatarInput, Background } from '../../shared/avatar.ts';
import { CompositorOptions } from '../../shared/compositor-options.ts';
import { EXPORT_CONTAINERS } from '../../shared/export-job.ts';
import { LookChange } from '../../shared/look-change.ts';
import { MouthMetadata } from '../../shared/mouth-metadata.ts';
import { KeptRendererChoice } from '../../shared/renderer-options/choose-renderer.ts';
import { Framing } from '../../shared/studio/avatar-profile.ts';
import { ExportView } from '../../shared/studio/exports.ts';

/** Names of the files beside a job. */
export const JOB_FILES = { picture: 'picture', background: 'background', frames: 'frames' } as const;

const Avatar = z.object({
  mouth: MouthMetadata.nullable(),
  faceIndex: z.number().int().optional(),
  framing: Framing.optional(),
  liveliness: z.number().optional(),
  /** A moving avatar: its frames lie beside the job. */
  frames: z
    .object({
      fps: z.number().positive(),
      preprocessed: z.boolean(),
      maxFrames: z.number().int().optional(),
      order: z.enum(['living', 'reference']).optional(),
      /** Name of the metadata file among the frames; null: there is none. */ metadata: z.string().nullable(),
    })
    .nullable(),
});

/** See the first line. `version` is that of this shape. */
export const KeptJob = z.object({
  version: z.literal(1),
  avatarId: z.string(),
  avatarName: z.string(),
  avatar: Avatar,
  choice: KeptRendererChoice,
  compositor: CompositorOptions,
  background: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('transparent') }),
    z.object({ kind: z.literal('colour'), rgb: z.tuple([z.number(), z.number(), z.number()]) }),
    z.object({ kind: z.literal('image') }),
  ]),
  format: z.object({ width: z.number().int(), height: z.number().int(), fps: z.number() }),
  container: z.enum(EXPORT_CONTAINERS),
  /** Absent in jobs of older versions. */ changes: z.array(LookChange).default([]),
  speech: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('text'),
      text: z.string(),
      language: z.enum(['auto', 'en', 'zh']),
      voiceId: z.string().nullable(),
      rate: z.number(),
      pitch: z.number(),
    }),
    /** Name of the file beside the job. */
    z.object({ kind: z.literal('sound'), file: z.string() }),
  ]),
  source: ExportView.shape.source,
});
/** Parsed KeptJob. */
export type KeptJob = z.infer<typeof KeptJob>;

/** The part of an avatar that is written down, without bytes and paths. `metadata` as in KeptJob. */
export const keptAvatar = (
  { picture: _, frames, ...plain }: AvatarInput,
  metadata: string | null,
): KeptJob['avatar'] => {
  if (frames === undefined) return Avatar.parse({ ...plain, frames: null });
  const { dir: _dir, metadataPath: _path, ...facts } = frames;
  return Avatar.parse({ ...plain, frames: { ...facts, metadata } });
};

/** The part of a background that is written down. */
export const keptBackground = (background: Background): KeptJob['background'] => {
  if (background.kind === 'image') return { kind: 'image' };
  if (background.kind === 'transparent') return background;
  const [red, green, blue] = background.rgb;
  return { kind: 'colour', rgb: [red, green, blue] };
};
