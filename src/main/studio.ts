/** The composition root: every part of the studio is made here, once, and closed in reverse. The same for `serve` and for Electron. */
import path from 'node:path';
import type { Log } from '../shared/log.ts';
import { Scope } from '../shared/scope.ts';
import type { StudioApi } from '../shared/studio-api.ts';
import { readApiToken } from './api-token.ts';
import { portSetBy, type StudioConfig } from './config.ts';
import { createDiagnosis } from './doctor/diagnosis.ts';
import { LogBook } from './doctor/log-book.ts';
import { FilmShelf } from './engine/film-shelf.ts';
import { sendPicturesOnce } from './engine/picture-thrift.ts';
import { rehearse } from './engine/rehearsal.ts';
import { RemoteEngine } from './engine/remote-engine.ts';
import { Sessions } from './engine/session-opener.ts';
import { createGateway } from './gateway/gateway.ts';
import { createMetrics } from './gateway/metrics.ts';
import { Tokens } from './gateway/tokens.ts';
import type { Host } from './host.ts';
import { createNeedsGpu } from './models/needs-gpu.ts';
import { allFrontEnds } from './protocols/index.ts';
import { DEFAULT_PORT } from './settings/server-knobs.ts';
import { createSpeechService } from './speech/speech-service.ts';
import { openStore } from './store/sqlite/open-store.ts';
import { createStudioServer, type StudioServer } from './studio-server/studio-server.ts';
import { createWatchRoute } from './studio-server/watch-route.ts';
import { systemClock } from './system-clock.ts';
import { dialSocket } from './upstreams/dial-socket.ts';
import { readVersion } from './version.ts';

/** A running studio. `url` carries a one-time token; each call of `openUrl` makes a new one. */
export type Studio = {
  close(): Promise<void>;
  readonly url: string;
  /** ws://127.0.0.1:PORT; each protocol has its paths under it. */ readonly wsUrl: string;
  readonly token: string;
  readonly port: number;
  openUrl(): string;
  /** Hears of each move to another port, with a new one-time link there; gives what stops it. */ onMoved(
    listener: (url: string) => void,
  ): () => void;
  /** What the page asks for, inside this process: for the desktop shell. */ readonly api: StudioApi;
};

/** Ports tried from the default one on. */
const PORT_ATTEMPTS = 21;

/** @throws StudioError `config/invalid`, `store/*`. */
export const createStudio = async (deps: {
  config: StudioConfig;
  host: Host;
  log: Log;
  /** Somebody is there to be asked about unknown apps; default: nobody. */ canAsk?: boolean;
}): Promise<Studio> => {
  const { config, host } = deps;
  const logBook = new LogBook(config.dataDir);
  const log = logBook.over(deps.log);
  const scope = new Scope();
  try {
    const engine = scope.own(
      new RemoteEngine({
        spawn: () => sendPicturesOnce(host.spawnEngine(config.dataDir)),
        clock: systemClock,
        log,
      }),
    );
    const speech = scope.own(createSpeechService({ workerUrl: host.paths.voiceWorker, log }));
    const store = scope.own(openStore({ dataDir: config.dataDir, log }));
    const tokens = new Tokens(await readApiToken(config.dataDir), store.access);
    const studioServer: StudioServer = scope.own(
      createStudioServer({
        store,
        engine,
        speech,
        clock: systemClock,
        log,
        dataDir: config.dataDir,
        demoDir: path.join(host.paths.resources, 'avatars'),
        version: readVersion(host.paths.resources),
        runtime: config.runtime,
        // Asked only by requests, which come after both exist.
        server: () => ({ port: gateway.port, wsUrl: gateway.wsUrl }),
        access: {
          tokens,
          gateway: () => gateway,
          started: {
            portSetBy: portSetBy(config),
            usualPort: DEFAULT_PORT,
            canAsk: deps.canAsk ?? false,
            requireToken: config.requireToken,
            allowOrigins: config.allowOrigins,
          },
        },
        sessions: () => sessions.list(),
        endSession: id => sessions.closeOne(id),
        diagnosis: createDiagnosis({ host, config, logBook }),
      }),
    );
    const sessions = scope.own(
      new Sessions({ engine, clock: systemClock, log, journal: studioServer.journal }),
    );
    const metrics = createMetrics({
      sessions: () => sessions.list().length,
      engineRestarts: () => engine.restarts,
      engineRssBytes: () => engine.health?.rssBytes ?? 0,
    });
    const films = scope.own(new FilmShelf({ dir: path.join(config.dataDir, 'cache', 'films'), engine }));
    const frontEnds = allFrontEnds({ omnirt: config.omnirt }).map(definition =>
      definition.create({
        sessions,
        speech,
        clock: systemClock,
        log,
        avatars: studioServer.avatars,
        films,
        runtime: config.runtime,
        meter: metrics.meter,
        dial: dialSocket,
        installedModels: studioServer.installedModels,
        museTalkNeedsGpu: createNeedsGpu({
          models: () => studioServer.listModels(),
          providers: () => engine.call('testProviders', undefined),
        }),
        preferences: studioServer.preferences,
      }),
    );
    const gateway = scope.own(
      await createGateway({
        port:
          portSetBy(config) === null ? (studioServer.preferences().server.port ?? config.port) : config.port,
        portAttempts: config.portIsFixed ? 1 : PORT_ATTEMPTS,
        routes: [
          ...frontEnds.flatMap(frontEnd => frontEnd.routes),
          ...studioServer.routes,
          createWatchRoute({ live: id => sessions.live(id), clock: systemClock }),
        ],
        staticDir: host.paths.page,
        tokens,
        door: studioServer.door,
        tap: studioServer.tap,
        requireToken: config.requireToken,
        allowOrigins: config.allowOrigins,
        metrics,
        ready: () => ({ ok: config.runtime === 'fake' || engine.state === 'up', engine: engine.state }),
        log,
      }),
    );
    for (const { name, why } of config.ignored) log.warn('a setting has no effect here', { name, why });
    if (config.runtime === 'resident') scope.own(rehearse({ engine, clock: systemClock, log }));
    void studioServer.start();
    void speech.warmUp();
    return {
      url: gateway.openUrl(),
      wsUrl: new URL(gateway.wsUrl).origin,
      token: tokens.api,
      port: gateway.port,
      onMoved: listener => gateway.onMoved(listener),
      openUrl: () => gateway.openUrl(),
      api: studioServer.api,
      close: () => scope.close(),
    };
  } catch (error) {
    await scope.close();
    throw error;
  }
};
