/** Kept sessions as the page sees them, and what it may ask about them. */
import { z } from 'zod';
import { LookChange } from '../look-change.ts';
import { method, Nothing, StudioId } from './method.ts';

/** A part of a session's sound that was marked to be kept; ms from the session's first sound. `toMs` null: to its end. */
export const Take = z.object({
  id: z.string(),
  name: z.string(),
  fromMs: z.number(),
  toMs: z.number().nullable(),
});
/** Parsed Take. */
export type Take = z.infer<typeof Take>;

/** A kept session. */
export const SessionView = z.object({
  id: z.string(),
  protocol: z.string(),
  /** The program that connected, as it names itself or as it was allowed; null: not known. */
  clientName: z.string().nullable(),
  /** The web page it came from, such as `http://localhost:3000`; null: no page. */
  clientOrigin: z.string().nullable(),
  avatarId: z.string().nullable(),
  avatarName: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  durationMs: z.number(),
  /** Length and bytes of its sound. */ audioMs: z.number(),
  audioBytes: z.number(),
  frames: z.number(),
  errors: z.number(),
  hasAudio: z.boolean(),
  /** The beginning of the texts it was given, at most 200 characters; empty where sound came in. */
  said: z.string(),
  takes: z.array(Take),
  settings: z.record(z.string(), z.unknown()),
});
/** Parsed SessionView. */
export type SessionView = z.infer<typeof SessionView>;

const Time = z.iso.datetime();

/** Which sessions are meant; every field left out means all. `search` looks in avatar names, protocols, clients and texts. */
export const SessionWanted = z.object({
  search: z.string().max(100).default(''),
  protocol: z.string().max(40).nullable().default(null),
  avatarId: StudioId.nullable().default(null),
  /** Begun at or after; before; ISO 8601 in UTC. */ since: Time.nullable().default(null),
  until: Time.nullable().default(null),
  withErrors: z.boolean().default(false),
  takesOnly: z.boolean().default(false),
});
/** Parsed SessionWanted. */
export type SessionWanted = z.output<typeof SessionWanted>;

/** name → schemas of parameters and result. */
export const SESSION_METHODS = {
  /** Newest first, page by page. */
  'sessions.list': method(
    SessionWanted.extend({
      limit: z.number().int().min(1).max(500).default(50),
      skip: z.number().int().min(0).default(0),
    }),
    z.array(SessionView),
  ),
  'sessions.count': method(SessionWanted, z.object({ count: z.number() })),
  'sessions.get': method(z.object({ id: StudioId }), SessionView),
  /** All that it was given to say as text, one text a line. */
  'sessions.text': method(z.object({ id: StudioId }), z.object({ text: z.string() })),
  /** How it was drawn differently as it went on. */
  'sessions.changes': method(z.object({ id: StudioId }), z.array(LookChange)),
  /** What there is to filter by. */
  'sessions.facets': method(
    Nothing,
    z.object({
      protocols: z.array(z.string()),
      avatars: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
  ),
  /** All of them, their sound, and the oldest one's beginning. */
  'sessions.totals': method(
    Nothing,
    z.object({ sessions: z.number(), audioBytes: z.number(), oldestAt: z.string().nullable() }),
  ),
  /** Forgets one. Until `undoMs` have passed, `sessions.restore` with `undo` brings it back; then its sound is deleted. */
  'sessions.remove': method(z.object({ id: StudioId }), z.object({ undo: z.string(), undoMs: z.number() })),
  /** Forgets all ended sessions that began before a time. */
  'sessions.forgetOlder': method(
    z.object({ before: Time }),
    z.object({ count: z.number(), undo: z.string(), undoMs: z.number() }),
  ),
  'sessions.restore': method(z.object({ undo: StudioId }), z.object({ count: z.number() })),
  /** Marks a part of a session as a take. */
  'sessions.addTake': method(
    z.object({
      id: StudioId,
      name: z.string().trim().min(1).max(100),
      fromMs: z.number().min(0),
      toMs: z.number().positive().nullable().default(null),
    }),
    Take,
  ),
  'sessions.removeTake': method(z.object({ id: StudioId, takeId: StudioId }), Nothing),
} as const;
