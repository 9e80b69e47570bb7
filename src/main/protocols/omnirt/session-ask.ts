/** From a checked create to what a session is opened with. Reads our extensions: portrait, compositor, fit, background, seed. */
import { z } from 'zod';
import {
  type AvatarInput,
  type Background,
  DEFAULT_BACKGROUND,
  type FrameFit,
} from '../../../shared/avatar.ts';
import { CompositorOptions } from '../../../shared/compositor-options.ts';
import { PortraitOptions } from '../../../shared/renderer-options/portrait.ts';
import type { SessionAsk } from '../../engine/session.ts';
import type { CreateRequest } from './create-request.ts';
import { isRecord, type WireFailure } from './wire.ts';

/** JPEG quality of frames on the wire: at 80 a frame of 416x704 takes 2.6 ms and shows no blocks. */
const JPEG_QUALITY = 80;

const Fit = z.enum(['cover', 'contain', 'stretch']);
const Colour = z.string().regex(/^#[0-9a-f]{6}$/i);
const Seed = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);

const failure = (message: string): WireFailure => ({ code: 'bad_config', message });

const firstIssue = (name: string, error: z.ZodError): WireFailure => {
  const issue = error.issues[0];
  return failure(`config.${[name, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'not valid'}.`);
};

/** The renderer's options with a patch over them. */
export const readPortrait = (current: PortraitOptions, patch: unknown): PortraitOptions | WireFailure => {
  if (patch === undefined || patch === null) return current;
  const parsed = PortraitOptions.safeParse(isRecord(patch) ? { ...current, ...patch } : patch);
  return parsed.success ? parsed.data : firstIssue('portrait', parsed.error);
};

/** The compositor's options with a patch over them. */
export const readCompositor = (
  current: CompositorOptions,
  patch: unknown,
): CompositorOptions | WireFailure => {
  if (patch === undefined || patch === null) return current;
  const parsed = CompositorOptions.safeParse(isRecord(patch) ? { ...current, ...patch } : patch);
  return parsed.success ? parsed.data : firstIssue('compositor', parsed.error);
};

const readBackground = (value: unknown): Background | WireFailure => {
  if (value === undefined || value === null) return DEFAULT_BACKGROUND;
  const parsed = Colour.safeParse(value);
  if (!parsed.success) return failure('config.background must be a colour such as "#20242c".');
  const rgb = Number.parseInt(parsed.data.slice(1), 16);
  return { kind: 'colour', rgb: [(rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255] };
};

const readFit = (value: unknown, fallback: FrameFit): FrameFit | WireFailure => {
  if (value === undefined || value === null) return fallback;
  const parsed = Fit.safeParse(value);
  return parsed.success ? parsed.data : failure('config.fit must be cover, contain or stretch.');
};

/**
 * The ask, or why not. `defaultFit` is how a picture of another shape fills the frame when the client says nothing.
 */
export const toSessionAsk = (
  request: CreateRequest,
  stored: { avatarId: string; avatar: AvatarInput } | null,
  protocol: string,
  defaultFit: FrameFit,
): SessionAsk | WireFailure => {
  const { config, geometry } = request;
  const seed = Seed.safeParse(config.seed);
  const portrait = readPortrait(
    PortraitOptions.parse(seed.success ? { seed: seed.data } : {}),
    config.portrait,
  );
  if ('code' in portrait) return portrait;
  const compositor = readCompositor(
    CompositorOptions.parse({ mode: request.postprocessMode }),
    config.compositor,
  );
  if ('code' in compositor) return compositor;
  const background = readBackground(config.background);
  if ('code' in background) return background;
  const fit = readFit(config.fit, stored === null ? defaultFit : 'cover');
  if (typeof fit !== 'string') return fit;
  const picture = request.picture.from === 'bytes' ? request.picture.bytes : new Uint8Array();
  const avatar = stored === null ? { picture, mouth: request.mouth } : stored.avatar;
  return {
    protocol,
    avatarId: stored?.avatarId ?? null,
    avatar: request.mouth === null ? avatar : { ...avatar, mouth: request.mouth },
    format: { width: geometry.width, height: geometry.height, fps: geometry.fps },
    fit,
    background,
    renderer: 'portrait',
    options: portrait,
    compositor,
    jpegQuality: JPEG_QUALITY,
    settings: {
      model: request.model,
      delivery: config.delivery === 'live' ? 'live' : 'lock-step',
      chunkSamples: geometry.chunkSamples,
      sampleRate: geometry.sampleRate,
      width: geometry.width,
      height: geometry.height,
      fps: geometry.fps,
      postprocessMode: request.postprocessMode,
      portrait,
      compositor,
    },
  };
};
