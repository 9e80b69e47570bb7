/** An Engine without a process for tests of the studio's side: knows three kinds of picture, decodes nothing, writes small files as videos. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../src/main/engine/engine.ts';
import type { AvatarAnalysis, DetectedFace } from '../../src/shared/avatar.ts';
import type { EngineCall, EngineCalls } from '../../src/shared/engine-link.ts';
import { StudioError } from '../../src/shared/errors.ts';
import type { ExportJob } from '../../src/shared/export-job.ts';

/** Bytes that stand for a picture: the text says how many faces it has, e.g. `picture with 2 faces`. */
export const pictureWith = (faces: number, note = ''): Uint8Array =>
  Buffer.from(`picture with ${faces} faces ${note}`);

const face = (index: number): DetectedFace => ({
  score: 0.9 - index / 10,
  box: [0.1 * index, 0.1, 0.5, 0.5],
  landmarks: new Float32Array(1404),
  mouth: { animation: { mouth_center: [0.3 + 0.1 * index, 0.6], mouth_rx: 0.06, mouth_ry: 0.02 } },
});

const analyse = (picture: Uint8Array): AvatarAnalysis => {
  const faces = /^picture with (\d) faces/.exec(Buffer.from(picture).toString())?.[1];
  if (faces === undefined) {
    throw new StudioError('avatar/unreadable', 'The picture cannot be read. Use a PNG, JPEG or WebP file.');
  }
  return {
    sha256: createHash('sha256').update(picture).digest('hex'),
    format: 'png',
    width: 512,
    height: 640,
    hasAlpha: false,
    faces: Array.from({ length: Number(faces) }, (_, i) => face(i)),
    thumbnail: Buffer.from('thumbnail'),
  };
};

/** Records its exports; `exportGate` holds them back. */
export class FakeStudioEngine implements Engine {
  state: Engine['state'] = 'up';
  restarts = 0;
  pid = 1;
  health = { rssBytes: 123, sessions: 0, uptimeMs: 1 };
  readonly jobs: ExportJob[] = [];
  exportGate: (signal: AbortSignal) => Promise<void> = async () => {};

  async call<K extends EngineCall>(call: K, params: EngineCalls[K][0]): Promise<EngineCalls[K][1]> {
    const answer = (value: EngineCalls[EngineCall][1]): EngineCalls[K][1] => value as EngineCalls[K][1];
    if (call === 'analyse') return answer(analyse((params as EngineCalls['analyse'][0]).picture));
    if (call === 'decodeAudio') {
      if ((params as EngineCalls['decodeAudio'][0]).path.endsWith('.txt')) {
        throw new StudioError(
          'audio/unreadable',
          'The sound file cannot be read. Use WAV, MP3, M4A, OGG or FLAC.',
        );
      }
      return answer({ samples: new Int16Array(24_000) });
    }
    if (call === 'toPng') return answer({ png: (params as EngineCalls['toPng'][0]).picture });
    return answer(this.health);
  }

  prepareExport(): void {}

  async exportVideo(
    ...[job, onProgress, signal]: Parameters<Engine['exportVideo']>
  ): ReturnType<Engine['exportVideo']> {
    this.jobs.push(job);
    onProgress({ phase: 'rendering', framesDone: 10, framesTotal: 20 });
    await this.exportGate(signal);
    signal.throwIfAborted();
    await writeFile(job.outPath, 'a video');
    return {
      path: job.outPath,
      frames: 20,
      durationMs: 800,
      bytes: 7,
      width: job.format.width,
      height: job.format.height,
    };
  }

  /** Writes a folder of three frames; the clip's path is its content. */
  async importClip(
    ...[{ source, outDir, name }, onProgress, signal]: Parameters<Engine['importClip']>
  ): ReturnType<Engine['importClip']> {
    const content = source.kind === 'clip' ? source.path : source.folder.dir;
    if (content.endsWith('.txt')) throw new StudioError('avatar/unreadable', 'The clip cannot be opened.');
    onProgress({ phase: 'tracking', framesDone: 1, framesTotal: 3 });
    signal.throwIfAborted();
    await mkdir(join(outDir, 'frames'), { recursive: true });
    await writeFile(join(outDir, 'manifest.json'), JSON.stringify({ name }));
    return {
      identity: createHash('sha256').update(content).digest('hex'),
      frames: 3,
      fps: 25,
      width: 512,
      height: 640,
      missingFrames: [],
      reference: pictureWith(1, content),
      notes: ['The first 20 seconds are taken.'],
    };
  }

  onState(): () => void {
    return () => {};
  }

  onCrash(): () => void {
    return () => {};
  }

  close(): void {
    this.state = 'closed';
  }
}
