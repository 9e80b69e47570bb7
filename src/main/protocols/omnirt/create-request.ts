/** A create (or FlashTalk init) from loose JSON to a checked request, in the reference's order of checks. Pure; decodes no picture. */
import { createHash } from 'node:crypto';
import type { CompositorOptions } from '../../../shared/compositor-options.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import type { FramePolicy } from '../../engine/session.ts';
import { readBlendPatch } from './blend-settings.ts';
import { type CheckedPaths, checkPaths } from './frame-paths.ts';
import { type Geometry, type GeometryLimits, readGeometry } from './geometry.ts';
import { BadValue, isTruthy, looseBool } from './loose-values.ts';
import { readMouth } from './mouth-field.ts';
import { isUnknownMode } from './postprocess-mode.ts';
import { readRendererName } from './renderer-ask.ts';
import { pickRuntimeConfig } from './runtime-config.ts';
import { isRecord, type WireFailure } from './wire.ts';

/** Where the picture comes from. */
export type ReferencePicture = { from: 'bytes'; bytes: Uint8Array } | { from: 'store'; avatarId: string };

/** A checked request. `mouthEcho` is the client's own object; `mouth` what of it can be used. */
export type CreateRequest = CheckedPaths & {
  model: string;
  picture: ReferencePicture;
  prompt: string;
  geometry: Geometry;
  /** How frames are put together; its `mode` is what `wav2lip_postprocess_mode` is resolved to. */ blend: CompositorOptions;
  /** True when the client named a mode that nobody knows. */ modeIsUnknown: boolean;
  /** null: the server chooses. */ renderer: RendererId | null;
  framePolicy: FramePolicy;
  preprocessed: boolean;
  mouthEcho: Record<string, unknown>;
  mouth: MouthMetadata | null;
  /** True when the metadata names another picture's hash. */ mouthIsStale: boolean;
  runtimeConfig: Record<string, unknown>;
  /** The whole config, for our extensions (portrait, compositor, fit, background, delivery, seed). */
  config: Readonly<Record<string, unknown>>;
};

/** What the checks depend on. */
export type CreateRules = GeometryLimits & {
  defaultBlend: CompositorOptions;
  /** Folders, absolute, below which path fields may lie. */ frameRoots(): readonly string[];
  /** `fake` takes any object as metadata, as the reference does; `resident` wants it usable. */ strictMouth: boolean;
};

/** Strict base64 as the reference's decoder takes it: no whitespace, no data: prefix, right padding. */
export const decodePicture = (value: unknown): { bytes: Uint8Array } | WireFailure => {
  const bad = { code: 'bad_image_base64', message: 'Reference image must be valid base64.' };
  if (!isTruthy(value)) {
    return { code: 'missing_image', message: 'A base64 reference image is required.' };
  }
  if (typeof value !== 'string' || value.length % 4 !== 0) return bad;
  // Node's decoder skips what it does not know, so a strange character shows as a missing byte; it also takes the URL alphabet.
  const bytes = Buffer.from(value, 'base64');
  const padding = value.endsWith('==') ? 2 : value.endsWith('=') ? 1 : 0;
  if (bytes.length !== (value.length / 4) * 3 - padding) return bad;
  if (value.includes('-') || value.includes('_')) return bad;
  if (bytes.length === 0) return { code: 'missing_image', message: 'A reference image is required.' };
  return { bytes };
};

const isStale = (mouth: MouthMetadata | null, picture: ReferencePicture): boolean => {
  const given = mouth?.source_image_hash;
  if (given === undefined || given === '' || picture.from !== 'bytes') return false;
  return createHash('sha256').update(picture.bytes).digest('hex') !== given.toLowerCase();
};

type Extensions = {
  blendPatch: Partial<CompositorOptions>;
  renderer: RendererId | null;
  framePolicy: FramePolicy;
};

const readExtensions = (config: Readonly<Record<string, unknown>>): Extensions | WireFailure => {
  const blend = readBlendPatch(config);
  if ('code' in blend) return blend;
  const renderer = readRendererName(config);
  if ('code' in renderer) return renderer;
  const framePolicy = config.frame_policy ?? 'complete';
  if (framePolicy !== 'complete' && framePolicy !== 'reference') {
    return { code: 'bad_config', message: 'config.frame_policy must be "complete" or "reference".' };
  }
  return { blendPatch: blend.patch, renderer: renderer.named, framePolicy };
};

/** Checks everything after the picture. */
export const readCreate = async (
  ask: { model: string; picture: ReferencePicture; prompt: string; config: Record<string, unknown> },
  rules: CreateRules,
): Promise<CreateRequest | WireFailure> => {
  const { config, picture } = ask;
  const paths = await checkPaths(config, rules.frameRoots());
  if ('code' in paths) return paths;
  let geometry: Geometry;
  try {
    geometry = readGeometry(ask.model, config, rules);
  } catch (error) {
    if (error instanceof BadValue) return { code: 'bad_config', message: error.message };
    throw error;
  }
  const mouthEcho = isTruthy(config.mouth_metadata) ? config.mouth_metadata : {};
  if (!isRecord(mouthEcho)) {
    return { code: 'bad_mouth_metadata', message: 'mouth_metadata must be an object.' };
  }
  const read = rules.strictMouth ? readMouth(mouthEcho) : { mouth: null };
  if ('code' in read) return read;
  const preprocessed = looseBool(config.preprocessed);
  if (preprocessed && paths.referenceMode === 'frames' && paths.folder?.metadataPath === null) {
    return {
      code: 'preprocessed_asset_invalid',
      message: 'ref_frame_metadata_path is required for preprocessed frame references.',
    };
  }
  const ours = readExtensions(config);
  if ('code' in ours) return ours;
  return {
    ...ask,
    ...paths,
    geometry,
    blend: { ...rules.defaultBlend, ...ours.blendPatch },
    modeIsUnknown: isUnknownMode(config.wav2lip_postprocess_mode),
    renderer: ours.renderer,
    framePolicy: ours.framePolicy,
    preprocessed,
    mouthEcho,
    mouth: read.mouth,
    mouthIsStale: isStale(read.mouth, picture),
    runtimeConfig: pickRuntimeConfig(config),
  };
};
