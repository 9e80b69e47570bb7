/** What answers chunks: the engine's lock-step session, or the `fake` runtime's flat frames. One shape for both dialogues. */
import { randomUUID } from 'node:crypto';
import type { VideoFormat } from '../../../shared/media.ts';
import type { LockStepResult, LockStepSession } from '../../engine/session.ts';
import { echoBlend } from './blend-settings.ts';
import type { CreateRequest } from './create-request.ts';
import { flatJpeg } from './flat-jpeg.ts';
import type { Geometry } from './geometry.ts';
import { PcmIntake } from './pcm-intake.ts';
import type { Tunable } from './session-tuning.ts';

/** One open lock-step session of a client. `pcm` is s16le as the client sent it. */
export type ChunkSource = Tunable & {
  readonly id: string;
  readonly chunkBytes: number;
  /** Sizes and rates that differ from what was asked; absent: none does. */ readonly granted?: Geometry;
  /** Facts beyond the reference's answer. */ readonly facts: Readonly<Record<string, unknown>>;
  render(pcm: Uint8Array): Promise<LockStepResult>;
  flush(): Promise<LockStepResult>;
  close(): Promise<void>;
};

const NOTHING: LockStepResult = { jpegs: [], inferMs: 0, encodeMs: 0 };

/** A fresh id, prefix and 32 hexadecimal digits. */
export const makeId = (prefix: 'avt_' | 'trace_'): string => prefix + randomUUID().replaceAll('-', '');

const chunkBytesOf = ({ geometry }: CreateRequest): number => geometry.chunkSamples * geometry.channels * 2;

const usesExtensions = ({ config }: CreateRequest): boolean =>
  config.postprocess !== undefined || config.frame_policy !== undefined;

/** What was granted of our extensions. */
const extensionFacts = (request: CreateRequest): Record<string, unknown> => ({
  postprocess: echoBlend(request.blend),
  frame_policy: request.framePolicy,
});

/** The `video` part of an answer. */
export const videoFact = ({ width, height, fps }: VideoFormat): Record<string, unknown> => ({
  encoding: 'jpeg-seq',
  wire_magic: 'VIDX',
  fps,
  width,
  height,
});

/** Who draws and where, in `session.created` and `init_ok`; `notes` are sentences for people. */
export const drawingFacts = (
  session: Pick<LockStepSession, 'format' | 'renderer' | 'provider' | 'notes'>,
): Record<string, unknown> => ({
  // Sides of a comparison make the picture wider than it was asked for.
  video: videoFact(session.format),
  renderer: session.renderer,
  provider: session.provider,
  notes: session.notes,
});

/** One JPEG a chunk whose colour tells the chunk's index and size, as the reference's fake runtime does. */
export const openFakeSource = (request: CreateRequest): ChunkSource => {
  const { width, height } = request.geometry;
  let chunks = 0;
  return {
    id: makeId('avt_'),
    chunkBytes: chunkBytesOf(request),
    renderer: null,
    // The reference's answer, key for key, unless the client speaks our extensions.
    facts: usesExtensions(request) ? extensionFacts(request) : {},
    configure: async () => {},
    render: async pcm => {
      const started = performance.now();
      const jpeg = flatJpeg(width, height, [(37 * chunks) % 255, Math.floor(pcm.length / 257) % 255, 96]);
      chunks += 1;
      return { jpegs: [jpeg], inferMs: 0, encodeMs: performance.now() - started };
    },
    flush: async () => NOTHING,
    close: async () => {},
  };
};

/** How the session knows the mouth, for `session.created`. A stored avatar's mouth counts as given: it was settled before. */
export const mouthFact = (
  request: CreateRequest,
  session: { mouth: unknown },
): 'given' | 'detected' | 'none' => {
  if (session.mouth === null) return 'none';
  return request.mouth === null && request.picture.from === 'bytes' ? 'detected' : 'given';
};

/** The engine's session as a source. */
export const residentSource = (request: CreateRequest, session: LockStepSession): ChunkSource => {
  const intake = new PcmIntake(request.geometry.sampleRate, request.geometry.channels);
  return {
    id: session.id,
    chunkBytes: chunkBytesOf(request),
    renderer: session.renderer,
    facts: {
      ...drawingFacts(session),
      mouth: mouthFact(request, session),
      delivery: 'lock-step',
      ...extensionFacts(request),
    },
    configure: patch => session.configure(patch),
    render: pcm => session.renderChunk(intake.take(pcm)),
    flush: () => session.flush(),
    close: async () => session.close(),
  };
};
