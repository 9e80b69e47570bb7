/** A real gateway on a free port with the front-ends over fake or real sessions. */
import { createGateway, type Gateway, type GatewayOptions } from '../../src/main/gateway/gateway.ts';
import { createMetrics } from '../../src/main/gateway/metrics.ts';
import { Tokens } from '../../src/main/gateway/tokens.ts';
import type { FrontEndDeps } from '../../src/main/protocols/front-end.ts';
import { allFrontEnds } from '../../src/main/protocols/index.ts';
import { systemClock } from '../../src/main/system-clock.ts';
import { silentLog } from '../../src/shared/log.ts';
import { createFakeSessions, type FakeSessions } from './fake-sessions.ts';

/** What a test holds. */
export type TestServer = { gateway: Gateway; sessions: FakeSessions; tokens: Tokens; wsBase: string };

/** Speech that is never asked for. */
const noSpeech: FrontEndDeps['speech'] = {
  voices: () => [],
  speak: () => {
    throw new Error('no speech in this test');
  },
  close: () => {},
};

/** Starts one; close the gateway when done. */
export const startTestServer = async (
  options: {
    deps?: Partial<FrontEndDeps>;
    gateway?: Partial<GatewayOptions>;
    /** Beside those of the protocols. */ routes?: GatewayOptions['routes'];
  } = {},
): Promise<TestServer> => {
  const sessions = createFakeSessions();
  const metrics = createMetrics({ sessions: () => 0, engineRestarts: () => 0, engineRssBytes: () => 0 });
  const deps: FrontEndDeps = {
    sessions,
    speech: noSpeech,
    clock: systemClock,
    log: silentLog,
    avatars: { picture: async () => null },
    runtime: 'resident',
    meter: metrics.meter,
    ...options.deps,
  };
  const tokens = new Tokens();
  const gateway = await createGateway({
    port: 0,
    portAttempts: 1,
    routes: [
      ...allFrontEnds({ omnirt: {} }).flatMap(definition => definition.create(deps).routes),
      ...(options.routes ?? []),
    ],
    staticDir: '/nonexistent',
    tokens,
    requireToken: false,
    allowOrigins: [],
    metrics,
    ready: () => ({ ok: true }),
    log: silentLog,
    ...options.gateway,
  });
  return { gateway, sessions, tokens, wsBase: `ws://127.0.0.1:${gateway.port}` };
};
