/** What the studio keeps: avatars and their mouths, sessions and their sound, settings. Contract only; knows no SQL and no picture bytes. */
import type { MouthMetadata } from '../../shared/mouth-metadata.ts';

/** Where an avatar's mouth comes from. */
export type MouthSource = 'detected' | 'hand' | 'none';

/** A face as it was found at import; box [left, top, right, bottom] normalised. */
export type StoredFace = {
  score: number;
  box: readonly [number, number, number, number];
  mouth: MouthMetadata;
};

/** What makes an avatar a moving one. */
export type StoredFrames = {
  /** Name of its folder among the moving avatars. */ folder: string;
  /** Frames a second. */ fps: number;
  frames: number;
};

/** What an import writes down. */
export type NewAvatar = {
  id: string;
  name: string;
  /** SHA-256 of the picture file, hex (of all frames for a moving one): its name on disk. */ sha256: string;
  format: 'png' | 'jpeg' | 'webp';
  width: number;
  height: number;
  hasAlpha: boolean;
  /** True for avatars that came with the app. */ demo: boolean;
  licence: string;
  faces: readonly StoredFace[];
  faceIndex: number;
  mouth: MouthMetadata | null;
  mouthSource: MouthSource;
  /** null: a still. */ moving: StoredFrames | null;
};

/** A kept avatar. Times are ISO 8601 in UTC. */
export type StoredAvatar = NewAvatar & { createdAt: string; removedAt: string | null };

/** One state of an avatar's mouth, oldest first. */
export type MouthRevision = {
  mouth: MouthMetadata | null;
  source: MouthSource;
  faceIndex: number;
  at: string;
};

/** Avatars. Errors: `avatar/not-found` for ids that are unknown. */
export type AvatarStore = {
  /** Newest first, the app's own last and by id; without removed ones. */ list(): StoredAvatar[];
  /** Also a removed one; null when unknown. */ get(id: string): StoredAvatar | null;
  findByHash(sha256: string): StoredAvatar | null;
  add(avatar: NewAvatar): StoredAvatar;
  rename(id: string, name: string): StoredAvatar;
  /** Adds to the history. */
  setMouth(id: string, change: Omit<MouthRevision, 'at'>): StoredAvatar;
  mouthHistory(id: string): MouthRevision[];
  /** Hides it; `restore` brings it back. */ remove(id: string): void;
  restore(id: string): StoredAvatar;
  /** Deletes for good what was removed before `before` (ISO), except the app's own; gives the deleted. */
  purge(before: string): StoredAvatar[];
};

/** What is written of a session at its start. */
export type NewSession = {
  id: string;
  protocol: string;
  avatarId: string | null;
  settings: Readonly<Record<string, unknown>>;
};

/** A kept session; `audioBytes` 0: its sound was not kept. */
export type StoredSession = NewSession & {
  avatarName: string | null;
  startedAt: string;
  endedAt: string | null;
  audioMs: number;
  frames: number;
  errors: number;
  audioBytes: number;
};

/** A file of raw PCM s16le mono, relative to the data folder. */
export type StoredAudio = { sessionId: string; sequence: number; file: string; sampleRate: number };

/** Which sessions are listed. `search` looks in avatar names and protocols; empty finds all. */
export type SessionFilter = { limit: number; skip: number; search: string; protocol: string | null };

/** Sessions. */
export type SessionStore = {
  opened(session: NewSession): void;
  closed(id: string, figures: { frames: number; errors: number; audioMs: number }): void;
  /** Newest first. */ list(wanted: SessionFilter): StoredSession[];
  /** How many there are, and the bytes of their sound. */ totals(): { sessions: number; audioBytes: number };
  /** Ids of ended sessions that began before an ISO time. */ endedBefore(time: string): string[];
  get(id: string): StoredSession | null;
  addAudio(audio: StoredAudio): void;
  /** Bytes of one file, once it is complete. */
  setAudioBytes(sessionId: string, sequence: number, bytes: number): void;
  audio(id: string): StoredAudio[];
  /** Forgets the files, not the session; gives them. */ dropAudio(id: string): StoredAudio[];
  /** Forgets all; gives the files. */ remove(id: string): StoredAudio[];
  /** Sessions with sound, oldest first, with their bytes: for retention. */
  withAudio(): { id: string; bytes: number }[];
  /** Marks what a crash left open as ended. */ endStale(): number;
};

/** Settings by key, any JSON. */
export type SettingsStore = {
  all(): Record<string, unknown>;
  set(values: Readonly<Record<string, unknown>>): void;
};

/** The whole store; synchronous, every call a few rows. */
export type Store = {
  readonly avatars: AvatarStore;
  readonly sessions: SessionStore;
  readonly settings: SettingsStore;
  /** Where a damaged database was put aside at opening, or null. */ readonly setAside: string | null;
  close(): void;
};
