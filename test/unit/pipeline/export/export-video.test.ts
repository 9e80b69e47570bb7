/** Exports through the real encoders and files, with a small renderer: sync, length, progress, cancel, errors. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ArrivingSpeech } from '../../../../src/main/pipeline/export/arriving-speech.ts';
import { exportVideo, LEAD_IN_MICROS } from '../../../../src/main/pipeline/export/export-video.ts';
import { CompositorOptions } from '../../../../src/shared/compositor-options.ts';
import type { ExportContainer, ExportJob, ExportProgress } from '../../../../src/shared/export-job.ts';
import { PortraitOptions } from '../../../../src/shared/renderer-options/portrait.ts';
import type { Utterance } from '../../../../src/shared/speech.ts';
import { createFakeExport } from '../../../support/fake-export-deps.ts';
import { probeVideo } from '../../../support/ffprobe.ts';
import { onsetS, readVideo } from '../../../support/read-video.ts';
import { readZip } from '../../../support/read-zip.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mouthpiece-export-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/audio/${name}`, import.meta.url));

/** Silence, then a tone from `toneFromS` on. */
const utterance = (durationS: number, toneFromS: number, phones: Utterance['phones'] = null): Utterance => ({
  sampleRate: 22_050,
  samples: Int16Array.from({ length: Math.round(durationS * 22_050) }, (_, i) =>
    i < toneFromS * 22_050 ? 0 : 12_000 * Math.sin((2 * Math.PI * 300 * i) / 22_050),
  ),
  phones,
  words: [],
});

const jobFor = (
  name: string,
  speech: ExportJob['speech'],
  container: ExportContainer = 'mp4',
  fps = 25,
): ExportJob => ({
  avatar: { picture: new Uint8Array(0), mouth: null },
  renderer: 'portrait',
  options: PortraitOptions.parse({}),
  compositor: CompositorOptions.parse({}),
  fit: 'cover',
  background: { kind: 'transparent' },
  format: { width: 128, height: 128, fps },
  speech,
  container,
  outPath: path.join(folder, `${name}.${container}`),
});

