/** From what is asked for to what is kept: checks the ask, settles every choice as it is now, and puts the inputs aside. Knows no queue. */
import path from 'node:path';
import { type AvatarInput, type Background, DEFAULT_BACKGROUND } from '../../shared/avatar.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Size } from '../../shared/framing.ts';
import { changesWithin, type LookChange } from '../../shared/look-change.ts';
import { chooseRenderer } from '../../shared/renderer-options/choose-renderer.ts';
import type { ExportSpeech } from '../../shared/studio/exports.ts';
import type { StudioSettings } from '../../shared/studio/settings.ts';
import type { StudioParsed } from '../../shared/studio-api.ts';
import type { AvatarDefaults } from './avatar-staging.ts';
import { ExportInputs, type InputFiles } from './export-inputs.ts';
import { type KeptJob, keptAvatar, keptBackground } from './kept-job.ts';
import type { SoundPart } from './session-sound.ts';

/** What is asked for. */
export type ExportAsk = StudioParsed<'exports.start'>;

/** What it needs to know. */
export type IntakeDeps = {
  inputs: ExportInputs;
  /** As its user settled it for frames of this size; null: of the shape they settled. Errors: avatar/not-found. */
  avatar(
    id: string,
    frame: Size | null,
  ): Promise<{ name: string; input: AvatarInput; defaults: AvatarDefaults & { size: Size } }>;
  upload(id: string): { path: string; name: string };
  /** Writes a session's sound as WAV. Errors: session/not-found, audio/unreadable. */
  sessionSound(id: string, to: string, part: SoundPart): Promise<void>;
  /** Errors: session/not-found. */ sessionChanges(id: string): LookChange[];
  settings(): Pick<StudioSettings, 'renderer' | 'portrait' | 'compositor'>;
};

const LABEL_LENGTH = 120;

const check = ({ transparent, container, speech }: ExportAsk): void => {
  if (transparent && container === 'mp4')
    throw new StudioError('export/unsupported', 'MP4 cannot be transparent. Choose WebM, MOV or PNG.');
  if (speech.kind === 'text' && speech.text.trim() === '')
    throw new StudioError('speech/empty-text', 'There is no text to speak. Write something first.');
};

/** Errors: avatar/not-found, store/not-found, session/not-found, audio/unreadable, export/unsupported, speech/empty-text, store/failed. */
export const takeExport = async (id: string, ask: ExportAsk, deps: IntakeDeps): Promise<KeptJob> => {
  check(ask);
  // The codecs' colour planes have half the size, so sides are even.
  const even = (side: number): number => side - (side % 2);
  const { width, height } = ask;
  const asked =
    width === undefined || height === undefined ? null : { width: even(width), height: even(height) };
  const { name, input, defaults } = await deps.avatar(ask.avatarId, asked);
  const format = { ...(asked ?? defaults.size), fps: ask.fps };
  const background = await backgroundOf(ask, defaults.background, deps);
  const kept = await deps.inputs.keep(id, {
    avatar: input,
    background,
    sound: soundOf(ask.speech, deps),
  });
  const settings = deps.settings();
  const renderer = ask.look.renderer ?? defaults.renderer ?? settings.renderer;
  return {
    version: 1,
    avatarId: ask.avatarId,
    avatarName: name,
    avatar: keptAvatar(input, kept.metadata),
    choice: chooseRenderer(renderer, renderer === 'portrait' ? (ask.look.portrait ?? settings.portrait) : {}),
    compositor: ask.look.compositor ?? settings.compositor,
    background: keptBackground(background),
    format,
    container: ask.container,
    changes: changesOf(ask.speech, deps),
    ...speechOf(ask.speech, kept.sound, deps, defaults),
  };
};

const backgroundOf = async (
  ask: ExportAsk,
  settled: Background | null,
  deps: Pick<IntakeDeps, 'avatar'>,
): Promise<Background> => {
  if (ask.transparent) return { kind: 'transparent' };
  if (ask.backgroundRgb !== null) return { kind: 'colour', rgb: ask.backgroundRgb };
  if (ask.backgroundId !== null)
    return { kind: 'image', picture: (await deps.avatar(ask.backgroundId, null)).input.picture };
  // What the avatar's user settled as transparent is so in the formats that can be, when they ask for it here.
  return settled === null || settled.kind === 'transparent' ? DEFAULT_BACKGROUND : settled;
};

const changesOf = (speech: ExportSpeech, deps: Pick<IntakeDeps, 'sessionChanges'>): LookChange[] => {
  if (speech.kind !== 'session' || speech.changes === 'none') return [];
  const all = changesWithin(deps.sessionChanges(speech.sessionId), speech.fromMs, speech.toMs);
  if (speech.changes === 'all') return all;
  return all.flatMap(({ options: { expression }, ...change }) =>
    expression === undefined ? [] : [{ ...change, options: { expression }, compositor: {} }],
  );
};

const soundOf = (speech: ExportSpeech, deps: IntakeDeps): InputFiles['sound'] => {
  if (speech.kind === 'text') return null;
  if (speech.kind === 'upload') {
    const { path: from } = deps.upload(speech.uploadId);
    return { ending: path.extname(from), make: ExportInputs.taken(from) };
  }
  const { sessionId, fromMs, toMs } = speech;
  return { ending: '.wav', make: to => deps.sessionSound(sessionId, to, { fromMs, toMs }) };
};

const speechOf = (
  speech: ExportSpeech,
  file: string | null,
  deps: Pick<IntakeDeps, 'upload'>,
  settled: Pick<AvatarDefaults, 'voiceId' | 'rate' | 'pitch'>,
): Pick<KeptJob, 'speech' | 'source'> => {
  if (speech.kind === 'text') {
    const { ofSession: sessionId, ...text } = speech;
    const voiceId = speech.voiceId ?? settled.voiceId;
    const rate = speech.rate ?? settled.rate ?? 1;
    const pitch = speech.pitch ?? settled.pitch ?? 1;
    return {
      speech: { ...text, voiceId, rate, pitch },
      source: { kind: 'text', label: speech.text.trim().slice(0, LABEL_LENGTH), sessionId },
    };
  }
  const kept = { kind: 'sound' as const, file: file ?? '' };
  return speech.kind === 'upload'
    ? {
        speech: kept,
        source: { kind: 'upload', label: deps.upload(speech.uploadId).name, sessionId: null },
      }
    : { speech: kept, source: { kind: 'session', label: '', sessionId: speech.sessionId } };
};
