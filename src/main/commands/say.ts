/** `mouthpiece say`: a portrait and some speech become a video file. */
import { access, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { MAX_PICTURE_BYTES } from '../../shared/avatar.ts';
import { CompositorOptions, PostprocessMode } from '../../shared/compositor-options.ts';
import { StudioError } from '../../shared/errors.ts';
import type { ExportJob } from '../../shared/export-job.ts';
import { silentLog } from '../../shared/log.ts';
import { DeviceChoice } from '../../shared/model-manifest.ts';
import { Scope } from '../../shared/scope.ts';
import { readConfig } from '../config.ts';
import type { Host } from '../host.ts';
import { createSpeechService } from '../speech/speech-service.ts';
import type { SpeakRequest } from '../speech/speech-service-contract.ts';
import { readSpokenText } from '../speech/spoken-text.ts';
import { type FoundAvatar, findAvatar } from './find-avatar.ts';
import { interruptSignal } from './interrupt-signal.ts';
import { createLazyEngine } from './lazy-engine.ts';
import { createProgressBar } from './progress-bar.ts';
import {
  backgroundFor,
  compareModes,
  containerOf,
  numberIn,
  parseSize,
  rendererChoice,
  type SayFlags,
  usage,
} from './say-flags.ts';

/** A picture file, or else the id of a stored or demo avatar. */
const readAvatar = async (
  name: string,
  size: { width: number; height: number } | null,
  host: Host,
  data: string | undefined,
): Promise<FoundAvatar> => {
  const info = await stat(name).catch(() => null);
  if (info?.isFile() === true) {
    if (info.size > MAX_PICTURE_BYTES) {
      throw new StudioError(
        'avatar/too-large',
        `${name} has ${Math.ceil(info.size / 1e6)} MB. Use a picture of at most 20 MB.`,
      );
    }
    return { input: { picture: await readFile(name), mouth: null }, defaults: null };
  }
  return findAvatar(name, size, host, data);
};

const readSpeech = async (
  flags: SayFlags,
  settled: FoundAvatar['defaults'],
  host: Host,
  scope: Scope,
  signal: AbortSignal,
): Promise<ExportJob['speech']> => {
  if ((flags.text === undefined) === (flags.audio === undefined))
    throw usage('Say what to speak: either --text or --audio.');
  if (flags.audio !== undefined) {
    await access(flags.audio).catch(() => {
      throw new StudioError(
        'audio/unreadable',
        `There is no file ${flags.audio}. Check the path after --audio.`,
      );
    });
    return { kind: 'file', path: path.resolve(flags.audio) };
  }
  // What no voice can speak is told before anything begins.
  readSpokenText(flags.text ?? '');
  const voiceId = flags.voice ?? settled?.voiceId ?? null;
  const request: SpeakRequest = {
    text: flags.text ?? '',
    language: flags.lang,
    rate: flags.rate === undefined ? (settled?.rate ?? 1) : numberIn(flags.rate, '--rate', 0.5, 2),
    pitch: flags.pitch === undefined ? (settled?.pitch ?? 1) : numberIn(flags.pitch, '--pitch', 0.5, 2),
    ...(voiceId === null ? {} : { voiceId }),
  };
  const speech = scope.own(createSpeechService({ workerUrl: host.paths.voiceWorker, log: silentLog }));
  return { kind: 'arriving', utterances: speech.speak(request, signal) };
};

const say = async (flags: SayFlags, host: Host): Promise<void> => {
  const started = performance.now();
  const container = containerOf(flags.out);
  const format = { ...parseSize(flags.size), fps: numberIn(flags.fps, '--fps', 10, 60) };
  const { dataDir } = readConfig(flags.data === undefined ? {} : { data: flags.data }, process.env);
  const { signal, dispose } = interruptSignal();
  const scope = new Scope();
  scope.defer(dispose);
  const bar = createProgressBar();
  try {
    const engine = scope.own(createLazyEngine(host, dataDir));
    // Its process loads the models while the job is read, and prepares the picture while the voice speaks.
    engine.prepareExport();
    const sized = format.width > 0;
    const { input, defaults } = await readAvatar(flags.avatar, sized ? format : null, host, flags.data);
    const choice = rendererChoice({ ...flags, renderer: flags.renderer ?? defaults?.renderer ?? 'portrait' });
    const variants = compareModes(flags.ab, choice);
    const job: ExportJob = {
      avatar: input,
      ...choice,
      compositor: CompositorOptions.parse({ mode: flags.mode }),
      fit: 'cover',
      background: backgroundFor(flags.background, container, defaults?.background ?? null),
      format: sized ? format : { ...format, ...defaults?.size },
      speech: await readSpeech(flags, defaults, host, scope, signal),
      ...(variants === null ? {} : { compare: variants }),
      container,
      outPath: path.resolve(flags.out),
    };
    const result = await engine.exportVideo(job, bar.draw, signal);
    bar.done();
    const took = ((performance.now() - started) / 1000).toFixed(1);
    const length = (result.durationMs / 1000).toFixed(1);
    process.stdout.write(
      container === 'wav'
        ? `${flags.out}: ${length} s, in ${took} s\n`
        : `${flags.out}: ${length} s, ${result.width}x${result.height}, ${result.frames} frames, in ${took} s\n`,
    );
  } catch (error) {
    bar.done();
    throw error;
  } finally {
    await scope.close();
  }
};

/** Adds the command. */
export const addSayCommand = (program: Command, host: Host): void => {
  program
    .command('say')
    .description('make a video of a portrait that speaks a text or a recording')
    .requiredOption('--avatar <file|id>', 'a picture (PNG, JPEG, WebP), or the id of a stored or demo avatar')
    .requiredOption(
      '--out <file>',
      'the video: .mp4 (H.264), .webm (VP9 with alpha), .mov (ProRes 4444 with alpha), .zip (PNG pictures and sound), or .wav (the sound alone)',
    )
    .option('--text <text>', 'what to say, in English, Chinese or both')
    .option('--audio <file>', 'a recording to speak instead')
    .addOption(
      new Option('--lang <language>', 'language of the text').choices(['auto', 'en', 'zh']).default('auto'),
    )
    .option('--voice <id>', 'a voice (see `mouthpiece doctor --json`)')
    .option('--rate <factor>', 'speed of the voice, 0.5 to 2')
    .option('--pitch <factor>', 'pitch of the voice, 0.5 to 2')
    .option('--size <WxH>', "size in pixels, 128 to 1920 (default: the avatar's shape, at most 1024)")
    .option('--fps <n>', 'frames a second, 10 to 60', '25')
    .option('--seed <n>', 'same seed, same head motion', '9999')
    .option('--background <colour>', 'colour behind a transparent picture, like #20242c, or transparent')
    .addOption(
      new Option('--renderer <name>', "who draws the mouth (default: the avatar's own, or portrait)").choices(
        ['portrait', 'wav2lip', 'musetalk'],
      ),
    )
    .option('--model <id>', 'an installed model (see `mouthpiece models list`); the first one when left out')
    .addOption(
      new Option('--device <name>', 'where a model computes').choices(DeviceChoice.options).default('auto'),
    )
    .option('--allow-cpu', 'let MuseTalk render without a graphics card, slowly')
    .addOption(
      new Option('--mode <mode>', 'how the mouth is put back into the picture')
        .choices(PostprocessMode.options)
        .default('basic'),
    )
    .addOption(
      new Option('--ab <modes...>', 'two to four modes side by side in one video').choices(
        PostprocessMode.options,
      ),
    )
    .option('--data <dir>', 'data folder with the stored avatars')
    .action((flags: SayFlags) => say(flags, host));
};
