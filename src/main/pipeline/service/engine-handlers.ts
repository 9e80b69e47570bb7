/** Wires the pipeline together inside the engine process: models, renderers and sessions behind the calls of the engine link. */
import path from 'node:path';
import type { EngineReply } from '../../../shared/engine-link.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { ExportJob } from '../../../shared/export-job.ts';
import type { VideoFormat } from '../../../shared/media.ts';
import { type ArticulationSource, createArticulationTrack } from '../articulation/articulation-track.ts';
import { createAvatarReader } from '../avatar/avatar-reader.ts';
import { createJpegEncoder } from '../encoding/jpeg-encoder.ts';
import { loadNativeMedia } from '../encoding/media-library.ts';
import { ArrivingSpeech } from '../export/arriving-speech.ts';
import { exportVideo } from '../export/export-video.ts';
import { createNetworks } from '../inference/installed-networks.ts';
import { ALL_RENDERERS } from '../renderers/index.ts';
import type { ListedRenderer, Renderer, RendererDeps } from '../renderers/renderer.ts';
import { decodeAudio } from '../speech/decode-audio.ts';
import { joinPcm } from '../speech/join-pcm.ts';
import type { CallHandlers } from './call-handlers.ts';
import { EngineSessions } from './engine-sessions.ts';
import { Lazy } from './lazy.ts';
import { loadArticulation } from './load-articulation.ts';
import { createModelHandlers } from './model-handlers.ts';
import { createMouthHandlers } from './mouth-handlers.ts';
import { createTrackOpener } from './open-track.ts';
import { createRehearsal } from './rehearsal.ts';

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
  const jpeg = createJpegEncoder();
  const jobs = new Map<string, AbortController>();
  const speeches = new Map<string, ArrivingSpeech>();
  const started = performance.now();

  const rendererFor = (id: string): { definition: ListedRenderer; loaded: Lazy<Renderer<never>> } => {
    const renderer = renderers.get(id);
    if (renderer === undefined)
      throw new StudioError('session/bad-config', `There is no renderer "${id}".`, { renderer: id });
    return renderer;
  };

  const openTrack = createTrackOpener({
    frame: (avatar, target) => reader.frame(avatar, target),
    backdrop: (picture, size) => reader.backdrop(picture, size),
    renderer: rendererFor,
  });

  const naturalFormat = async (job: ExportJob): Promise<VideoFormat> => {
    const { width, height } = await reader.analyse(job.avatar.picture);
    const scale = Math.min(1, NATURAL_EDGE / Math.max(width, height));
    const even = (pixels: number): number => Math.max(MIN_EDGE, Math.round((pixels * scale) / 2) * 2);
    return { ...job.format, width: even(width), height: even(height) };
  };

  const openArticulation = async (options: { guess: boolean }): Promise<ArticulationSource> =>
    createArticulationTrack(await articulation.get(), options);
  const sessions = new EngineSessions({ openTrack, openArticulation, encode: jpeg.encode });
  const rehearse = createRehearsal({ sessions, demoDir: path.join(resourcesDir, 'avatars') });

  const cancellable = async <T>(jobId: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const abort = new AbortController();
    jobs.set(jobId, abort);
    try {
      return await work(abort.signal);
    } finally {
      jobs.delete(jobId);
      speeches.delete(jobId);
    }
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
    openSession: ask => sessions.open(ask),
    render: request => sessions.render(request),
    configure: async change => {
      await sessions.configure(change);
      return null;
    },
    interrupt: async ({ sessionId, turn }) => {
      sessions.interrupt(sessionId, turn);
      return null;
    },
    closeSession: async ({ sessionId }) => {
      await sessions.close(sessionId);
      return null;
    },
    rehearse: async () => ({ done: await rehearse() }),
    decodeAudio: async ({ path: file, maxDurationS }) => ({
      samples: await joinPcm(decodeAudio({ path: file }, { maxDurationS })),
    }),
    exportVideo: ({ jobId, job: asked, speechFollows }) =>
      cancellable(jobId, async signal => {
        const utterances = new ArrivingSpeech(signal);
        if (speechFollows === true) speeches.set(jobId, utterances);
        const job: ExportJob =
          speechFollows === true ? { ...asked, speech: { kind: 'arriving', utterances } } : asked;
        // It loads while the picture is prepared; whoever needs it says what went wrong.
        if (job.container !== 'wav' && job.container !== 'png') loadNativeMedia().catch(() => {});
        const format = job.format.width === 0 ? await naturalFormat(job) : job.format;
        return exportVideo(
          { ...job, format },
          {
            openTrack,
            openArticulation: () => openArticulation({ guess: false }),
          },
          progress => reply({ kind: 'progress', jobId, progress }),
          signal,
        );
      }),
    exportSpeech: async ({ jobId, utterance }) => {
      speeches.get(jobId)?.add(utterance);
      return null;
    },
    importClip: ({ jobId, job }) =>
      cancellable(jobId, signal =>
        reader.importClip(job, progress => reply({ kind: 'progress', jobId, progress }), signal),
      ),
    toPng: async ({ picture, longEdge }) => ({ png: await reader.toPng(picture, longEdge) }),
    ...createMouthHandlers(reader),
    ...createModelHandlers(networks),
    cancelExport: async ({ jobId }) => {
      jobs.get(jobId)?.abort();
      return null;
    },
  };
};
