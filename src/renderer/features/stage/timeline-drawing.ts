/** Draws the speech timeline on a canvas. Knows pixels and colours given to it, not where speech comes from. */
import type { Micros } from '../../../shared/media.ts';
import {
  BIN_MICROS,
  LONGEST_VISEME,
  type MouthClass,
  mouthOf,
  type SpeechTimeline,
} from './speech-timeline.ts';

/** Colours as CSS strings, and the family of the font, read from the design tokens. */
export type TimelineColours = Readonly<
  Record<
    'past' | 'future' | 'line' | 'text' | 'quiet' | 'narrow' | 'open' | 'hiss' | 'chip' | 'onMouth' | 'font',
    string
  >
>;

/** Scale: room enough for the name of a viseme of 80 ms. */
const PER_SECOND = 190;
/** Where the play head stands; right of it only words are known. */
const HEAD = 0.78;

/** Height of the mouth's lane: a line of small text. */
const LANE = 15;
/** Height of what is only guessed of the mouth, at the lane's foot. */
const GUESSED = 4;
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
  const waveHeight = height - LANE - WORDS - 7;
  const middle = (waveHeight + LEGEND) / 2;
  context.clearRect(0, 0, width, height);

  const step = BIN_MICROS * 2;
  const barWidth = Math.max(1.5, step * perMicro - 1.6);
  // One path a colour: a hundred small fills would each be painted for themselves, thirty times a second.
  const bars = new Map<string, Path2D>();
  const guesses = new Map<string, Path2D>();
  const pathOf = (paths: Map<string, Path2D>, colour: string): Path2D => {
    const path = paths.get(colour) ?? new Path2D();
    paths.set(colour, path);
    return path;
  };
  for (let pts = Math.floor(from / step) * step; pts < to; pts += step) {
    const first = timeline.bin(pts);
    const level = Math.max(first.level, timeline.bin(pts + BIN_MICROS).level);
    const half = Math.max(0.75, level * ((waveHeight - LEGEND) / 2));
    const colour = level === 0 ? colours.line : pts <= position ? colours.past : colours.future;
    pathOf(bars, colour).roundRect(toX(pts), middle - half, barWidth, half * 2, barWidth / 2);
    // Where nobody has told the viseme yet, the sound tells how wide the mouth will stand.
    if (first.mouth === 'rest' || pts < timeline.visemesTo) continue;
    const guess = pathOf(guesses, colours[first.mouth]);
    guess.rect(toX(pts), waveHeight + 2 + LANE - GUESSED, step * perMicro + 0.5, GUESSED);
  }
  const paint = (paths: Map<string, Path2D>, alpha: number): void => {
    context.globalAlpha = alpha;
    for (const [colour, path] of paths) {
      context.fillStyle = colour;
      context.fill(path);
    }
    context.globalAlpha = 1;
  };
  paint(bars, 1);
  paint(guesses, 0.35);

  const family = colours.font;
  context.textBaseline = 'middle';
  context.font = `600 10px ${family}`;
  for (const { name, start, end } of timeline.visemes(from, to)) {
    const left = toX(start);
    const width = Math.max(
      2,
      toX(Math.min(end ?? Math.min(position, start + LONGEST_VISEME), to)) - left - 1,
    );
    context.fillStyle = colours[mouthOf(name) as Exclude<MouthClass, 'rest'>];
    context.beginPath();
    context.roundRect(left, waveHeight + 2, width, LANE, 3);
    context.fill();
    const textWidth = context.measureText(name).width;
    if (textWidth > width - 1) continue;
    context.fillStyle = colours.onMouth;
    context.fillText(name, left + (width - textWidth) / 2, waveHeight + 2 + LANE / 2 + 0.5);
  }

  context.font = `500 11px ${family}`;
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
