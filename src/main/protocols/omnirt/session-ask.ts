/** From a checked create to what a session is opened with. Reads our extensions: the renderer's options, fit, background, idle. */
import { z } from 'zod';
import {
  type AvatarInput,
  type Background,
  DEFAULT_BACKGROUND,
  type FrameFit,
} from '../../../shared/avatar.ts';
import type { RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import type { SessionAsk } from '../../engine/session.ts';
import type { FrontEndDeps, StoredDefaults } from '../front-end.ts';
import { readCompare } from './compare-field.ts';
import type { CreateRequest } from './create-request.ts';
import type { OmnirtSettings } from './omnirt-settings.ts';
import { readRendererChoice } from './renderer-ask.ts';
import { isRecord, type WireFailure } from './wire.ts';

type Film = Awaited<ReturnType<NonNullable<FrontEndDeps['films']>['frames']>>;

type Config = Readonly<Record<string, unknown>>;

/** A stored avatar that the client named, with the background and the renderer its user settled. */
export type StoredAvatar = { avatarId: string; avatar: AvatarInput } & Pick<
  StoredDefaults,
  'background' | 'renderer'
>;

const Fit = z.enum(['cover', 'contain', 'stretch']);
const Colour = z.string().regex(/^#[0-9a-f]{6}$/i);
const failure = (message: string): WireFailure => ({ code: 'bad_config', message });

// Frames without a background are for clients that ask for them: others show a colour there.
const settledBackground = (stored: StoredAvatar | null): Background => {
  const settled = stored?.background ?? DEFAULT_BACKGROUND;
  return settled.kind === 'transparent' ? DEFAULT_BACKGROUND : settled;
};

const readBackground = (
  { background: value, delivery }: Config,
  { stored, backdrop }: Pick<AskContext, 'stored' | 'backdrop'>,
): Background | WireFailure => {
  if (value === undefined || value === null) return settledBackground(stored);
  if (backdrop !== null) return backdrop;
  if (value === 'transparent' && delivery === 'live') return { kind: 'transparent' };
  const parsed = Colour.safeParse(value);
  if (!parsed.success)
    return failure(
      'config.background must be a colour such as "#20242c", a picture ({"avatar_id"} or {"image_b64"}), or "transparent" with live delivery.',
    );
  const rgb = Number.parseInt(parsed.data.slice(1), 16);
  return { kind: 'colour', rgb: [(rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255] };
};

// For the record: a picture of the client's own bytes has no name.
const namedBackground = (value: unknown): { background?: unknown } => {
  if (typeof value === 'string') return { background: value };
  return isRecord(value) && typeof value.avatar_id === 'string' && value.avatar_id !== ''
    ? { background: { avatar_id: value.avatar_id } }
    : {};
};

const readFit = (value: unknown, fallback: FrameFit): FrameFit | WireFailure => {
  if (value === undefined || value === null) return fallback;
  const parsed = Fit.safeParse(value);
  return parsed.success ? parsed.data : failure('config.fit must be cover, contain or stretch.');
};

const readIdle = (value: unknown): { idle: boolean } | WireFailure => {
  if (value === undefined || value === null) return { idle: true };
  return typeof value === 'boolean' ? { idle: value } : failure('config.idle must be true or false.');
};

/** What an ask is made of beside the request. `defaultFit` is how a picture of another shape fills the frame when the client says nothing. */
export type AskContext = {
  protocol: string;
  defaultFit: FrameFit;
  renderer: RendererId;
  settings: OmnirtSettings;
  stored: StoredAvatar | null;
  /** The picture that `config.background` names; null: it names none. */ backdrop: Background | null;
  /** The frames of the film that the client names; null: it names none. */ film: Film | null;
};

const framesOf = (request: CreateRequest, { settings, film }: AskContext): Pick<AvatarInput, 'frames'> => {
  const { folder, geometry, config } = request;
  const { fps } = geometry;
  const found = film ?? (folder === null ? null : { ...folder, fps, preprocessed: request.preprocessed });
  if (found === null) return {};
  // Lock-step clients count the frames themselves, as the reference does: from the first, round and round.
  const order = config.delivery === 'live' ? 'living' : 'reference';
  const { maxReferenceFrames: maxFrames } = settings;
  const { dir, metadataPath, preprocessed } = found;
  return {
    frames: {
      dir,
      metadataPath,
      fps: found.fps,
      preprocessed,
      order,
      ...(film === null ? { maxFrames } : {}),
    },
  };
};

const avatarOf = (request: CreateRequest, context: AskContext): AvatarInput => {
  const picture = request.picture.from === 'bytes' ? request.picture.bytes : new Uint8Array();
  const avatar = context.stored === null ? { picture, mouth: request.mouth } : context.stored.avatar;
  const mouth = request.mouth ?? avatar.mouth;
  return { ...avatar, mouth, ...framesOf(request, context) };
};

/** The ask, or why not. */
export const toSessionAsk = (request: CreateRequest, context: AskContext): SessionAsk | WireFailure => {
  const { config, geometry } = request;
  const { stored, settings } = context;
  const choice = readRendererChoice(context.renderer, config, settings);
  if ('code' in choice) return choice;
  const background = readBackground(config, context);
  if ('code' in background) return background;
  const fit = readFit(config.fit, stored === null ? context.defaultFit : 'cover');
  if (typeof fit !== 'string') return fit;
  const compare = readCompare(config.compare, settings);
  if ('code' in compare) return compare;
  const idle = readIdle(config.idle);
  if ('code' in idle) return idle;
  const delivery = config.delivery === 'live' ? 'live' : 'lock-step';
  return {
    protocol: context.protocol,
    avatarId: stored?.avatarId ?? null,
    avatar: avatarOf(request, context),
    format: { width: geometry.width, height: geometry.height, fps: geometry.fps },
    fit,
    background,
    ...choice,
    ...compare,
    compositor: request.blend,
    jpegQuality: settings.jpegQuality,
    framePolicy: request.framePolicy,
    idle: idle.idle,
    keep: config.keep !== false,
    settings: {
      model: request.model,
      delivery,
      chunkSamples: geometry.chunkSamples,
      sampleRate: geometry.sampleRate,
      width: geometry.width,
      height: geometry.height,
      fps: geometry.fps,
      renderer: choice.renderer,
      postprocessMode: request.blend.mode,
      [choice.renderer]: choice.options,
      ...namedBackground(config.background),
      compositor: request.blend,
    },
  };
};
