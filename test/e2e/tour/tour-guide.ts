/** What a step of the tour can do: narrate, let the avatar speak, point, click, type, and wait unseen. */
import type { Locator, Page } from 'playwright-core';
import { type Place, waitForSilence, waitForSpeech } from '../studio-visit.ts';
import type { TourClock } from './tour-clock.ts';
import type { TourRecorder } from './tour-recorder.ts';
import { TOUR_RATE } from './tour-voice.ts';

/** A caption, film times in ms; `samples` where the narrator speaks it. `title` is the step's. */
export type Cue = {
  fromMs: number;
  toMs: number;
  title: string;
  text: string;
  who: 'narrator' | 'avatar';
  samples?: Float32Array;
};

/** One step: what is narrated, in order, and what is done. */
export type TourStep = {
  name: string;
  title: string;
  says: readonly string[];
  run(guide: TourGuide): Promise<void>;
};

const GLIDE_MS = 620;
const KEY_MS = 22;
/** What an act of pointer or keys may take longer than it should before it is sped up. */
const SLOW_MS = 250;
/** Waiting for the page is never longer than this in the film. */
const WAIT_KEPT_MS = 350;

/** Made for the whole tour. */
export class TourGuide {
  readonly page: Page;
  readonly place: Place;
  readonly clock: TourClock;
  readonly recorder: TourRecorder;
  readonly cues: Cue[] = [];
  readonly #spoken: ReadonlyMap<string, Float32Array>;
  #left: string[] = [];
  #title = '';

  constructor(parts: {
    page: Page;
    place: Place;
    clock: TourClock;
    recorder: TourRecorder;
    spoken: ReadonlyMap<string, Float32Array>;
  }) {
    this.page = parts.page;
    this.place = parts.place;
    this.clock = parts.clock;
    this.recorder = parts.recorder;
    this.#spoken = parts.spoken;
  }

  async take(step: TourStep): Promise<void> {
    this.#left = [...step.says];
    this.#title = step.title;
    await step.run(this);
    await this.narrated();
    await this.pause(250);
  }

  /** Begins the step's next sentence, after the one before. */
  async narrate(): Promise<void> {
    await this.narrated();
    const text = this.#left.shift();
    if (text === undefined) throw new Error(`The step ${this.#title} has nothing more to say.`);
    const samples = this.#spoken.get(text) ?? new Float32Array(0);
    const fromMs = this.clock.now();
    const toMs = fromMs + (samples.length / TOUR_RATE) * 1000;
    this.cues.push({ fromMs, toMs, title: this.#title, text, who: 'narrator', samples });
  }

  /** Waits until the narrator has ended. */
  async narrated(): Promise<void> {
    const endMs = this.cues.findLast(({ who }) => who === 'narrator')?.toMs ?? 0;
    await this.pause(endMs + 150 - this.clock.now());
  }

  /** `act` makes the avatar say `text`; `meanwhile` is done while it speaks; ends when it is silent. */
  async avatarSays(text: string, act: () => Promise<void>, meanwhile?: () => Promise<void>): Promise<void> {
    await this.narrated();
    await act();
    await this.clock.lapse(WAIT_KEPT_MS, () => waitForSpeech(this.page));
    const cue: Cue = { fromMs: this.clock.now(), toMs: 0, title: this.#title, text, who: 'avatar' };
    this.cues.push(cue);
    await meanwhile?.();
    await waitForSilence(this.page);
    cue.toMs = this.clock.now();
  }

  /** Lets the film go on for a while. */
  async pause(ms: number): Promise<void> {
    if (ms > 0) await new Promise(resolve => setTimeout(resolve, ms));
  }

  /** Waits for the page; only a blink of it is seen. */
  wait<T>(work: () => Promise<T>, keepMs: number = WAIT_KEPT_MS): Promise<T> {
    return this.clock.lapse(keepMs, work);
  }

  /** Points at the middle of something, or at a share of it. */
  async point(target: Locator, share: { x: number; y: number } = { x: 0.5, y: 0.5 }): Promise<void> {
    const box = await this.wait(async () => {
      await target.scrollIntoViewIfNeeded({ timeout: 60_000 });
      return target.boundingBox();
    });
    if (box === null) throw new Error('There is nothing to point at.');
    await this.glide(box.x + box.width * share.x, box.y + box.height * share.y);
  }

  /** Moves the pointer; a machine that is too slow for it is sped up. */
  glide(x: number, y: number, ms: number = GLIDE_MS): Promise<void> {
    return this.wait(() => this.recorder.glide(x, y, ms), ms + SLOW_MS);
  }

  /** Types as a person does. */
  type(text: string): Promise<void> {
    const usualMs = text.length * (KEY_MS + 8);
    return this.wait(() => this.page.keyboard.type(text, { delay: KEY_MS }), usualMs + SLOW_MS);
  }

  /** Points at it and clicks. */
  async click(target: Locator, share?: { x: number; y: number }): Promise<void> {
    await this.point(target, share);
    await this.pause(90);
    await this.wait(() => this.recorder.down(), SLOW_MS);
    await this.pause(90);
    await this.wait(() => this.recorder.up(), SLOW_MS);
  }

  /** Presses at one share of it and drags through the others. */
  async drag(target: Locator, through: readonly { x: number; y: number; ms?: number }[]): Promise<void> {
    const [first, ...rest] = through;
    await this.point(target, first);
    const box = (await target.boundingBox())!;
    await this.wait(() => this.recorder.down(), SLOW_MS);
    for (const { x, y, ms = 700 } of rest)
      await this.glide(box.x + box.width * x, box.y + box.height * y, ms);
    await this.wait(() => this.recorder.up(), SLOW_MS);
  }

  /** Opens a screen by its place in the rail. */
  async screen(index: number): Promise<void> {
    await this.click(
      this.page
        .getByRole('navigation')
        .getByRole('link')
        .nth(index - 1),
    );
    await this.wait(() => this.page.locator('#main').waitFor());
  }
}
