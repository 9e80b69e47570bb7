/** The engine process's answers, by call name. Contract only. */
import type { EngineCall, EngineCalls } from '../../../shared/engine-link.ts';

/** One handler for each call. Handlers throw StudioError. */
export type CallHandlers = { [K in EngineCall]: (params: EngineCalls[K][0]) => Promise<EngineCalls[K][1]> };
