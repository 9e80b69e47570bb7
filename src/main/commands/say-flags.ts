/** What `mouthpiece say` is told, read from its flags; every complaint says what to write instead. */
import path from 'node:path';
import type { Background } from '../../shared/avatar.ts';
import { CompositorOptions, type PostprocessMode } from '../../shared/compositor-options.ts';
import { StudioError } from '../../shared/errors.ts';
import type { ExportContainer } from '../../shared/export-job.ts';
import type { DeviceChoice } from '../../shared/model-manifest.ts';
import { chooseRenderer } from '../../shared/renderer-options/choose-renderer.ts';
import type { RendererChoice, RendererId } from '../../shared/renderer-options/renderer-choice.ts';
import type { SpeechLanguage } from '../../shared/speech.ts';
import { MAX_VARIANTS, type Variant } from '../../shared/variant.ts';

/** Flags as the command line gives them. */
export type SayFlags = {
  avatar: string;
  out: string;
  text?: string;
  audio?: string;
  lang: SpeechLanguage;
  voice?: string;
  rate?: string;
  pitch?: string;
  size?: string;
  fps: string;
  seed: string;
  background?: string;
  mode: PostprocessMode;
  renderer?: RendererId;
  model?: string;
  device: DeviceChoice;
  allowCpu?: boolean;
  ab?: PostprocessMode[];
  data?: string;
};

const CONTAINERS: Readonly<Record<string, ExportContainer>> = {
  '.mp4': 'mp4',
  '.webm': 'webm',
  '.mov': 'mov',
  '.zip': 'png',
  '.wav': 'wav',
};

/** A mistake in the flags. */
export const usage = (message: string): StudioError => new StudioError('request/invalid', message);

/** A number within bounds. @throws StudioError `request/invalid`. */
export const numberIn = (text: string, name: string, min: number, max: number): number => {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= min && value <= max) return value;
  throw usage(`${name} ${text} is out of range. Use ${min} to ${max}.`);
};

/** WxH; 0x0 (no --size) means the picture's own shape. @throws StudioError `request/invalid`. */
export const parseSize = (text: string | undefined): { width: number; height: number } => {
  if (text === undefined) return { width: 0, height: 0 };
  const match = /^(\d{2,4})x(\d{2,4})$/i.exec(text);
  if (match === null) throw usage(`--size ${text} is not a size. Write it like 416x704.`);
  return {
    width: numberIn(match[1]!, '--size width', 128, 1920),
    height: numberIn(match[2]!, '--size height', 128, 1920),
  };
};

/** What stands behind the picture. @throws StudioError `request/invalid`. */
export const parseBackground = (text: string | undefined, container: ExportContainer): Background => {
  if (text === 'transparent' || (text === undefined && container !== 'mp4')) return { kind: 'transparent' };
  const hex = /^#?([0-9a-f]{6})$/i.exec(text ?? '20242c')?.[1];
  if (hex === undefined)
    throw usage(`--background ${text} is not a colour. Write it like #20242c, or transparent.`);
  const value = Number.parseInt(hex, 16);
  return { kind: 'colour', rgb: [value >> 16, (value >> 8) & 255, value & 255] };
};

/** The flag, or else what the avatar's user settled: transparent only where the container can be. @throws StudioError `request/invalid`. */
export const backgroundFor = (
  flag: string | undefined,
  container: ExportContainer,
  settled: Background | null,
): Background => {
  const left = settled?.kind === 'transparent' && container === 'mp4' ? null : settled;
  return flag === undefined && left !== null ? left : parseBackground(flag, container);
};

/** The container a file name asks for. @throws StudioError `request/invalid`. */
export const containerOf = (out: string): ExportContainer => {
  const container = CONTAINERS[path.extname(out).toLowerCase()];
  if (container === undefined)
    throw usage(`${out} has no known ending. Use .mp4, .webm, .mov, .zip (PNG pictures) or .wav.`);
  return container;
};

/** Who draws, with its options. @throws StudioError `request/invalid`. */
export const rendererChoice = (flags: SayFlags & { renderer: RendererId }): RendererChoice => {
  const { renderer, device, model = null, allowCpu = false } = flags;
  const seed = numberIn(flags.seed, '--seed', 0, 2 ** 31 - 1);
  return chooseRenderer(renderer, { model, device, allowCpu, seed });
};

/** The sides of a comparison; null: none was asked for. @throws StudioError `request/invalid`. */
export const compareModes = (
  modes: readonly PostprocessMode[] | undefined,
  choice: RendererChoice,
): Variant[] | null => {
  if (modes === undefined) return null;
  if (modes.length < 2 || modes.length > MAX_VARIANTS)
    throw usage(`--ab takes two to four modes, for example: --ab basic easy_improved.`);
  return modes.map(mode => ({
    ...choice,
    compositor: CompositorOptions.parse({ mode }),
    label: mode,
  }));
};
