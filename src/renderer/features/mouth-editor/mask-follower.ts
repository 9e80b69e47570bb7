/** The mask of a blend mode for the mouth as it is being edited: asked for soon after each change, the newest ask wins. Knows no canvas. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import type { CompositorOptions, PostprocessMode } from '../../../shared/compositor-options.ts';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { BlendMaskView } from '../../../shared/studio/mouth-methods.ts';
import type { StudioSettings } from '../../../shared/studio/settings.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';
import type { Box } from './mouth-document.ts';

/** What is drawn: a picture over a box of the avatar's picture (normalised). */
export type MaskPicture<P> = { picture: P; box: Box };

/** `whole`: in this mode the renderer's own picture shows, without a mask. */
export type MaskView<P> = {
  on: boolean;
  mode: PostprocessMode;
  jaw: boolean;
  opacity: number;
  state: 'off' | 'asking' | 'shown' | 'whole' | 'failed';
  mask: MaskPicture<P> | null;
  error: ErrorData | null;
};

/** What is masked. `frame` null: a picture. */
export type Masked = { id: string; mouth: MouthMetadata; frame: number | null };

/** `picture` makes of a mask what the canvas draws. */
export type MaskDeps<P> = {
  clock: Clock;
  call: StudioApi['call'];
  look(): Pick<StudioSettings, 'renderer' | 'compositor'>;
  masked(): Masked | null;
  picture(mask: BlendMaskView): Promise<P>;
};

/** Time between a change and the ask, ms: a drag makes sixty a second. */
const PATIENCE_MS = 90;

/** One for the page's editor. */
export class MaskFollower<P> {
  readonly view: StoreApi<MaskView<P>>;
  readonly #deps: MaskDeps<P>;
  #waiting: (() => void) | null = null;
  #asking = false;
  #stale = false;

  constructor(deps: MaskDeps<P>) {
    this.#deps = deps;
    this.view = createStore<MaskView<P>>(() => ({
      on: false,
      mode: 'opentalking_improved',
      jaw: false,
      opacity: 0.55,
      state: 'off',
      mask: null,
      error: null,
    }));
  }

  /** Switches it, or chooses what it shows. */
  choose(patch: Partial<Pick<MaskView<P>, 'on' | 'mode' | 'jaw' | 'opacity'>>): void {
    const before = this.view.getState();
    this.view.setState(patch);
    const { on, mode, jaw } = this.view.getState();
    if (!on) this.view.setState({ state: 'off', mask: null, error: null });
    else if (on !== before.on || mode !== before.mode || jaw !== before.jaw) void this.#ask();
  }

  /** The mouth has changed. */
  changed(): void {
    if (!this.view.getState().on) return;
    this.#waiting ??= this.#deps.clock.after(PATIENCE_MS, () => {
      this.#waiting = null;
      void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    // One at a time: what has changed meanwhile is asked for when the answer is there.
    if (this.#asking) {
      this.#stale = true;
      return;
    }
    const masked = this.#deps.masked();
    const { on, mode, jaw } = this.view.getState();
    if (!on || masked === null) {
      this.view.setState({ mask: null, state: on ? 'whole' : 'off' });
      return;
    }
    this.#asking = true;
    this.#stale = false;
    const { renderer, compositor } = this.#deps.look();
    const options: CompositorOptions = { ...compositor, mode, enableJawMotionBlend: jaw };
    const { id, mouth, frame } = masked;
    this.view.setState({ state: 'asking' });
    try {
      const asked = { id, mouth, renderer, compositor: options, ...(frame === null ? {} : { frame }) };
      const made = await this.#deps.call('avatars.blendMask', asked);
      const mask = made && { picture: await this.#deps.picture(made), box: made.box };
      if (this.view.getState().on)
        this.view.setState({ mask, state: mask === null ? 'whole' : 'shown', error: null });
    } catch (error) {
      if (this.view.getState().on)
        this.view.setState({ mask: null, state: 'failed', error: toErrorData(error) });
    } finally {
      this.#asking = false;
    }
    if (this.#stale) void this.#ask();
  }
}
