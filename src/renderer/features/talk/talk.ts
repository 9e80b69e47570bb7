/** What the avatar is made to say: a queue of texts, an audio file, or the microphone; one at a time. Knows the stage, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import { type ErrorData, StudioError, toErrorData } from '../../../shared/errors.ts';
import { SPEECH_RATE } from '../../../shared/media.ts';
import type { SpeechLanguage } from '../../../shared/speech.ts';
import type { SpeechEvent, Stage } from '../stage/stage.ts';
import { decodeAudioFile } from './decode-audio-file.ts';
import {
  type Listening,
  listMicrophones,
  type Microphone,
  type MicrophoneDevice,
  openMicrophone,
  openSystemSound,
} from './microphone.ts';
import { PacedFeed } from './paced-feed.ts';
import { isSpokenThrough } from './spoken-through.ts';
import { refuse } from './text-limits.ts';

/** How a text is voiced. */
export type VoiceChoice = { language: SpeechLanguage; voiceId: string | null; rate: number; pitch: number };

/** A text that waits or is being said. */
export type QueuedText = { id: string; text: string };

/** The last thing that can be saved as a video. */
export type Spoken =
  | { kind: 'text'; text: string; choice: VoiceChoice }
  | { kind: 'file'; file: File; durationMs: number };

/** Who speaks now. */
export type Source =
  | { at: 'silent' }
  | { at: 'text'; item: QueuedText }
  | { at: 'decoding'; name: string }
  | { at: 'file'; name: string; progress: number }
  /** A live input: the microphone, or what the computer plays. */
  | { at: 'microphone' | 'system'; opening: boolean };

/** What the talk bar shows. */
export type TalkView = {
  source: Source;
  waiting: readonly QueuedText[];
  last: Spoken | null;
  devices: readonly MicrophoneDevice[];
  deviceId: string | null;
  level: number;
  monitor: boolean;
};

/** Why it is silent: all was said, or somebody or something stopped it. */
export type Silence = 'done' | 'stopped';

/** Silence inside a text before it counts as ended all the same. */
const LONGEST_PAUSE_MS = 2_500;

/** Errors are told to `failed`; nothing here throws. */
export class Talk {
  readonly view: StoreApi<TalkView>;
  readonly #stage: Stage;
  readonly #clock: Clock;
  readonly #failed: (error: ErrorData) => void;
  readonly #listeners = new Set<(why: Silence) => void>();
  #choices = new Map<string, VoiceChoice>();
  #feed: PacedFeed | null = null;
  #microphone: Microphone | null = null;
  #serial = 0;
  #cancelWait: () => void = () => {};

  constructor(deps: { stage: Stage; clock: Clock; failed: (error: ErrorData) => void }) {
    this.#stage = deps.stage;
    this.#clock = deps.clock;
    this.#failed = deps.failed;
    this.view = createStore<TalkView>(() => ({
      source: { at: 'silent' },
      waiting: [],
      last: null,
      devices: [],
      deviceId: null,
      level: 0,
      monitor: false,
    }));
    this.#stage.onSpeech(event => this.#heard(event));
  }

