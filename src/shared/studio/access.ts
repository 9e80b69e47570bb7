/** Who may use the server: its switches, the apps the user was asked about, tokens. As the page sees them, and what it may ask. */
import { z } from 'zod';
import { method, Nothing, StudioId } from './method.ts';

/** What a token opens: `protocols` the avatar protocols, `feed` the pictures of the stage. The studio itself is opened by none. */
export const TokenScope = z.enum(['protocols', 'feed']);
/** Parsed TokenScope. */
export type TokenScope = z.infer<typeof TokenScope>;

/** A token without its secret, which is told once. Times are ISO 8601. */
export const TokenView = z.object({
  id: StudioId,
  name: z.string(),
  scopes: z.array(TokenScope),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  /** Sockets open with it now. */ connections: z.number(),
});
/** Parsed TokenView. */
export type TokenView = z.infer<typeof TokenView>;

/** What the user settled about an app. */
export const AppVerdict = z.enum(['always', 'never']);
/** Parsed AppVerdict. */
export type AppVerdict = z.infer<typeof AppVerdict>;

/** An app the user settled something about. `key` tells it apart: an origin, a token, or what a program calls itself. */
export const AppView = z.object({
  key: z.string(),
  name: z.string(),
  verdict: AppVerdict,
  decidedAt: z.string(),
  lastSeenAt: z.string().nullable(),
});
/** Parsed AppView. */
export type AppView = z.infer<typeof AppView>;

/** A connection that waits for the user's word. Times are ISO 8601. */
export const AppQuestion = z.object({
  id: StudioId,
  /** As AppView's. */ key: z.string(),
  name: z.string(),
  /** A web page's; null: a program. */ origin: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** The process behind it, where the system tells. */ process: z.string().nullable(),
  protocol: z.string(),
  path: z.string(),
  askedAt: z.string(),
  /** Then it is refused. */ expiresAt: z.string(),
  /** How many of its connections wait. */ waiting: z.number(),
});
/** Parsed AppQuestion. */
export type AppQuestion = z.infer<typeof AppQuestion>;

/** The server's switches as the user left them. */
export const ServerSettings = z.object({
  /** Other programs may connect. The studio's own page always may. */ enabled: z.boolean().default(true),
  /** Tried first at the next start; null: the usual one. A flag or a variable wins. */ port: z
    .number()
    .int()
    .min(1024)
    .max(65_535)
    .nullable()
    .default(null),
  /** Protocols that are switched off, by id. */ protocolsOff: z
    .array(z.string().max(40))
    .max(32)
    .default([]),
  /** Ask about programs that were never seen. `serve` never asks. */ askNewApps: z.boolean().default(false),
});
/** Parsed ServerSettings. */
export type ServerSettings = z.infer<typeof ServerSettings>;

/** The door as it stands now. */
export const DoorView = z.object({
  settings: ServerSettings,
  /** Where it listens. */ port: z.number(),
  /** The flag, variable or file that settles the port; null: the setting does. */ portSetBy: z
    .string()
    .nullable(),
  /** False: this server never asks (`serve`). */ canAsk: z.boolean(),
  /** Every client must send a token. */ requireToken: z.boolean(),
  /** Web origins allowed at start. */ allowOrigins: z.array(z.string()),
  protocols: z.array(z.object({ id: z.string(), paths: z.array(z.string()), enabled: z.boolean() })),
});
/** Parsed DoorView. */
export type DoorView = z.infer<typeof DoorView>;

/** name → schemas of parameters and result. */
export const ACCESS_METHODS = {
  'access.door': method(Nothing, DoorView),
  /** Only the named keys change; sockets that are not welcome any more end. */
  'access.setDoor': method(ServerSettings.omit({ port: true }).partial(), DoorView),
  /** Listens on another port and ends what is connected to the old one. Errors: config/invalid (taken, or settled by a flag). */
  'access.setPort': method(z.object({ port: ServerSettings.shape.port }), DoorView),
  /** A link with a one-time key to where the server listens now. */
  'access.link': method(Nothing, z.object({ url: z.string() })),
  'access.questions': method(Nothing, z.array(AppQuestion)),
  'access.answer': method(z.object({ id: StudioId, answer: z.enum(['once', 'always', 'never']) }), Nothing),
  'access.apps': method(Nothing, z.array(AppView)),
  /** Settles it anew; null forgets the app. `never` ends its sockets. */
  'access.settleApp': method(
    z.object({ key: z.string().min(1).max(400), name: z.string().max(200), verdict: AppVerdict.nullable() }),
    Nothing,
  ),
  'access.tokens': method(Nothing, z.array(TokenView)),
  /** `secret` is told here and never again. */
  'access.createToken': method(
    z.object({
      name: z.string().trim().min(1).max(60),
      scopes: z.array(TokenScope).min(1).max(4).default(['protocols']),
    }),
    z.object({ token: TokenView, secret: z.string() }),
  ),
  /** Its sockets end at once. */
  'access.revokeToken': method(z.object({ id: StudioId }), Nothing),
  /** Takes a revocation back. */
  'access.restoreToken': method(z.object({ id: StudioId }), TokenView),
} as const;

/** Announced by the server; the page asks for the rest. */
export type AccessEvent =
  | { name: 'access.questions'; questions: AppQuestion[] }
  | { name: 'access.changed' }
  /** The server listens elsewhere now; the old port ends soon. */
  | { name: 'server.moved'; port: number };
