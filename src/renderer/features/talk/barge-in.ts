/** Listens while the avatar says a text or a recording, and lets a voice take over. Knows talk and a microphone, no session. */
import type { StoreApi } from 'zustand/vanilla';
import type { ErrorData } from '../../../shared/errors.ts';
import { toErrorData } from '../../../shared/errors.ts';
import type { Listening, Microphone } from './microphone.ts';
import type { Talk } from './talk.ts';
import { VoiceGate } from './voice-gate.ts';

/** `wanted`: whether the user has it switched on. */
export type BargeInDeps = {
  talk: Pick<Talk, 'view' | 'listen'>;
  settings: StoreApi<{ voiceInterrupts: boolean }>;
  open(deviceId: string | null, on: Listening): Promise<Microphone>;
  wallMs(): number;
  failed(error: ErrorData): void;
};

/** Made once for the page. */
export class BargeIn {
  readonly #deps: BargeInDeps;
  #ear: Promise<Microphone | null> | null = null;

  constructor(deps: BargeInDeps) {
    this.#deps = deps;
    const look = (): void => this.#look();
    deps.talk.view.subscribe(({ source }, before) => source !== before.source && look());
    deps.settings.subscribe((now, before) => now.voiceInterrupts !== before.voiceInterrupts && look());
  }

  #look(): void {
    const { talk, settings } = this.#deps;
    const { at } = talk.view.getState().source;
    const wanted = settings.getState().voiceInterrupts && (at === 'text' || at === 'file');
    if (wanted && this.#ear === null) this.#ear = this.#listen();
    else if (!wanted) this.#deafen();
  }

  #deafen(): void {
    const ear = this.#ear;
    this.#ear = null;
    void ear?.then(microphone => microphone?.close());
  }

  async #listen(): Promise<Microphone | null> {
    const { talk, open, wallMs, failed } = this.#deps;
    const gate = new VoiceGate();
    try {
      return await open(talk.view.getState().deviceId, {
        samples: () => {},
        level: level => {
          if (this.#ear === null || !gate.hears(level, wallMs())) return;
          this.#deafen();
          void talk.listen();
        },
      });
    } catch (error) {
      failed(toErrorData(error));
      return null;
    }
  }
}
