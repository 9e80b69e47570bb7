/** Takes of the stage: begun, ended, saved as a video. Knows the stage and main, not React. */
import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { CompositorOptions } from '../../../shared/compositor-options.ts';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import { PortraitOptions } from '../../../shared/renderer-options/portrait.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';
import { rgbOf } from '../../ui/hex-colour.ts';
import { behindOf } from '../sessions/session-look.ts';
import type { Stage } from './stage.ts';

/** A take that was made. */
export type Taken = { id: string; durationMs: number };

/** What the stage shows. `since`: wall clock, ms. */
export type TakesView = {
  state: { at: 'none' } | { at: 'recording'; id: string | null; since: number };
  last: Taken | null;
  saving: boolean;
};

/** What it needs; `colour`: what stands behind a picture with alpha on the stage. */
export type TakesDeps = {
  stage: Pick<Stage, 'link' | 'view' | 'position' | 'onMessage'>;
  api: Pick<StudioApi, 'call'>;
  wallMs(): number;
  name(): string;
  colour(): string;
  failed(error: ErrorData): void;
};

/** What a session's record says of how it was drawn. */
const Drawn = z.object({
  width: z.number(),
  height: z.number(),
  fps: z.union([z.literal(25), z.literal(30)]).catch(25),
  renderer: z.enum(['portrait', 'wav2lip', 'musetalk']),
  portrait: PortraitOptions.optional(),
  compositor: CompositorOptions,
});

/** Made once for the page; errors are told to `failed`. */
export class Takes {
  readonly view: StoreApi<TakesView>;
  readonly #deps: TakesDeps;

  constructor(deps: TakesDeps) {
    this.#deps = deps;
    this.view = createStore<TakesView>(() => ({ state: { at: 'none' }, last: null, saving: false }));
    deps.stage.onMessage(message => {
      if (message.type === 'take.started') this.#started(message.take_id);
      else if (message.type === 'take.stopped') this.#ended(message.take_id, message.duration_ms);
    });
    // The server ends the take with its session, and keeps it.
    deps.stage.view.subscribe(({ link }, before) => {
      const { state } = this.view.getState();
      if (state.at !== 'recording' || link.at === 'live' || before.link.at !== 'live') return;
      if (state.id === null) this.view.setState({ state: { at: 'none' } });
      else this.#ended(state.id, deps.wallMs() - state.since);
    });
  }

  /** Begins or ends a take; nothing while no session is live. */
  toggle(): void {
    const { stage, name, wallMs } = this.#deps;
    if (this.view.getState().state.at === 'recording') {
      stage.link.stopTake();
      return;
    }
    if (!stage.link.startTake(name(), stage.position())) return;
    this.view.setState({ state: { at: 'recording', id: null, since: wallMs() }, last: null });
  }

  /** Saves the last take as MP4, as it was seen. */
  async save(): Promise<void> {
    const { last, saving } = this.view.getState();
    if (last === null || saving) return;
    this.view.setState({ saving: true });
    try {
      const { avatarId, settings } = await this.#deps.api.call('sessions.get', { id: last.id });
      const { width, height, fps, renderer, portrait, compositor } = Drawn.parse(settings);
      await this.#deps.api.call('exports.start', {
        avatarId: avatarId ?? '',
        speech: { kind: 'session', sessionId: last.id },
        container: 'mp4',
        width,
        height,
        fps,
        ...behindOf(settings, rgbOf(this.#deps.colour())),
        look: { renderer, compositor, ...(portrait === undefined ? {} : { portrait }) },
      });
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    } finally {
      this.view.setState({ saving: false });
    }
  }

  #started(id: string): void {
    const { state } = this.view.getState();
    if (state.at === 'recording') this.view.setState({ state: { ...state, id } });
  }

  #ended(id: string, durationMs: number): void {
    this.view.setState({ state: { at: 'none' }, last: { id, durationMs } });
  }
}
