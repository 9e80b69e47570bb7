/** Wires the pipeline together inside the engine process: models, renderers and sessions behind the calls of the engine link. */
import path from 'node:path';
import type { EngineCalls, EngineReply, OpenedSession, OpenSession } from '../../../shared/engine-link.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { ExportJob } from '../../../shared/export-job.ts';
import type { VideoFormat } from '../../../shared/media.ts';
import { createArticulationTrack } from '../articulation/articulation-track.ts';
import { createAvatarReader } from '../avatar/avatar-reader.ts';
import { createJpegEncoder } from '../encoding/jpeg-encoder.ts';
import { exportVideo } from '../export/export-video.ts';
import { createNetworks } from '../inference/installed-networks.ts';
import { ALL_RENDERERS } from '../renderers/index.ts';
import type { ListedRenderer, Renderer, RendererDeps } from '../renderers/renderer.ts';
import { decodeAudio } from '../speech/decode-audio.ts';
import { joinPcm } from '../speech/join-pcm.ts';
import type { CallHandlers } from './call-handlers.ts';
import { FairShare } from './fair-share.ts';
import { Lazy } from './lazy.ts';
import { loadArticulation } from './load-articulation.ts';
import { createModelHandlers } from './model-handlers.ts';
import { createTrackOpener } from './open-track.ts';
import { RenderSession } from './render-session.ts';

/** Size of a video that asked for the picture's own shape, px. */
const NATURAL_EDGE = 1024;
const MIN_EDGE = 128;

/** `reply` carries progress and log lines to main. */
export type EngineHandlersDeps = {
  resourcesDir: string;
  dataDir: string;
  reply: (reply: EngineReply) => void;
};

/**
 * One set per process. Models load on first use, or ahead of it by `warmUp`, which never fails (the first use tells why);
 * `ping` never waits for them.
 */