describe('exportVideo', () => {
  test.each([
    ['mp4', 25],
    ['mp4', 30],
    ['webm', 25],
    ['mov', 25],
  ] as const)('%s at %i fps: the mouth opens with the sound, after the lead-in', async (container, fps) => {
    const fake = createFakeExport();
    const speech = { kind: 'utterances', utterances: [utterance(0.4, 0.4), utterance(0.36, 0)] } as const;
    const result = await exportVideo(
      jobFor(`sync-${fps}`, speech, container, fps),
      fake.deps,
      () => {},
      never,
    );
    const frames = Math.ceil((0.2 + 0.76 + 0.5) * fps - 1e-6);
    expect(result).toMatchObject({ frames, width: 128, height: 128 });
    expect(result.durationMs).toBeCloseTo((frames / fps) * 1000, 0);
    const seen = await readVideo(result.path);
    expect(seen.frames.length).toBe(frames);
    const open = seen.frames.find(frame => frame.centre[0]! > 130)!;
    // Speech begins with 0.4 s of silence: tone and mouth at lead-in + 0.4 s.
    const toneS = LEAD_IN_MICROS / 1e6 + 0.4;
    expect(Math.abs(onsetS(seen.sound, seen.soundRate, 0.1) - toneS)).toBeLessThan(0.005);
    expect(open.timeS).toBeGreaterThanOrEqual(toneS - 0.0101);
    expect(open.timeS).toBeLessThan(toneS + 1 / fps);
    expect(Math.abs(seen.sound.length / seen.soundRate - frames / fps)).toBeLessThan(0.045);
    if (container !== 'mp4') expect(seen.frames[0]!.corner[3]).toBeLessThan(4);
    expect(fake.lifeTimes[1]).toBe(Math.round(1e6 / fps));
    expect(fake.closed()).toBe(1);
  });

  test.each(['tone.wav', 'tone.mp3', 'with-picture.mp4'])('%s: sound and mouth keep step', async name => {
    const fake = createFakeExport();
    const job = jobFor(name, { kind: 'file', path: fixture(name) });
    const seen = await readVideo((await exportVideo(job, fake.deps, () => {}, never)).path);
    const soundS = onsetS(seen.sound, seen.soundRate, 0.1);
    const open = seen.frames.find(frame => frame.centre[0]! > 130)!;
    expect(Math.abs(soundS - 0.3)).toBeLessThan(name.endsWith('.wav') ? 0.005 : 0.03);
    expect(open.timeS - soundS).toBeLessThan(0.041);
    expect(open.timeS - soundS).toBeGreaterThan(-0.02);
  });

  test('long speech streams: what is heard ahead of the frames stays small, and sentences do not add up to a drift', async () => {
    const fake = createFakeExport();
    // 22,051 samples a sentence are 16000.7 at 16 kHz: rounding each would lose a frame in an hour.
    const sentence = { ...utterance(1, 0), samples: new Int16Array(22_051) };
    const utterances = Array.from({ length: 20 }, (_, i) => (i === 19 ? utterance(0.2, 0) : sentence));
    const progress: ExportProgress[] = [];
    const job = jobFor('long', { kind: 'utterances', utterances }, 'mp4', 10);
    const seen = await readVideo((await exportVideo(job, fake.deps, one => progress.push(one), never)).path);
    expect(fake.articulation.peakHeld).toBeLessThan(3 * 16_000);
    const toneS = 0.2 + (19 * 22_051) / 22_050;
    expect(Math.abs(onsetS(seen.sound, seen.soundRate, 0.1) - toneS)).toBeLessThan(0.005);
    expect(Math.abs(seen.frames.find(frame => frame.centre[0]! > 130)!.timeS - toneS)).toBeLessThan(0.101);
    expect(progress[0]!.phase).toBe('preparing');
    expect(progress.at(-1)).toMatchObject({
      phase: 'finishing',
      framesDone: seen.frames.length,
      framesTotal: seen.frames.length,
    });
    expect(
      progress.filter(one => one.phase === 'rendering').every(one => one.framesTotal === seen.frames.length),
    ).toBe(true);
  });

  test('what was changed in a session is changed again at its time', async () => {
    const fake = createFakeExport();
    const speech = { kind: 'utterances', utterances: [utterance(1, 0.2)] } as const;
    const job = jobFor('changes', speech);
    const none = { options: {}, compositor: {} };
    await exportVideo(
      {
        ...job,
        changes: [
          { ...none, atMs: 0, renderer: 'portrait', options: { expression: 'smile' } },
          { ...none, atMs: 410, renderer: 'portrait', compositor: { jawBlendAlpha: 0.5 } },
          { ...none, atMs: 700, renderer: 'wav2lip', options: { batch: 4 } },
          { ...none, atMs: 60_000, renderer: 'portrait', options: { expression: 'sad' } },
        ],
      },
      fake.deps,
      () => {},
      never,
    );
    const { compositor } = job;
    // The film begins with 0.2 s of silence: 5 frames. A change shows in the first frame that begins after it.
    expect(fake.configured).toEqual([
      { frame: 5, options: { expression: 'smile' }, compositor },
      { frame: 16, options: {}, compositor: { ...compositor, jawBlendAlpha: 0.5 } },
      { frame: 23, options: {}, compositor: { ...compositor, jawBlendAlpha: 0.5 } },
    ]);
  });

  test('speech that arrives while it is spoken makes the same film; cancelling does not wait for more of it', async () => {
    const sentences = [utterance(0.4, 0.1), utterance(0.3, 0)];
    const film = async (speech: ExportJob['speech'], name: string, signal = never) => {
      const { path: file } = await exportVideo(
        jobFor(name, speech),
        createFakeExport().deps,
        () => {},
        signal,
      );
      const { frames, sound } = await readVideo(file);
      return { frames, sound };
    };
    const arriving = new ArrivingSpeech(never);
    const coming = film({ kind: 'arriving', utterances: arriving }, 'arriving');
    for (const one of [...sentences, null]) {
      await new Promise(resolve => setTimeout(resolve, 5));
      arriving.add(one);
    }
    expect(await coming).toEqual(await film({ kind: 'utterances', utterances: sentences }, 'known'));

    const stop = new AbortController();
    const endless = new ArrivingSpeech(stop.signal);
    endless.add(sentences[0]!);
    const waiting = film({ kind: 'arriving', utterances: endless }, 'endless', stop.signal);
    setTimeout(() => stop.abort(), 50);
    await expect(waiting).rejects.toMatchObject({ code: 'request/cancelled' });
    expect((await readdir(folder)).filter(name => name.includes('endless'))).toEqual([]);
  });

  test('cancel between frames leaves no file and closes the track', async () => {
    const fake = createFakeExport();
    const controller = new AbortController();
    const job = jobFor('cancelled', { kind: 'utterances', utterances: [utterance(20, 0)] });
    const running = exportVideo(
      job,
      fake.deps,
      ({ framesDone }) => framesDone > 0 && controller.abort(),
      controller.signal,
    );
    await expect(running).rejects.toMatchObject({ code: 'request/cancelled' });
    expect((await readdir(folder)).filter(name => name.includes('cancelled'))).toEqual([]);
    expect(fake.closed()).toBe(1);
  });

  test.each([
    ['no such sound file', { kind: 'file', path: '/no/such/file.wav' }, 'audio/unreadable'],
    ['a film without sound', { kind: 'file', path: fixture('silent-picture.mp4') }, 'audio/unreadable'],
    ['a truncated file', { kind: 'file', path: fixture('truncated.m4a') }, 'audio/unreadable'],
    ['no utterances', { kind: 'utterances', utterances: [] }, 'speech/empty-text'],
  ] as const)('%s → %s', async (name, speech, code) => {
    const fake = createFakeExport();
    await expect(
      exportVideo(jobFor('bad', speech), fake.deps, () => {}, never),
      name,
    ).rejects.toMatchObject({ code });
    expect(fake.closed()).toBe(1);
    expect((await readdir(folder)).filter(file => file.includes('bad'))).toEqual([]);
  });

  test('a renderer that fails, and a folder that is missing, end the export cleanly', async () => {
    const speech = { kind: 'utterances', utterances: [utterance(0.3, 0)] } as const;
    const fake = createFakeExport();
    const { track, walk, format } = await fake.deps.openTrack(jobFor('x', speech));
    const failing = { ...track, render: () => Promise.reject(new Error('boom')) };
    const deps = { ...fake.deps, openTrack: async () => ({ track: failing, walk, format }) };
    await expect(exportVideo(jobFor('boom', speech), deps, () => {}, never)).rejects.toThrow('boom');
    const nowhere = { ...jobFor('y', speech), outPath: path.join(folder, 'missing', 'y.mp4') };
    await expect(exportVideo(nowhere, createFakeExport().deps, () => {}, never)).rejects.toMatchObject({
      code: 'export/failed',
    });
    expect((await readdir(folder)).filter(file => file.includes('boom'))).toEqual([]);
  });
});

