/** Changes of avatars' profiles: seen at once, sent a moment later, undone one by one. Another window's change is never written over. */
import type { Clock } from '../../../shared/clock.ts';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { AvatarPatch } from '../../../shared/studio/avatar-profile.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';
import { patched } from './avatars.ts';

/** The part of Avatars it works with. */
export type EditedAvatars = {
  get(id: string): AvatarView | null;
  put(avatar: AvatarView): void;
  overlay(id: string, patch: AvatarPatch | null): void;
  load(): Promise<void>;
};

/** What it needs. */
export type EditsDeps = {
  api: StudioApi;
  clock: Clock;
  avatars: EditedAvatars;
  failed(error: ErrorData): void;
};

const SEND_AFTER_MS = 300;
const UNDO_DEPTH = 200;
/** Changes of one thing within this time are one step of undo. */
const SAME_STEP_MICROS = 900_000;

type Step = { id: string; before: AvatarPatch; after: AvatarPatch; keys: string; at: number };
/** `sent` is on its way; `waiting` comes after it. `base`: the revision the first of them was made on. */
type Pending = { base: number; sent: AvatarPatch | null; waiting: AvatarPatch | null; cancel: () => void };

/** The fields of `patch` as they are now. */
const pick = (avatar: AvatarView, patch: AvatarPatch): AvatarPatch => {
  const { name, licence, profile } = avatar;
  const all: Record<string, unknown> = { ...profile, name, licence };
  return Object.fromEntries(Object.keys(patch).map(key => [key, all[key]])) as AvatarPatch;
};

const sameValues = (a: AvatarPatch, b: AvatarPatch): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Made once for the page. */
export class ProfileEdits {
  readonly #deps: EditsDeps;
  readonly #pending = new Map<string, Pending>();
  #done: Step[] = [];
  #undone: Step[] = [];

  constructor(deps: EditsDeps) {
    this.#deps = deps;
  }

  /** Changes some fields. Quick changes of the same fields are one step of undo. */
  change(id: string, patch: AvatarPatch): void {
    const avatar = this.#deps.avatars.get(id);
    if (avatar === null) return;
    const before = pick(avatar, patch);
    if (sameValues(before, pick(patched(avatar, patch), patch))) return;
    const keys = Object.keys(patch).sort().join();
    const at = this.#deps.clock.now();
    const last = this.#done.at(-1);
    if (last !== undefined && last.id === id && last.keys === keys && at - last.at < SAME_STEP_MICROS) {
      last.after = patch;
      last.at = at;
    } else this.#done = [...this.#done, { id, before, after: patch, keys, at }].slice(-UNDO_DEPTH);
    this.#undone = [];
    this.#apply(id, patch);
  }

  /** Takes the last change back; the avatar it was of, or null. */
  undo(): string | null {
    const step = this.#done.pop();
    if (step === undefined) return null;
    this.#undone.push(step);
    this.#apply(step.id, step.before);
    return step.id;
  }

  /** Makes the change that was taken back again. */
  redo(): string | null {
    const step = this.#undone.pop();
    if (step === undefined) return null;
    this.#done.push({ ...step, at: Number.NEGATIVE_INFINITY });
    this.#apply(step.id, step.after);
    return step.id;
  }

  #apply(id: string, patch: AvatarPatch): void {
    const avatar = this.#deps.avatars.get(id);
    if (avatar === null) return;
    const known = this.#pending.get(id);
    known?.cancel();
    const pending: Pending = {
      base: known?.base ?? avatar.revision,
      sent: known?.sent ?? null,
      waiting: { ...known?.waiting, ...patch },
      cancel: () => {},
    };
    this.#pending.set(id, pending);
    this.#deps.avatars.overlay(id, { ...pending.sent, ...pending.waiting });
    if (pending.sent === null)
      pending.cancel = this.#deps.clock.after(SEND_AFTER_MS, () => void this.#send(id));
  }

  async #send(id: string): Promise<void> {
    const pending = this.#pending.get(id);
    if (pending?.waiting == null || pending.sent !== null) return;
    const { base: revision, waiting: patch } = pending;
    pending.sent = patch;
    pending.waiting = null;
    try {
      const saved = await this.#deps.api.call('avatars.updateProfile', { id, revision, patch });
      const now = this.#pending.get(id)!;
      now.sent = null;
      now.base = saved.revision;
      if (now.waiting === null) this.#pending.delete(id);
      this.#deps.avatars.overlay(id, now.waiting);
      this.#deps.avatars.put(saved);
      if (now.waiting !== null) await this.#send(id);
    } catch (error) {
      // What was changed elsewhere is shown, and stays: whoever changed it here looks at it first.
      this.#pending.delete(id);
      this.#done = this.#done.filter(step => step.id !== id);
      this.#undone = this.#undone.filter(step => step.id !== id);
      this.#deps.avatars.overlay(id, null);
      this.#deps.failed(toErrorData(error));
      await this.#deps.avatars.load();
    }
  }
}
