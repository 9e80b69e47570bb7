/** The running server as the page sees it, and what it may ask of it. */
import { z } from 'zod';
import { CheckResult, KnobView } from '../diagnosis.ts';
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

/** name → schemas of parameters and result. */
export const SERVER_METHODS = {
  'server.status': method(Nothing, ServerView),
  /** Ends a session of any program; its sockets stay open. */
  'server.disconnect': method(z.object({ id: StudioId }), Nothing),
  /** The doctor's checks, on the running server; takes some seconds. */
  'diagnosis.run': method(Nothing, z.array(CheckResult)),
  'diagnosis.knobs': method(Nothing, z.array(KnobView)),
} as const;
