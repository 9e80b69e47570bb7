/** One open session of the native protocol, of either delivery: opened, described, freed. Knows no message but `session.created`'s facts. */
import type { Clock } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import type { LiveSession } from '../../engine/session.ts';
import type { SpeechService } from '../../speech/speech-service-contract.ts';
import type { Connection, Meter } from '../front-end.ts';
import { type ChunkSource, drawingFacts, mouthFact, videoFact } from './chunk-source.ts';
import type { CreateRequest } from './create-request.ts';
import { LiveRun } from './live-run.ts';
import type { SessionDoor } from './session-door.ts';
import { SessionTuning } from './session-tuning.ts';
import type { WireFailure } from './wire.ts';

/** An open one. `chunkIndex`: chunks answered so far. */
export type NativeSession = { readonly id: string; readonly tuning: SessionTuning } & (
  | { at: 'lock-step'; source: ChunkSource; chunkIndex: number }
  | { at: 'live'; run: LiveRun }
);

/** What an opening needs. `fail` answers an error of a live session. */
export type OpeningDeps = {
  connection: Connection;
  door: SessionDoor;
  speech: SpeechService;
  clock: Clock;
  log: Log;
  meter: Meter;
  fail(failure: WireFailure, extra?: Record<string, unknown>): void;
};

/** `facts` beside the reference's; `granted`: the request as it came to be. */
export type Opened = { session: NativeSession; facts: Record<string, unknown>; granted: CreateRequest };

const openChunks = async (
  request: CreateRequest,
  { door }: OpeningDeps,
  signal: AbortSignal,
): Promise<Opened> => {
  const source = await door.openChunks(request, signal);
  const tuning = new SessionTuning(source, request.blend);
  return {
    session: { id: source.id, tuning, at: 'lock-step', source, chunkIndex: 0 },
    facts: { ...source.facts },
    granted: source.granted === undefined ? request : { ...request, geometry: source.granted },
  };
};

/** How the alpha of a transparent session comes: below the colours, in the lower half of a frame of double height. */
const alphaFact = ({ config }: CreateRequest, { format }: LiveSession): Record<string, unknown> =>
  config.background === 'transparent' ? { video: { ...videoFact(format), alpha: 'stacked' } } : {};

const openLive = async (request: CreateRequest, deps: OpeningDeps, signal: AbortSignal): Promise<Opened> => {
  const voice = await deps.door.voiceOf(request);
  const live = await deps.door.openLive(request, signal);
  const { sampleRate, channels } = request.geometry;
  const visemes = request.config.visemes === true;
  const run = new LiveRun(live, { sampleRate, channels }, { ...deps, voice, visemes });
  const tuning = new SessionTuning(live, request.blend);
  const facts = {
    ...drawingFacts(live),
    ...alphaFact(request, live),
    mouth: mouthFact(request, live),
    delivery: 'live',
    postprocess: tuning.echo,
    idle: request.config.idle !== false,
    turn: live.turn,
  };
  return { session: { id: live.id, tuning, at: 'live', run }, facts, granted: request };
};

/** Errors are thrown, for the dialogue to put into words. A live session begins to send with `run.start()`. */
export const openNativeSession = (
  request: CreateRequest,
  deps: OpeningDeps,
  signal: AbortSignal,
): Promise<Opened> =>
  request.config.delivery === 'live' ? openLive(request, deps, signal) : openChunks(request, deps, signal);

/** Ends the work of a session; idempotent. */
export const freeSession = (session: NativeSession): void => {
  if (session.at === 'live') session.run.close();
  else void session.source.close();
};

/** Where a session stands, for a client that comes back to it. */
export const standingOf = (session: NativeSession): Record<string, unknown> =>
  session.at === 'live'
    ? { delivery: 'live', turn: session.run.turn }
    : { delivery: 'lock-step', chunk_index: session.chunkIndex };

const isSwitch = (value: unknown): boolean =>
  value === undefined || value === null || typeof value === 'boolean';

/** The extension fields that belong to the native protocol alone. */
export const checkDelivery = ({
  delivery,
  resume,
  visemes,
}: Readonly<Record<string, unknown>>): WireFailure | null => {
  if (delivery !== undefined && delivery !== null && delivery !== 'live' && delivery !== 'lock-step') {
    return { code: 'bad_config', message: 'config.delivery must be "live" or "lock-step".' };
  }
  if (!isSwitch(resume)) return { code: 'bad_config', message: 'config.resume must be true or false.' };
  if (!isSwitch(visemes)) return { code: 'bad_config', message: 'config.visemes must be true or false.' };
  return null;
};
