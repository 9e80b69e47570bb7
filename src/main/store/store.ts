/** What the studio keeps: avatars and their mouths, sessions and their sound, settings. Contract only; knows no SQL and no picture bytes. */
import type { LookChange } from '../../shared/look-change.ts';
import type { MouthMetadata } from '../../shared/mouth-metadata.ts';
import type { MouthSketch } from '../../shared/mouth-sketch.ts';
import type { AvatarProfile } from '../../shared/studio/avatar-profile.ts';
import type { AccessStore } from './access-store.ts';

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
  /** Absent: all defaults. */ profile?: AvatarProfile;
};

/** A kept avatar. Times are ISO 8601 in UTC. */
export type StoredAvatar = NewAvatar & {
  mouthRevision: number;
  createdAt: string;
  removedAt: string | null;
  profile: AvatarProfile;
  /** Grows with every change of name, licence and profile. */ revision: number;
  /** Start of its last session that is kept. */ lastUsedAt: string | null;
};

/** A kept avatar as lists need it: what was found is cut down to the boxes, its mouth to what is drawn of it. */
export type ListedAvatar = Omit<StoredAvatar, 'faces' | 'mouth'> & {
  faces: readonly (Pick<StoredFace, 'box'> & { mouth: Pick<MouthMetadata, 'source_image_hash'> })[];
  mouth: MouthSketch | null;
};

/** A new state of an avatar's mouth. */
export type MouthChange = {
  mouth: MouthMetadata | null;
  source: MouthSource;
  faceIndex: number;
  /** Default: none. */ label?: string;
  /** The version it brings back. */ restoredFrom?: number;
  /** The newest version must still be this one. */ base?: number;
};

/** A kept state of an avatar's mouth; `revision` counts from 1. */
export type MouthRevision = Required<Pick<MouthChange, 'mouth' | 'source' | 'faceIndex' | 'label'>> & {
  revision: number;
  restoredFrom: number | null;
  at: string;
};

/** Avatars. Errors: `avatar/not-found` for ids that are unknown. */
export type AvatarStore = {
  /** Newest first, the app's own last and by id; without removed ones. `page`: a part; absent: all. */
  list(page?: { skip: number; limit: number }): ListedAvatar[];
  /** These, in the order of `list`; without removed and unknown ones. */ listOf(
    ids: readonly string[],
  ): ListedAvatar[];
  /** Also a removed one; null when unknown. */ get(id: string): StoredAvatar | null;
  findByHash(sha256: string): StoredAvatar | null;
  add(avatar: NewAvatar): StoredAvatar;
  /** Changes what is named. `base`: the revision the change was made on; another one now is `store/conflict`. */
  describe(
    id: string,
    change: Partial<Pick<StoredAvatar, 'name' | 'licence' | 'profile'>>,
    base?: number | null,
  ): StoredAvatar;
  /** Adds a version. @throws StudioError `store/conflict` when `base` is not the newest. */
  setMouth(id: string, change: MouthChange): StoredAvatar;
  /** The newest `limit` versions, oldest first. */ mouthHistory(id: string, limit?: number): MouthRevision[];
  /** null: there is no such version. */ mouthAt(id: string, revision: number): MouthRevision | null;
  labelMouth(id: string, revision: number, label: string): void;
  /** Hides it; `restore` brings it back. */ remove(id: string): void;
  restore(id: string): StoredAvatar;
  /** Hides several, or brings them back; unknown ones are left out. */
  setRemoved(ids: readonly string[], removed: boolean): void;
  /** Deletes for good what was removed before `before` (ISO), except the app's own; gives the deleted. */
  purge(before: string): StoredAvatar[];
};

/** What is written of a session at its start. */
export type NewSession = {
  id: string;
  protocol: string;
  /** Who connected, where that is known. */ clientName: string | null;
  clientOrigin: string | null;
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
  /** The beginning of its texts. */ said: string;
  takes: readonly StoredTake[];
};

/** A marked part of a session, ms of its sound; `toMs` null: to the end. */
export type StoredTake = { id: string; name: string; fromMs: number; toMs: number | null };

/** A file of raw PCM s16le mono, relative to the data folder. */
export type StoredAudio = { sessionId: string; sequence: number; file: string; sampleRate: number };

