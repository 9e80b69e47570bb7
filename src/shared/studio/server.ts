/** The running server as the page sees it, and what it may ask of it. */
import { z } from 'zod';
import { ProviderName, ResidentNetwork } from '../model-view.ts';
import { method, Nothing, StudioId } from './method.ts';

/** What the stage needs to know of the server. */
export const ServerView = z.object({
  version: z.string(),
  port: z.number(),
  wsUrl: z.string(),
  engine: z.enum(['starting', 'up', 'down', 'closed']),
  engineRestarts: z.number(),
  engineRssBytes: z.number(),
  runtime: z.enum(['fake', 'resident', 'proxy']),
  dataDir: z.string(),
  sessions: z.array(
    z.object({
      id: z.string(),
      protocol: z.string(),
      framesSent: z.number(),
      framesDropped: z.number(),
      kind: z.enum(['lock-step', 'live']),
      avatarName: z.string().nullable(),
      bytesSent: z.number(),
      audioMs: z.number(),
      errors: z.number(),
      /** Drawing and encoding a frame, ms, over the last frames. */ frameMs: z.number(),
      /** Where a neural renderer computes; null: it has no network. */ provider:
        ProviderName.nullable().optional(),
      /** Sentences the user should read once. */ notes: z.array(z.string()).optional(),
    }),
  ),
  /** Networks in the engine's memory. */ networks: z.array(ResidentNetwork).optional(),
  /** Graphics memory of the engine; null: the driver does not tell. */ gpuBytes: z
    .number()
    .nullable()
    .optional(),
});
/** Parsed ServerView. */
export type ServerView = z.infer<typeof ServerView>;

/** A socket of a program, or of the studio's own page. */
export const ClientView = z.object({
  id: StudioId,
  protocol: z.string(),
  path: z.string(),
  /** As AppView's. */ key: z.string(),
  /** What it calls itself; empty: nothing. */ name: z.string(),
  origin: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** "name (pid)", where the system tells. */ process: z.string().nullable(),
  /** Name of the token it came with. */ token: z.string().nullable(),
  isOwnPage: z.boolean(),
  state: z.enum(['asking', 'open']),
  /** Epoch, ms. */ since: z.number(),
  bytesIn: z.number(),
  bytesOut: z.number(),
  /** Bytes that wait for it to read. */ queuedBytes: z.number(),
  /** From sound in to the answer, ms; null: nothing was answered yet. */ replyMs: z.number().nullable(),
  /** Ids of its sessions in ServerView. */ sessionIds: z.array(z.string()),
});
/** Parsed ClientView. */
export type ClientView = z.infer<typeof ClientView>;

/** name → schemas of parameters and result. */
export const SERVER_METHODS = {
  'server.status': method(Nothing, ServerView),
  /** Oldest first; only sockets that speak a protocol. */
  'server.clients': method(Nothing, z.array(ClientView)),
  /** Closes one of them. One that has gone by itself is no error. */
  'server.disconnectClient': method(z.object({ id: StudioId }), Nothing),
  /** Ends a session of any program; its sockets stay open. */
  'server.disconnect': method(z.object({ id: StudioId }), Nothing),
} as const;
