/** The loudspeaker before it is there: opening one takes longer than drawing the page. Knows no session. */
import type { SoundOut, SoundState } from './sound-out.ts';

/** `opening` until `open` has given the real one, and for ever where that fails: there is no output then. */
export const soundLater = (open: () => Promise<SoundOut>): SoundOut & { open(): Promise<void> } => {
  const listeners = new Set<(state: SoundState) => void>();
  let real: SoundOut | null = null;
  let isMuted = false;
  let wantsUnlock = false;
  let isClosed = false;
  const take = (sound: SoundOut): void => {
    if (isClosed) return void sound.close();
    real = sound;
    if (isMuted) sound.setMuted(true);
    if (wantsUnlock) void sound.unlock();
    const tell = (): void => {
      for (const listener of listeners) listener(sound.state());
    };
    sound.watch(tell);
    tell();
  };
  let opening: Promise<void> | null = null;
  return {
    open: () => {
      opening ??= open().then(take, () => {});
      return opening;
    },
    get sampleRate() {
      return real?.sampleRate ?? 48_000;
    },
    state: () => real?.state() ?? 'opening',
    heardAt: () => real?.heardAt() ?? 0,
    renderedAt: () => real?.renderedAt() ?? 0,
    // Players tell their line again when the state changes.
    setLine: line => real?.setLine(line),
    push: (pts, samples) => real?.push(pts, samples),
    clear: () => real?.clear(),
    setMuted: muted => {
      isMuted = muted;
      real?.setMuted(muted);
    },
    starved: () => real?.starved() ?? 0,
    unlock: async () => {
      wantsUnlock = true;
      await real?.unlock();
    },
    watch: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      isClosed = true;
      await real?.close();
    },
  };
};
