/** Draws sides of one wide frame as a person compares them: wiped, beside each other, as a difference, blinking. Pixels only. */

/** How sides are laid. */
export type Look = 'wipe' | 'beside' | 'difference' | 'blink';
/** A part of a side, in its own pixels. */
export type Region = { x: number; y: number; width: number; height: number };

/** What is drawn. `shown`: the sides from left to right; the first two in looks of two. `now` in ms, for blinking. */
export type Scene = {
  look: Look;
  shown: readonly number[];
  names: readonly string[];
  side: { width: number; height: number };
  region: Region;
  /** 0..1 from the left. */ wipe: number;
  now: number;
  colours: { line: string; text: string; plate: string };
};

/** Each side of a blink is seen for so long, ms. */
const BLINK_MS = 700;
/** Differences are small: they are shown this many times as strong. */
const DIFFERENCE_GAIN = 4;
const GAP = 6;

/** Where a region fits into a box, whole, at its own shape. */
export const fitInto = (region: Pick<Region, 'width' | 'height'>, box: Region): Region => {
  const scale = Math.min(box.width / region.width, box.height / region.height);
  const [width, height] = [region.width * scale, region.height * scale];
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
};

type Canvas = { width: number; height: number };

/** Which side is seen at `now` in a blink. */
export const blinkPlace = (now: number): 0 | 1 => (Math.floor(now / BLINK_MS) % 2 === 0 ? 0 : 1);

/** Draws a scene over the whole canvas, in CSS pixels. */
export const drawCompare = (
  ctx: CanvasRenderingContext2D,
  frame: CanvasImageSource,
  scene: Scene,
  canvas: Canvas,
): void => {
  const { look, shown, side, region } = scene;
  ctx.clearRect(0, 0, canvas.width, canvas.height);
  ctx.imageSmoothingQuality = 'high';
  const paint = (index: number, to: Region): void => {
    const from = index * side.width + region.x;
    ctx.drawImage(frame, from, region.y, region.width, region.height, to.x, to.y, to.width, to.height);
  };
  const whole = { x: 0, y: 0, width: canvas.width, height: canvas.height };
  const [first, second] = [shown[0] ?? 0, shown[1] ?? 0];
  const names = scene.names;
  if (look === 'beside') {
    const width = (canvas.width - GAP * (shown.length - 1)) / shown.length;
    for (const [i, index] of shown.entries()) {
      const to = fitInto(region, { x: i * (width + GAP), y: 0, width, height: canvas.height });
      paint(index, to);
      drawName(ctx, scene, names[i] ?? '', to.x + 10, to.y + 10);
    }
    return;
  }
  const to = fitInto(region, whole);
  if (look === 'blink') {
    const place = blinkPlace(scene.now);
    paint(place === 0 ? first : second, to);
    drawName(ctx, scene, names[place] ?? '', to.x + 10, to.y + 10);
    return;
  }
  paint(first, to);
  if (look === 'difference') {
    ctx.globalCompositeOperation = 'difference';
    paint(second, to);
    ctx.globalCompositeOperation = 'color-dodge';
    const grey = Math.round(255 * (1 - 1 / DIFFERENCE_GAIN));
    ctx.fillStyle = `rgb(${grey} ${grey} ${grey})`;
    ctx.fillRect(to.x, to.y, to.width, to.height);
    ctx.globalCompositeOperation = 'source-over';
    drawName(ctx, scene, `${names[0] ?? ''} − ${names[1] ?? ''}`, to.x + 10, to.y + 10);
    return;
  }
  const line = to.x + to.width * scene.wipe;
  ctx.save();
  ctx.beginPath();
  ctx.rect(line, to.y, to.x + to.width - line, to.height);
  ctx.clip();
  paint(second, to);
  ctx.restore();
  ctx.fillStyle = scene.colours.line;
  ctx.fillRect(line - 1, to.y, 2, to.height);
  ctx.beginPath();
  // Low, where it covers no mouth.
  ctx.arc(line, to.y + to.height - 26, 9, 0, 2 * Math.PI);
  ctx.fill();
  drawName(ctx, scene, names[0] ?? '', to.x + 10, to.y + 10);
  drawName(ctx, scene, names[1] ?? '', to.x + to.width - 34, to.y + 10);
};

const drawName = (
  ctx: CanvasRenderingContext2D,
  { colours }: Scene,
  name: string,
  x: number,
  y: number,
): void => {
  if (name === '') return;
  ctx.font = '600 13px "Inter Variable", sans-serif';
  const width = ctx.measureText(name).width + 16;
  ctx.fillStyle = colours.plate;
  ctx.beginPath();
  ctx.roundRect(x, y, width, 24, 6);
  ctx.fill();
  ctx.fillStyle = colours.text;
  ctx.fillText(name, x + 8, y + 16.5);
};
