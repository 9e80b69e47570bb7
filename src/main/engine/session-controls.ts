/** What every kind of session shares: its facts, figures, settings and its end. */
import type { CompositorOptions } from '../../shared/compositor-options.ts';
import type { VideoFormat } from '../../shared/media.ts';
import type { Provider } from '../../shared/model-manifest.ts';
import type { MouthMetadata } from '../../shared/mouth-metadata.ts';
import type { RendererId } from '../../shared/renderer-options/renderer-choice.ts';
import type { EngineLeg } from './engine-leg.ts';
import type { SessionPatch } from './session.ts';
import { SessionTally } from './session-tally.ts';

/** Facts of an opened session. `onClose` is called once. */
export type SessionFacts = {
  id: string;
  format: VideoFormat;
  renderer: RendererId;
  mouth: MouthMetadata | null;
  /** Speech the renderer wants to hear beyond a frame's time, ms. */ lookAheadMs: number;
  provider: Provider | null;
  notes: readonly string[];
  compositor: CompositorOptions;
  onClose: (tally: SessionTally) => void;
};

/** Base of both session kinds. */
export class SessionControls {
  readonly id: string;
  readonly format: VideoFormat;
  readonly renderer: RendererId;
  readonly mouth: MouthMetadata | null;
  readonly provider: Provider | null;
  readonly notes: readonly string[];
  readonly tally = new SessionTally();
  readonly #legToClose: EngineLeg;
  readonly #onClose: (tally: SessionTally) => void;
  #compositor: CompositorOptions;
  #closing: Promise<void> | null = null;

  constructor(leg: EngineLeg, facts: SessionFacts) {
    this.#legToClose = leg;
    this.id = facts.id;
    this.format = facts.format;
    this.renderer = facts.renderer;
    this.mouth = facts.mouth;
    this.provider = facts.provider;
    this.notes = facts.notes;
    this.#compositor = facts.compositor;
    this.#onClose = facts.onClose;
  }

  /** Running figures. */
  get stats(): SessionTally {
    return this.tally;
  }

  /** True once close was asked. */
  get closed(): boolean {
    return this.#closing !== null;
  }

  /** See SessionBase.configure. */
  async configure(patch: SessionPatch): Promise<void> {
    this.#compositor = { ...this.#compositor, ...patch.compositor };
    await this.#legToClose.configure({
      ...(patch.options === undefined ? {} : { options: patch.options }),
      ...(patch.mouth === undefined ? {} : { mouth: patch.mouth }),
      ...(patch.compare === undefined ? {} : { compare: patch.compare }),
      compositor: this.#compositor,
    });
  }

  /** Frees everything; idempotent. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      this.#onClose(this.tally);
      await this.#legToClose.close();
    })();
    return this.#closing;
  }
}
