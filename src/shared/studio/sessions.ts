/** Kept sessions as the page sees them, and what it may ask about them. */
import { z } from 'zod';
import { method, Nothing, StudioId } from './method.ts';

/** A kept session. */
export const SessionView = z.object({
  id: z.string(),
  protocol: z.string(),
  avatarId: z.string().nullable(),
  avatarName: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  durationMs: z.number(),
  frames: z.number(),
  errors: z.number(),
  hasAudio: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
});
/** Parsed SessionView. */
export type SessionView = z.infer<typeof SessionView>;

/** name → schemas of parameters and result. */
export const SESSION_METHODS = {
  /** Newest first, page by page; `search` looks in avatar names and protocols. */
  'sessions.list': method(
    z.object({
      limit: z.number().int().min(1).max(500).default(50),
      skip: z.number().int().min(0).default(0),
      search: z.string().max(100).default(''),
      protocol: z.string().max(40).nullable().default(null),
    }),
    z.array(SessionView),
  ),
  'sessions.totals': method(Nothing, z.object({ sessions: z.number(), audioBytes: z.number() })),
  'sessions.remove': method(z.object({ id: StudioId }), Nothing),
} as const;
