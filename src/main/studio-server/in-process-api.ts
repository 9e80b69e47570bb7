/** StudioApi inside main: parses what comes in, runs it, tells events. Both transports stand on it. */
import { StudioError } from '../../shared/errors.ts';
import {
  STUDIO_METHODS,
  type StudioApi,
  type StudioEvent,
  type StudioMethod,
  type StudioParams,
  type StudioParsed,
  type StudioResult,
} from '../../shared/studio-api.ts';
import type { StudioCalls } from './studio-calls.ts';

/** StudioApi, and a door for names and parameters nobody has checked. */
export type InProcessApi = StudioApi & {
  /** Errors: `request/invalid` for unknown methods and bad parameters, and those of the method. */
  callLoose(method: string, params: unknown): Promise<unknown>;
};

const isMethod = (name: string): name is StudioMethod => Object.hasOwn(STUDIO_METHODS, name);

const parse = <M extends StudioMethod>(method: M, params: unknown): StudioParsed<M> => {
  const parsed = STUDIO_METHODS[method].params.safeParse(params ?? {});
  if (parsed.success) return parsed.data as StudioParsed<M>;
  const issue = parsed.error.issues[0];
  const where = [method, ...(issue?.path ?? [])].join('.');
  throw new StudioError('request/invalid', `${where}: ${issue?.message ?? 'not valid'}.`, { method });
};

const run = async <M extends StudioMethod>(
  calls: StudioCalls,
  method: M,
  params: unknown,
): Promise<StudioResult<M>> => {
  const named = typeof params === 'object' && params !== null ? Object.keys(params) : [];
  return calls[method](parse(method, params), named);
};

/** `calls` is asked for at each call, so that the table may be built later. */
export const createInProcessApi = (
  calls: () => StudioCalls,
): { api: InProcessApi; announce(event: StudioEvent): void } => {
  const listeners = new Set<(event: StudioEvent) => void>();
  return {
    api: {
      call: async <M extends StudioMethod>(name: M, params: StudioParams<M>): Promise<StudioResult<M>> =>
        run(calls(), name, params),
      callLoose: async (method, params) => {
        if (!isMethod(method)) {
          throw new StudioError('request/invalid', `There is no method "${method.slice(0, 100)}".`);
        }
        return run(calls(), method, params);
      },
      subscribe: listener => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    announce: event => {
      for (const listener of listeners) listener(event);
    },
  };
};