  /** Tells when texts have come to their end; gives what ends the telling. */
  onSilence(listener: (why: Silence) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Says a text, after those that wait, or (`now`) instead of everything. */
  say(text: string, choice: VoiceChoice, now = false): void {
    const clean = text.trim();
    if (clean === '') return;
    const { waiting, source } = this.view.getState();
    const refusal = refuse(clean, waiting.length);
    if (refusal !== null) {
      this.#fail(refusal);
      return;
    }
    const item = { id: `say-${++this.#serial}`, text: clean };
    this.#choices.set(item.id, choice);
    this.view.setState({ waiting: [...waiting, item], last: { kind: 'text', text: clean, choice } });
    if (source.at === 'silent') this.#next();
    else if (now || source.at !== 'text') void this.stop().then(() => this.#resume(item, choice));
  }

  /** Takes a waiting text out of the queue. */
  unqueue(id: string): void {
    this.#choices.delete(id);
    this.view.setState(({ waiting }) => ({ waiting: waiting.filter(item => item.id !== id) }));
  }

  /** Moves a waiting text to a place among those that wait, from 0. */
  move(id: string, place: number): void {
    const { waiting } = this.view.getState();
    const item = waiting.find(held => held.id === id);
    if (item === undefined) return;
    const rest = waiting.filter(held => held !== item);
    this.view.setState({ waiting: [...rest.slice(0, place), item, ...rest.slice(place)] });
  }

  /** Plays an audio file through the avatar, at once. */
  async play(file: File): Promise<void> {
    await this.stop();
    const serial = ++this.#serial;
    this.view.setState({ source: { at: 'decoding', name: file.name } });
    try {
      const samples = await decodeAudioFile(file);
      if (serial !== this.#serial) return;
      this.view.setState({ last: { kind: 'file', file, durationMs: (samples.length * 1000) / SPEECH_RATE } });
      this.#start(samples, file.name);
    } catch (error) {
      if (serial === this.#serial) this.view.setState({ source: { at: 'silent' } });
      this.#fail(error);
    }
  }

  /** Plays 16 kHz samples through the avatar, at once. */
  async playSamples(samples: Int16Array, name: string): Promise<void> {
    await this.stop();
    this.#serial += 1;
    this.#start(samples, name);
  }

  #start(samples: Int16Array, name: string): void {
    const serial = this.#serial;
    this.#stage.expectSound();
    this.#feed = new PacedFeed({
      clock: this.#clock,
      samples,
      send: piece => this.#stage.link.audio(piece),
      progress: sent =>
        serial === this.#serial &&
        this.view.setState({ source: { at: 'file', name, progress: sent / samples.length } }),
      done: complete => complete && this.#stage.link.flush(),
    });
  }

  /** Speaks with the microphone until it is stopped. null: the system's choice of device. */
  async listen(deviceId: string | null = this.view.getState().deviceId): Promise<void> {
    const used = await this.#hear('microphone', on => openMicrophone(deviceId, on));
    if (used === null) return;
    this.view.setState({ devices: await listMicrophones(), deviceId: used === '' ? deviceId : used });
  }

  /** Speaks with what the computer plays until it is stopped. */
  async listenToSystem(): Promise<void> {
    if (this.view.getState().source.at === 'system') await this.stop();
    else await this.#hear('system', openSystemSound);
  }

  /** The id of the device, or null when it came to nothing. */
  async #hear(
    at: 'microphone' | 'system',
    open: (on: Listening) => Promise<Microphone>,
  ): Promise<string | null> {
    await this.stop();
    const serial = ++this.#serial;
    this.view.setState({ source: { at, opening: true } });
    try {
      const input = await open({
        samples: samples => this.#stage.link.audio(samples),
        level: level => this.view.setState({ level }),
        ended: () => serial === this.#serial && void this.stop(),
      });
      if (serial !== this.#serial) {
        await input.close();
        return null;
      }
      this.#microphone = input;
      this.#stage.setMonitor(this.view.getState().monitor);
      this.view.setState({ source: { at, opening: false } });
      return input.deviceId;
    } catch (error) {
      if (serial === this.#serial) this.view.setState({ source: { at: 'silent' } });
      this.#fail(error);
      return null;
    }
  }

  /** Looks again which inputs there are. */
  async refreshDevices(): Promise<void> {
    this.view.setState({ devices: await listMicrophones() });
  }

  /** Starts or stops the microphone. */
  toggleMicrophone(): Promise<void> {
    return this.view.getState().source.at === 'microphone' ? this.stop() : this.listen();
  }

  /** Lets the user hear the avatar while the microphone speaks (with headphones). */
  setMonitor(monitor: boolean): void {
    this.view.setState({ monitor });
    if (this.#microphone !== null) this.#stage.setMonitor(monitor);
  }

  /** Stops everything at once and empties the queue. */
  async stop(): Promise<void> {
    this.#serial += 1;
    this.#cancelWait();
    this.#choices.clear();
    const silent = this.view.getState().source.at === 'silent';
    this.view.setState({ source: { at: 'silent' }, waiting: [], level: 0 });
    this.#feed?.stop();
    this.#feed = null;
    if (!silent || this.#stage.view.getState().speaking) this.#stage.interrupt();
    if (!silent) this.#announce('stopped');
    const microphone = this.#microphone;
    this.#microphone = null;
    if (microphone === null) return;
    await microphone.close();
    this.#stage.setMonitor(true);
  }

  #resume(item: QueuedText, choice: VoiceChoice): void {
    this.#choices.set(item.id, choice);
    this.view.setState(({ waiting }) => ({ waiting: [item, ...waiting] }));
    this.#next();
  }

  #next(): void {
    const [item, ...waiting] = this.view.getState().waiting;
    if (item === undefined) {
      this.view.setState({ source: { at: 'silent' } });
      this.#announce('done');
      return;
    }
    const choice = this.#choices.get(item.id)!;
    this.#choices.delete(item.id);
    this.view.setState({ waiting, source: { at: 'text', item } });
    if (this.#stage.speak({ id: item.id, text: item.text, ...choice })) return;
    this.view.setState({ source: { at: 'silent' }, waiting: [] });
    this.#announce('stopped');
    this.#fail(
      new StudioError('engine/unavailable', 'The stage is not connected yet. Try again in a moment.'),
    );
  }

  #heard(event: SpeechEvent): void {
    const { source } = this.view.getState();
    if (event.kind === 'lost' || event.kind === 'failed') this.#announce('stopped');
    if (event.kind === 'lost') {
      this.#feed?.stop();
      this.#feed = null;
      if (source.at !== 'microphone' && source.at !== 'system')
        this.view.setState({ source: { at: 'silent' }, waiting: [] });
      return;
    }
    if (event.kind === 'failed') this.#failed(event.error);
    if (source.at === 'text') this.#heardText(source.item, event);
    else if (
      source.at === 'file' &&
      (event.kind === 'failed' || (event.kind === 'ended' && source.progress >= 1))
    ) {
      this.#feed?.stop();
      this.#feed = null;
      this.view.setState({ source: { at: 'silent' } });
      if (event.kind === 'ended') this.#announce('done');
    }
  }

  #heardText(item: QueuedText, event: SpeechEvent): void {
    this.#cancelWait();
    if (event.kind === 'started') return;
    if (event.kind !== 'ended' || isSpokenThrough(item.text, event.spokenTo)) this.#next();
    else this.#cancelWait = this.#clock.after(LONGEST_PAUSE_MS, () => this.#next());
  }

  #announce(why: Silence): void {
    for (const listener of this.#listeners) listener(why);
  }

  #fail(error: unknown): void {
    this.#failed(toErrorData(error));
  }
}
