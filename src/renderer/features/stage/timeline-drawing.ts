/** Draws the speech timeline on a canvas. Knows pixels and colours given to it, not where speech comes from. */
import type { Micros } from '../../../shared/media.ts';
import { BIN_MICROS, type MouthClass, type SpeechTimeline } from './speech-timeline.ts';

/** Colours as CSS strings, read from the design tokens. */
export type TimelineColours = Readonly<
  Record<'past' | 'future' | 'line' | 'text' | 'quiet' | 'narrow' | 'open' | 'hiss' | 'chip', string>
>;

/** Scale: room enough for a word of a quarter second. */
const PER_SECOND = 132;
/** Where the play head stands; right of it only words are known. */
const HEAD = 0.78;

const LANE = 5;
const WORDS = 20;
/** Room above the wave for the legend. */
const LEGEND = 9;

/** Draws one picture of `width` x `height` CSS px around `position`. */
export const drawTimeline = (
  context: CanvasRenderingContext2D,
  size: { width: number; height: number },
  timeline: SpeechTimeline,
  position: Micros,
  colours: TimelineColours,
): void => {
  const { width, height } = size;
  const perMicro = PER_SECOND / 1e6;
  const from = position - (width * HEAD) / perMicro;
  const to = from + width / perMicro;
  const toX = (pts: Micros) => (pts - from) * perMicro;
  const waveHeight = height - LANE - WORDS - 8;
  const middle = (waveHeight + LEGEND) / 2;
  context.clearRect(0, 0, width, height);

  const step = BIN_MICROS * 2;
  const barWidth = Math.max(1.5, step * perMicro - 1.6);
  for (let pts = Math.floor(from / step) * step; pts < to; pts += step) {
    const first = timeline.bin(pts);
    const level = Math.max(first.level, timeline.bin(pts + BIN_MICROS).level);
    const half = Math.max(0.75, level * ((waveHeight - LEGEND) / 2));
    context.fillStyle = level === 0 ? colours.line : pts <= position ? colours.past : colours.future;
    context.beginPath();
    context.roundRect(toX(pts), middle - half, barWidth, half * 2, barWidth / 2);
    context.fill();
    if (first.mouth === 'rest') continue;
    context.globalAlpha = pts <= position ? 1 : 0.35;
    context.fillStyle = colours[first.mouth satisfies Exclude<MouthClass, 'rest'>];
    context.fillRect(toX(pts), waveHeight + 2, step * perMicro + 0.5, LANE);
    context.globalAlpha = 1;
  }

  context.font = `500 11px ${getComputedStyle(context.canvas).fontFamily}`;
  context.textBaseline = 'middle';
  const top = waveHeight + LANE + 8;
  for (const word of timeline.words(from, to)) {
    const [left, right] = [toX(word.start), toX(word.end)];
    const room = Math.max(2, right - left - 2);
    context.fillStyle = colours.chip;
    context.beginPath();
    context.roundRect(left, top, room, WORDS - 2, 4);
    context.fill();
    context.fillStyle = word.start <= position ? colours.text : colours.quiet;
    const textWidth = context.measureText(word.text).width;
    const squeezed = Math.min(textWidth, room - 4);
    // A word a little too long is squeezed; a much too long one would be unreadable.
    if (squeezed > textWidth * 0.62)
      context.fillText(word.text, left + (room - squeezed) / 2, top + (WORDS - 2) / 2 + 0.5, squeezed);
  }

  context.fillStyle = colours.text;
  context.fillRect(Math.round(toX(position)), 0, 1, height);
};
