/** What every kind of session shares: its facts, figures, settings and its end. */
import type { CompositorOptions } from '../../shared/compositor-options.ts';
import { type LookChange, lookChange } from '../../shared/look-change.ts';
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
  /** The look was changed. */ onChange?: (change: LookChange) => void;
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
  readonly #onChange: (change: LookChange) => void;
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
    this.#onChange = facts.onChange ?? (() => {});
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

  /** Where its sound stands now, ms; pauses are none of it. */
  protected get soundMs(): number {
    return this.tally.audioMicros / 1000;
  }

  /** A change was made where the sound stood at `change.atMs`. */
  protected changed(change: LookChange): void {
    this.#onChange(change);
  }

  /** See SessionBase.configure. */
  async configure(patch: SessionPatch): Promise<void> {
    const { soundMs: atMs } = this;
    const before = this.#legToClose.drawn;
    this.#compositor = { ...this.#compositor, ...patch.compositor };
    await this.#legToClose.configure({
      ...(patch.options === undefined ? {} : { options: patch.options }),
      ...(patch.mouth === undefined ? {} : { mouth: patch.mouth }),
      ...(patch.compare === undefined ? {} : { compare: patch.compare }),
      compositor: this.#compositor,
    });
    const change = lookChange(before, this.#legToClose.drawn);
    if (change !== null) this.changed({ atMs, ...change });
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
