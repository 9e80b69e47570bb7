/** A network that KServe v2 servers run (Triton and others): each of several servers in turn, over HTTP or gRPC as its address says. */
import { StudioError } from '../../../shared/errors.ts';
import { createKServeHttp } from './kserve-http.ts';
import type { KServeTransport } from './kserve-transport.ts';
import type { Network } from './networks.ts';

/** Where it is. `urls`: addresses (`http`, `https`, `grpc`, `grpcs`) of servers that all have the model. */
export type KServeModel = { urls: readonly string[]; model: string; version: string | null };

/** Patience, ms. A first inference may load the model. */
export type KServeLimits = { askMs: number; inferMs: number };

const LIMITS: KServeLimits = { askMs: 5_000, inferMs: 30_000 };

const connectionTo = async (url: string): Promise<KServeTransport> => {
  switch (URL.parse(url)?.protocol) {
    case 'http:':
    case 'https:':
      return createKServeHttp(url);
    case 'grpc:':
    case 'grpcs:':
      // Loaded when it is asked for: most never do, and the library costs an engine's start.
      return (await import('./kserve-grpc.ts')).createKServeGrpc(url);
    default:
      throw new StudioError(
        'model/unsupported',
        'A model server has an address like http://host:8000 or grpc://host:8001.',
      );
  }
};

/** Asks the servers in turn until one answers. Errors: that of the last one. */
const firstOf = async <T>(
  servers: readonly KServeTransport[],
  ask: (server: KServeTransport) => Promise<T>,
): Promise<T> => {
  let last: unknown;
  for (const server of servers) {
    try {
      return await ask(server);
    } catch (error) {
      last = error;
    }
  }
  throw last;
};

/**
 * Asks what the model takes and gives; nothing is computed yet.
 * @throws StudioError `model/unreachable` (no server, no such model, another protocol), `model/unsupported` (element types, addresses).
 */
export const openKServeNetwork = async (
  { urls, model: name, version }: KServeModel,
  limits: Partial<KServeLimits> = {},
): Promise<Network> => {
  const { askMs, inferMs } = { ...LIMITS, ...limits };
  const model = { model: name, version };
  const servers = await Promise.all(urls.map(connectionTo));
  const stop = new AbortController();
  const close = async (): Promise<void> => {
    stop.abort();
    for (const server of servers) server.close();
  };
  const { signal } = stop;
  const signature = await firstOf(servers, server =>
    server.describe(model, { limitMs: askMs, signal }),
  ).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  let turn = 0;
  return {
    provider: 'kserve',
    signature,
    inputNames: signature.inputs.map(({ name }) => name),
    outputNames: signature.outputs.map(({ name }) => name),
    run: async inputs => {
      const first = turn++;
      const ask = (attempt: number) =>
        servers[(first + attempt) % servers.length]!.infer(model, inputs, signature, {
          limitMs: inferMs,
          signal,
        });
      let came = await ask(0);
      // Twice in all: another server where there is one, else the same, whose kept connection may have been closed under us.
      if (came.at === 'failed' && came.again) came = await ask(1);
      if (came.at === 'failed') throw came.error;
      return came.outputs;
    },
    close,
  };
};
