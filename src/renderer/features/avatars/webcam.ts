/** The camera for one snapshot: its picture stream, what kept it from opening, and the frame as a file. Knows no React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import { type ErrorData, StudioError, toErrorData } from '../../../shared/errors.ts';

/** `counting`: seconds to go; `taken`: looked at before it is kept. */
export type WebcamView =
  | { at: 'opening' }
  | { at: 'live'; stream: MediaStream }
  | { at: 'counting'; stream: MediaStream; left: number }
  | { at: 'taken'; file: File; url: string }
  | { at: 'failed'; error: ErrorData };

/** What it needs; `grab` gives the video's frame as a PNG. */
export type WebcamDeps = {
  open(): Promise<MediaStream>;
  grab(): Promise<Blob | null>;
  clock: Clock;
  now(): Date;
};

const COUNT_FROM = 3;

/** Why a camera did not open, in words with something to do. */
export const cameraError = (error: unknown): StudioError => {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError')
    return new StudioError('gateway/forbidden', 'The camera is not allowed for this page.', { reason: name });
  if (name === 'NotFoundError' || name === 'OverconstrainedError')
    return new StudioError('store/not-found', 'There is no camera.', { reason: name });
  return new StudioError('engine/unavailable', 'The camera is used by another program, or does not answer.', {
    reason: name,
  });
};

/** Made for one dialog; `close` lets the camera go. */
export class Webcam {
  readonly view: StoreApi<WebcamView> = createStore<WebcamView>(() => ({ at: 'opening' }));
  readonly #deps: WebcamDeps;
  #stream: MediaStream | null = null;
  #cancelCount: () => void = () => {};
  #closed = false;

  constructor(deps: WebcamDeps) {
    this.#deps = deps;
  }

  /** Asks for the camera; again after a refusal, or for another picture. */
  async open(): Promise<void> {
    this.#forget();
    if (this.#stream !== null) return this.#become({ at: 'live', stream: this.#stream });
    this.#become({ at: 'opening' });
    try {
      const stream = await this.#deps.open();
      if (this.#closed) return stopAll(stream);
      this.#stream = stream;
      this.#become({ at: 'live', stream });
    } catch (error) {
      this.#become({ at: 'failed', error: toErrorData(cameraError(error)) });
    }
  }

  /** Counts down, then takes the picture. */
  take(): void {
    if (this.view.getState().at === 'live') this.#count(COUNT_FROM);
  }

  /** Ends a countdown. */
  stopCount(): void {
    this.#cancelCount();
    if (this.#stream !== null) this.#become({ at: 'live', stream: this.#stream });
  }

  /** Lets the camera go. */
  close(): void {
    this.#closed = true;
    this.#cancelCount();
    this.#forget();
    if (this.#stream !== null) stopAll(this.#stream);
    this.#stream = null;
  }

  #count(left: number): void {
    const stream = this.#stream;
    if (stream === null) return;
    if (left === 0) return void this.#grab();
    this.#become({ at: 'counting', stream, left });
    this.#cancelCount = this.#deps.clock.after(1000, () => this.#count(left - 1));
  }

  async #grab(): Promise<void> {
    const blob = await this.#deps.grab();
    if (this.#closed) return;
    if (blob === null) return this.stopCount();
    const stamp = this.#deps.now().toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '-');
    const file = new File([blob], `Snapshot ${stamp}.png`, { type: 'image/png' });
    this.#become({ at: 'taken', file, url: URL.createObjectURL(file) });
  }

  #forget(): void {
    const view = this.view.getState();
    if (view.at === 'taken') URL.revokeObjectURL(view.url);
  }

  #become(view: WebcamView): void {
    if (!this.#closed) this.view.setState(view, true);
  }
}

const stopAll = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};