export const createEngineHandlers = ({
  resourcesDir,
  dataDir,
  reply,
}: EngineHandlersDeps): CallHandlers & { warmUp(): void } => {
  const modelsDir = path.join(resourcesDir, 'models');
  const cacheDir = path.join(dataDir, 'cache');
  const log: RendererDeps['log'] = (level, message, fields) => reply({ kind: 'log', level, message, fields });
  const reader = createAvatarReader({
    modelsDir,
    cacheDir,
    warn: reason => log('warn', 'a prepared avatar cannot be kept', { reason }),
  });
  const articulation = new Lazy(() => loadArticulation(modelsDir));
  const networks = createNetworks({
    modelsDir: path.join(dataDir, 'models'),
    providers: { embeddedDir: modelsDir, cacheDir },
    log,
  });
  const renderers = new Map<string, { definition: ListedRenderer; loaded: Lazy<Renderer<never>> }>(
    ALL_RENDERERS.map(definition => [
      definition.id,
      { definition, loaded: new Lazy(() => definition.load(rendererDeps) as Promise<Renderer<never>>) },
    ]),
  );
  const rendererDeps: RendererDeps = {
    networks,
    cacheDir,
    log,
  };
  const share = new FairShare();
  const jpeg = createJpegEncoder();
  const sessions = new Map<string, RenderSession>();
  const asks = new Map<string, OpenSession>();
  /** Sessions on their way; one that is closed meanwhile is not kept. */
  const opening = new Map<string, OpenSession>();
  const jobs = new Map<string, AbortController>();
  const started = performance.now();

  const rendererFor = (id: string): { definition: ListedRenderer; loaded: Lazy<Renderer<never>> } => {
    const renderer = renderers.get(id);
    if (renderer === undefined)
      throw new StudioError('session/bad-config', `There is no renderer "${id}".`, { renderer: id });
    return renderer;
  };

  const openTrack = createTrackOpener({
    frame: (avatar, target) => reader.frame(avatar, target),
    renderer: rendererFor,
  });

  const naturalFormat = async (job: ExportJob): Promise<VideoFormat> => {
    const { width, height } = await reader.analyse(job.avatar.picture);
    const scale = Math.min(1, NATURAL_EDGE / Math.max(width, height));
    const even = (pixels: number): number => Math.max(MIN_EDGE, Math.round((pixels * scale) / 2) * 2);
    return { ...job.format, width: even(width), height: even(height) };
  };

  const openNow = async (ask: OpenSession): Promise<OpenedSession> => {
    const before = performance.now();
    const [opened, model] = await Promise.all([openTrack(ask), articulation.get()]);
    const { assets, track, walk, format } = opened;
    await sessions.get(ask.sessionId)?.close();
    if (opening.get(ask.sessionId) !== ask) {
      await track.close();
      throw new StudioError('session/closed', 'The session was closed while it was opened.');
    }
    asks.set(ask.sessionId, ask);
    sessions.set(
      ask.sessionId,
      new RenderSession({
        track,
        walk,
        share,
        articulation: createArticulationTrack(model, { guess: ask.guess }),
        format,
        jpegQuality: ask.jpegQuality,
        encode: jpeg.encode,
      }),
    );
    return {
      format,
      renderer: ask.renderer,
      mouth: assets.mouth,
      prepareMs: performance.now() - before,
      cacheHit: assets.cacheHit,
      lookAheadMs: opened.lookAheadMs,
      provider: track.provider ?? null,
      notes: opened.notes,
    };
  };

  const openSession = async (ask: OpenSession): Promise<OpenedSession> => {
    opening.set(ask.sessionId, ask);
    try {
      return await openNow(ask);
    } finally {
      if (opening.get(ask.sessionId) === ask) opening.delete(ask.sessionId);
    }
  };

  const cancellable = async <T>(jobId: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const abort = new AbortController();
    jobs.set(jobId, abort);
    try {
      return await work(abort.signal);
    } finally {
      jobs.delete(jobId);
    }
  };

  const sessionOf = (id: string): RenderSession => {
    const session = sessions.get(id);
    if (session === undefined)
      throw new StudioError('session/not-found', 'The session is gone. Create a new one.', { sessionId: id });
    return session;
  };

  const configure = async ({
    sessionId,
    mouth,
    compare,
    ...patch
  }: EngineCalls['configure'][0]): Promise<void> => {
    const session = sessionOf(sessionId);
    const before = asks.get(sessionId)!;
    const anew =
      mouth !== undefined ||
      (compare !== undefined && !session.configureSides(before.compare ?? [], compare));
    if (compare === undefined) session.configure(patch);
    const ask = {
      ...before,
      options: { ...before.options, ...patch.options },
      compositor: patch.compositor ?? before.compositor,
      ...(mouth === undefined ? {} : { avatar: { ...before.avatar, mouth } }),
      ...(compare === undefined ? {} : { compare }),
    } as OpenSession;
    asks.set(sessionId, ask);
    if (!anew) return;
    const { track, walk } = await openTrack(ask).catch(error => {
      // What is drawn stays what it was, and so does what the next change is compared with.
      if (asks.get(sessionId) === ask) asks.set(sessionId, before);
      throw error;
    });
    // A newer change has come while this one was prepared: it brings its own.
    if (asks.get(sessionId) !== ask) await track.close();
    else await session.replace(track, walk);
  };

  return {
    warmUp: () => {
      reader.warmUp().catch(() => {});
      for (const part of [articulation, rendererFor('portrait').loaded]) part.get().catch(() => {});
    },
    ping: async () => {
      await networks.tidy(performance.now());
      const rssBytes = process.memoryUsage.rss();
      const uptimeMs = performance.now() - started;
      return { rssBytes, sessions: sessions.size, uptimeMs, ...(await networks.memory()) };
    },
    analyse: ({ picture }) => reader.analyse(picture),
    openSession,
    render: async request => sessionOf(request.sessionId).render(request),
    configure: async change => {
      await configure(change);
      return null;
    },
    interrupt: async ({ sessionId, turn }) => {
      sessions.get(sessionId)?.interrupt(turn);
      return null;
    },
    closeSession: async ({ sessionId }) => {
      const session = sessions.get(sessionId);
      opening.delete(sessionId);
      sessions.delete(sessionId);
      asks.delete(sessionId);
      await session?.close();
      return null;
    },
    decodeAudio: async ({ path: file, maxDurationS }) => ({
      samples: await joinPcm(decodeAudio({ path: file }, { maxDurationS })),
    }),
    exportVideo: ({ jobId, job }) =>
      cancellable(jobId, async signal => {
        const format = job.format.width === 0 ? await naturalFormat(job) : job.format;
        return exportVideo(
          { ...job, format },
          {
            openTrack,
            openArticulation: async () => createArticulationTrack(await articulation.get(), { guess: false }),
          },
          progress => reply({ kind: 'progress', jobId, progress }),
          signal,
        );
      }),
    importClip: ({ jobId, job }) =>
      cancellable(jobId, signal =>
        reader.importClip(job, progress => reply({ kind: 'progress', jobId, progress }), signal),
      ),
    toPng: async ({ picture, longEdge }) => ({ png: await reader.toPng(picture, longEdge) }),
    ...createModelHandlers(networks),
    cancelExport: async ({ jobId }) => {
      jobs.get(jobId)?.abort();
      return null;
    },
  };
};
