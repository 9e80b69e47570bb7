/** Opens what a checked create asks for, in either runtime. Throws StudioErrors; the dialogues put them into words. */
import type { FrameFit } from '../../../shared/avatar.ts';
import { type ErrorCode, StudioError } from '../../../shared/errors.ts';
import type { LiveSession, SessionAsk } from '../../engine/session.ts';
import type { FrontEndDeps } from '../front-end.ts';
import { readBackgroundPicture } from './background-picture.ts';
import { type ChunkSource, openFakeSource, residentSource } from './chunk-source.ts';
import type { CreateRequest, CreateRules } from './create-request.ts';
import { upstreamModelOf } from './model-paths.ts';
import type { OmnirtSettings } from './omnirt-settings.ts';
import type { RendererPicker } from './renderer-picker.ts';
import { type StoredAvatar, toSessionAsk } from './session-ask.ts';
import type { DefaultVoice } from './speak-queue.ts';
import { openUpstreamSource } from './upstream-source.ts';

/** The door's deps. */
export type DoorDeps = Pick<
  FrontEndDeps,
  'sessions' | 'avatars' | 'films' | 'runtime' | 'log' | 'dial' | 'clock'
> & {
  settings: OmnirtSettings;
  picker: RendererPicker;
};

/** What may be asked for in this runtime. */
export const rulesOf = (
  { runtime, preferences }: Pick<FrontEndDeps, 'runtime' | 'preferences'>,
  settings: OmnirtSettings,
): CreateRules => ({
  frameRoots: () => [...settings.frameRoots, ...(preferences?.().frameRoots ?? [])],
  minSide: runtime === 'fake' ? 16 : 64,
  maxSide: 2048,
  wav2lipMaxLongEdge: settings.wav2lipMaxLongEdge,
  defaultBlend: settings.postprocess,
  strictMouth: runtime !== 'fake',
});

/** See the functions. */
export class SessionDoor {
  readonly #deps: DoorDeps;
  readonly #protocol: string;
  readonly #defaultFit: FrameFit;

  /** `defaultFit`: for pictures of clients that name none (FlashTalk's are stretched, as its clients expect of the reference). */
  constructor(deps: DoorDeps, protocol: string, defaultFit: FrameFit) {
    this.#deps = deps;
    this.#protocol = protocol;
    this.#defaultFit = defaultFit;
  }

  /** Errors: avatar/*, session/*, engine/*. */
  async openChunks(request: CreateRequest, signal: AbortSignal): Promise<ChunkSource> {
    const url = this.#upstreamOf(request);
    if (url !== null) return this.#openThere(request, url, signal);
    if (this.#deps.runtime === 'fake') return openFakeSource(request);
    const session = await this.#deps.sessions.openLockStep(await this.#ask(request), signal);
    return residentSource(request, session);
  }

  /** Where this model's sessions go; null: they are drawn here. The studio's own are, always. */
  #upstreamOf({ model }: CreateRequest): string | null {
    const { runtime, settings } = this.#deps;
    if (this.#protocol === 'studio') return null;
    const named = upstreamModelOf(model);
    const url = named === null ? undefined : settings.upstreams[named];
    if (url !== undefined) return url;
    if (runtime !== 'proxy') return null;
    throw new StudioError(
      'model/missing',
      'No server is set up for this model (OMNIRT_REALTIME_AVATAR_RUNTIME=proxy). docs/settings.md says how.',
    );
  }

  #openThere(request: CreateRequest, url: string, signal: AbortSignal): Promise<ChunkSource> {
    const { dial, clock } = this.#deps;
    if (dial !== undefined) return openUpstreamSource(request, { dial, url, clock, signal });
    throw new StudioError('model/unreachable', 'This server cannot reach other ones.');
  }

  /** Errors: as openChunks; `session/bad-config` in the fake runtime, and where another server draws. */
  async openLive(request: CreateRequest, signal: AbortSignal): Promise<LiveSession> {
    if (this.#deps.runtime === 'fake') {
      throw new StudioError(
        'session/bad-config',
        'config.delivery "live" needs the resident runtime; this server runs with OMNIRT_REALTIME_AVATAR_RUNTIME=fake.',
      );
    }
    if (this.#upstreamOf(request) !== null) {
      throw new StudioError('session/bad-config', 'config.delivery "live" needs a model that is drawn here.');
    }
    return this.#deps.sessions.openLive(await this.#ask(request), signal);
  }

  /** Does all that a session's opening would, and keeps none. Errors: as openChunks. */
  async prepare(request: CreateRequest): Promise<{ prepareMs: number; cacheHit: boolean }> {
    return this.#deps.sessions.prepare(await this.#ask(request));
  }

  async #ask(request: CreateRequest): Promise<SessionAsk> {
    if (request.mouthIsStale) {
      this.#deps.log.warn('the mouth metadata belongs to another picture', { model: request.model });
    }
    if (request.modeIsUnknown) {
      this.#deps.log.warn('a client names an unknown post-processing mode; the default is used', {
        model: request.model,
        mode: request.blend.mode,
      });
    }
    const { settings, picker, avatars } = this.#deps;
    const stored = await this.#stored(request);
    const backdrop = await readBackgroundPicture(request.config.background, avatars);
    if (backdrop !== null && 'code' in backdrop)
      throw new StudioError('session/bad-config', backdrop.message);
    const film = await this.#filmOf(request);
    const ask = toSessionAsk(request, {
      protocol: this.#protocol,
      defaultFit: this.#defaultFit,
      renderer: request.renderer ?? stored?.renderer ?? (await picker.pick(request.model)),
      settings,
      stored,
      backdrop,
      film,
    });
    if (!('code' in ask)) return ask;
    const code: ErrorCode = 'session/bad-config';
    throw new StudioError(code, ask.message);
  }

  /** How the user of a stored avatar wants it to speak; null: a picture of the client's, or nothing settled. */
  async voiceOf({ picture }: CreateRequest): Promise<DefaultVoice | null> {
    if (picture.from === 'bytes') return null;
    return (await this.#deps.avatars.defaults?.(picture.avatarId)) ?? null;
  }

  async #filmOf({ film }: CreateRequest) {
    if (film === null) return null;
    const { films } = this.#deps;
    if (films === undefined)
      throw new StudioError('session/bad-config', 'template_mode "video" is not drawn here.');
    try {
      return await films.frames(film);
    } catch (error) {
      if (!(error instanceof StudioError) || !error.code.startsWith('avatar/')) throw error;
      // The wire has a code for this field.
      const message = `template_video cannot be used. ${error.message}`;
      throw new StudioError(error.code, message, { field: 'template_video' }, { cause: error });
    }
  }

  async #stored(request: CreateRequest): Promise<StoredAvatar | null> {
    if (request.picture.from === 'bytes') return null;
    const { avatarId } = request.picture;
    const { avatars } = this.#deps;
    const avatar = await avatars.picture(avatarId, request.geometry);
    const settled = (await avatars.defaults?.(avatarId)) ?? { background: null, renderer: null };
    if (avatar !== null) return { avatarId, avatar, ...settled };
    throw new StudioError(
      'avatar/not-found',
      'There is no avatar with this avatar_id. Choose one of the studio.',
      {
        avatarId,
      },
    );
  }
}
