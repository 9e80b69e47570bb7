/** An optional component that is loaded on request: native libraries too large and too particular to ship. Knows no network and no disk. */
import { z } from 'zod';

const PlainName = z.string().regex(/^(?!\.)[A-Za-z0-9._+-]{1,120}$/);

/** One library file. */
export const ComponentFile = z.object({
  file: PlainName,
  url: z.url({ protocol: /^https?$/ }),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive().max(8e9),
});

/** What a component is made of and where it comes from. Nobody's is built in: a publisher's, or one of one's own. */
export const ComponentManifest = z.object({
  format: z.literal(1),
  component: z.literal('cuda'),
  version: z.string().min(1).max(40),
  /** As Node names them. */ platform: z.enum(['linux', 'win32']),
  arch: z.enum(['x64', 'arm64']),
  licence: z.string().min(1).max(200_000),
  files: z.array(ComponentFile).min(1).max(64),
});
/** Parsed ComponentManifest. */
export type ComponentManifest = z.infer<typeof ComponentManifest>;

/** Where a component's files lie, below the models folder. A dot keeps it out of the list of models. */
export const COMPONENT_FOLDER = { cuda: '.components/cuda' } as const;