describe('exports that are no film in one stream', () => {
  const speech = { kind: 'utterances', utterances: [utterance(0.5, 0.1)] } as const;

  test('png: a picture a frame, and sound of the same length', async () => {
    const { width, height, fps } = { width: 128, height: 128, fps: 25 };
    const job = { ...jobFor('sequence', speech, 'png'), outPath: path.join(folder, 'sequence.zip') };
    const { frames, bytes } = await exportVideo(job, createFakeExport().deps, () => {}, never);
    const entries = await readZip(job.outPath);
    const manifest = JSON.parse(entries.get('manifest.json')!.toString());
    expect(manifest).toMatchObject({ frames, width, height, fps, alpha: 'straight' });
    expect(entries.size).toBe(frames + 2);
    expect(manifest.sound.samples / manifest.sound.sampleRate).toBeCloseTo(frames / fps, 3);
    expect(bytes).toBeGreaterThan(0);
  });

  test('png without alpha where the background is a colour', async () => {
    const outPath = path.join(folder, 'solid.zip');
    const background = { kind: 'colour', rgb: [1, 2, 3] } as const;
    const job = { ...jobFor('solid', speech, 'png'), background, outPath };
    await exportVideo(job, createFakeExport().deps, () => {}, never);
    const manifest = JSON.parse((await readZip(outPath)).get('manifest.json')!.toString());
    expect(manifest.alpha).toBe('none');
  });

  test('wav: the speech as it is, and no picture is opened', async () => {
    const job = jobFor('sound', speech, 'wav');
    const fake = createFakeExport();
    const openTrack = () => Promise.reject(new Error('no picture was asked for'));
    const result = await exportVideo(job, { ...fake.deps, openTrack }, () => {}, never);
    expect(result).toMatchObject({ frames: 0, durationMs: 500, width: 0 });
    const { streams } = await probeVideo(job.outPath);
    expect(streams).toMatchObject([{ codec_name: 'pcm_s16le', duration: '0.500000' }]);
  });
});
