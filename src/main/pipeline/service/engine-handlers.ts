/** Wires the pipeline together inside the engine process: models, renderers and sessions behind the calls of the engine link. */
import path from 'node:path';
import type { EngineReply, OpenedSession, OpenSession } from '../../../shared/engine-link.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { ExportJob } from '../../../shared/export-job.ts';
import type { VideoFormat } from '../../../shared/media.ts';
import type { RendererChoice } from '../../../shared/renderer-options/renderer-choice.ts';
import { createArticulationTrack } from '../articulation/articulation-track.ts';
import { createAvatarReader } from '../avatar/avatar-reader.ts';
import { encodeJpeg } from '../encoding/jpeg.ts';
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
import { pictureWalkOf } from './picture-walk.ts';
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

type TrackAsk = RendererChoice & Pick<OpenSession, 'avatar' | 'compositor' | 'format' | 'fit' | 'background'>;

// The restoration network of this mode is not here; the picture is the mode before it.
const notesOf = ({ compositor }: TrackAsk): string[] =>
  compositor.mode === 'easy_enhanced'
    ? ['easy_enhanced needs a face restoration model, which is not installed: easy_improved is used.']
    : [];

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
  const reader = createAvatarReader({
    modelsDir,
    cacheDir,
    warn: reason =>
      reply({ kind: 'log', level: 'warn', message: 'a prepared avatar cannot be kept', fields: { reason } }),
  });
  const articulation = new Lazy(() => loadArticulation(modelsDir));
  const networks = createNetworks({
    modelsDir: path.join(dataDir, 'models'),
    providers: { embeddedDir: modelsDir, cacheDir: path.join(dataDir, 'cache') },
    log: (level, message, fields) => reply({ kind: 'log', level, message, fields }),
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
    log: (level, message, fields) => reply({ kind: 'log', level, message, fields }),
  };
  const share = new FairShare();
  const sessions = new Map<string, RenderSession>();
  const exports = new Map<string, AbortController>();
  const started = performance.now();

  const rendererFor = (id: string): { definition: ListedRenderer; loaded: Lazy<Renderer<never>> } => {
    const renderer = renderers.get(id);
    if (renderer === undefined)
      throw new StudioError('session/bad-config', `There is no renderer "${id}".`, { renderer: id });
    return renderer;
  };

  const openTrack = async (ask: TrackAsk) => {
    const { width, height } = ask.format;
    const { fit, background } = ask;
    const [assets, renderer] = await Promise.all([
      reader.frame(ask.avatar, { width, height, fit, background }),
      rendererFor(ask.renderer).loaded.get(),
    ]);
    const track = await renderer.prepare(assets, ask.options as never, ask.compositor);
    return { assets, track, walk: pictureWalkOf(assets.moving) };
  };

  const naturalFormat = async (job: ExportJob): Promise<VideoFormat> => {
    const { width, height } = await reader.analyse(job.avatar.picture);
    const scale = Math.min(1, NATURAL_EDGE / Math.max(width, height));
    const even = (pixels: number): number => Math.max(MIN_EDGE, Math.round((pixels * scale) / 2) * 2);
    return { ...job.format, width: even(width), height: even(height) };
  };

  const openSession = async (ask: OpenSession): Promise<OpenedSession> => {
    const before = performance.now();
    const [{ assets, track, walk }, model] = await Promise.all([openTrack(ask), articulation.get()]);
    await sessions.get(ask.sessionId)?.close();
    sessions.set(
      ask.sessionId,
      new RenderSession({
        track,
        walk,
        share,
        articulation: createArticulationTrack(model, { guess: ask.guess }),
        format: ask.format,
        jpegQuality: ask.jpegQuality,
        encode: encodeJpeg,
      }),
    );
    return {
      format: ask.format,
      renderer: ask.renderer,
      mouth: assets.mouth,
      prepareMs: performance.now() - before,
      cacheHit: assets.cacheHit,
      lookAheadMs: rendererFor(ask.renderer).definition.lookAheadMs,
      provider: track.provider ?? null,
      notes: [...(track.notes ?? []), ...notesOf(ask)],
    };
  };

  const sessionOf = (id: string): RenderSession => {
    const session = sessions.get(id);
    if (session === undefined)
      throw new StudioError('session/not-found', 'The session is gone. Create a new one.', { sessionId: id });
    return session;
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
    configure: async ({ sessionId, ...patch }) => {
      sessionOf(sessionId).configure(patch);
      return null;
    },
    interrupt: async ({ sessionId, turn }) => {
      sessions.get(sessionId)?.interrupt(turn);
      return null;
    },
    closeSession: async ({ sessionId }) => {
      const session = sessions.get(sessionId);
      sessions.delete(sessionId);
      await session?.close();
      return null;
    },
    decodeAudio: async ({ path: file, maxDurationS }) => ({
      samples: await joinPcm(decodeAudio({ path: file }, { maxDurationS })),
    }),
    exportVideo: async ({ jobId, job }) => {
      const abort = new AbortController();
      exports.set(jobId, abort);
      try {
        const format = job.format.width === 0 ? await naturalFormat(job) : job.format;
        return await exportVideo(
          { ...job, format },
          {
            openTrack,
            openArticulation: async () => createArticulationTrack(await articulation.get(), { guess: false }),
          },
          progress => reply({ kind: 'progress', jobId, progress }),
          abort.signal,
        );
      } finally {
        exports.delete(jobId);
      }
    },
    ...createModelHandlers(networks),
    cancelExport: async ({ jobId }) => {
      exports.get(jobId)?.abort();
      return null;
    },
  };
};