/** Which sessions are meant; none that is forgotten. `search` looks in avatar names, protocols, clients and texts; empty finds all. Times are ISO in UTC, `since` included, `until` not. */
export type SessionFilter = {
  search: string;
  protocol: string | null;
  avatarId: string | null;
  since: string | null;
  until: string | null;
  withErrors: boolean;
  takesOnly: boolean;
};

/** Sessions. */
export type SessionStore = {
  opened(session: NewSession): void;
  closed(id: string, figures: { frames: number; errors: number; audioMs: number }): void;
  /** Newest first. */ list(wanted: SessionFilter, page: { limit: number; skip: number }): StoredSession[];
  count(wanted: SessionFilter): number;
  /** What there is to filter by. */ facets(): {
    protocols: string[];
    avatars: { id: string; name: string }[];
  };
  /** How many there are, the bytes of their sound, and when the oldest began. */
  totals(): { sessions: number; audioBytes: number; oldestAt: string | null };
  /** Ids of ended sessions that began before an ISO time. */ endedBefore(time: string): string[];
  /** Hides sessions; `restore` brings them back and says how many. */ forget(ids: readonly string[]): void;
  restore(ids: readonly string[]): number;
  /** Ids that are hidden. */ forgotten(): string[];
  addText(id: string, text: string): void;
  /** All texts in order. */ texts(id: string): string[];
  addChange(id: string, change: LookChange): void;
  /** All of them, as they were made. */ changes(id: string): LookChange[];
  addTake(id: string, take: StoredTake): void;
  removeTake(id: string, takeId: string): void;
  get(id: string): StoredSession | null;
  addAudio(audio: StoredAudio): void;
  /** Bytes of one file, once it is complete. */
  setAudioBytes(sessionId: string, sequence: number, bytes: number): void;
  audio(id: string): StoredAudio[];
  /** Forgets the files, not the session; gives them. */ dropAudio(id: string): StoredAudio[];
  /** Forgets all; gives the files. */ remove(id: string): StoredAudio[];
  /** Sessions with sound, oldest first, with their bytes: for retention. */
  withAudio(): { id: string; bytes: number }[];
  /** Ids of sessions that have no end: they run, or a crash left them open. */ unended(): string[];
  /** Ends what a crash left open, when its sound was over. */ endAfter(id: string, audioMs: number): void;
};

/** Where an export stands. */
export type ExportState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** What is written of an export when it is asked for; `job` is its owner's JSON. */
export type NewExport = { id: string; job: Readonly<Record<string, unknown>>; fileName: string };

/** A kept export. `position` orders those that wait. */
export type StoredExport = NewExport & {
  position: number;
  state: ExportState;
  framesDone: number;
  framesTotal: number;
  bytes: number;
  error: { code: string; message: string } | null;
  askedAt: string;
  endedAt: string | null;
  removedAt: string | null;
};

/** What changes of an export. A state of 'waiting' puts it at the end, 'first' before all others. */
export type ExportChange =
  | { to: 'waiting'; at: 'first' | 'last' }
  | { to: 'running' }
  | { to: 'done'; frames: number; bytes: number }
  | { to: 'failed'; error: { code: string; message: string } }
  | { to: 'cancelled' };

/** The queue of exports and what became of them. Removed ones are kept until they are erased. */
export type ExportStore = {
  add(made: NewExport): StoredExport;
  get(id: string): StoredExport | null;
  /** Running first, then waiting by position, then the ended ones, newest first; without removed ones. */ list(): StoredExport[];
  change(id: string, change: ExportChange): void;
  /** Written lightly: lost progress is no loss. */ progress(id: string, done: number, total: number): void;
  /** Puts a waiting one at a place among those that wait, from 0. */ move(
    id: string,
    position: number,
  ): void;
  /** Hides it; `restore` brings it back. */ remove(id: string): void;
  restore(id: string): void;
  /** Ids that are hidden. */ removed(): string[];
  erase(id: string): void;
  /** Whether a file name is some export's, removed ones included. */ isNamed(fileName: string): boolean;
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
  readonly exports: ExportStore;
  readonly settings: SettingsStore;
  readonly access: AccessStore;
  /** Where a damaged database was put aside at opening, or null. */ readonly setAside: string | null;
  close(): void;
};
