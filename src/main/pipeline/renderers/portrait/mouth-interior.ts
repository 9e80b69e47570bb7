/** Draws the inside of the mouth between the lips of one frame. Knows where the lips are now, not why. */
import type { Canvas } from './canvas.ts';
import type { LayerTexture } from './layer-texture.ts';
import type { MouthPlane } from './mouth-plane.ts';
import type { OralTextures } from './oral-textures.ts';
import { smoothStep } from './smooth-step.ts';

/** How the mouth's inside stands in this frame. Shifts in pixels, angles in radians, the rest in eye distances. */
export type OralPose = {
  skullX: number;
  skullY: number;
  roll: number;
  jawX: number;
  jawY: number;
  /** Tongue's lift against the jaw. */ tongueLift: number;
  /** Gap between the lips in the middle. */ gap: number;
  /** 0..1: pursed lips reach forward and shade what is behind them. */ purse: number;
};

/** Inner lip lines of a frame, as polylines in pixels with corners included, left to right. */
export type LipPolyline = { x: Float32Array; y: Float32Array };

/** Bilinear texel at (u, v), 0xAABBGGRR; transparent outside. */
const sample = (texture: LayerTexture, u: number, v: number): number => {
  const iu = Math.floor(u);
  const iv = Math.floor(v);
  if (iu < 0 || iv < 0 || iu >= texture.width - 1 || iv >= texture.height - 1) return 0;
  const fu = ((u - iu) * 256) | 0;
  const fv = ((v - iv) * 256) | 0;
  const w11 = (fu * fv + 128) >> 8;
  const w10 = fu - w11;
  const w01 = fv - w11;
  const w00 = 256 - fu - fv + w11;
  const k = iv * texture.width + iu;
  const a = texture.texels[k]!;
  const b = texture.texels[k + 1]!;
  const c = texture.texels[k + texture.width]!;
  const d = texture.texels[k + texture.width + 1]!;
  const rb =
    (Math.imul(a & 0xff00ff, w00) +
      Math.imul(b & 0xff00ff, w10) +
      Math.imul(c & 0xff00ff, w01) +
      Math.imul(d & 0xff00ff, w11)) >>>
    8;
  const ga =
    Math.imul((a >>> 8) & 0xff00ff, w00) +
    Math.imul((b >>> 8) & 0xff00ff, w10) +
    Math.imul((c >>> 8) & 0xff00ff, w01) +
    Math.imul((d >>> 8) & 0xff00ff, w11);
  return ((rb & 0xff00ff) | (ga & 0xff00ff00)) >>> 0;
};

/** Heights of a polyline at every column from `from` on, into `into`. */
const fillColumns = (line: LipPolyline, from: number, count: number, into: Float32Array): void => {
  let i = 0;
  const last = line.x.length - 1;
  for (let c = 0; c < count; c++) {
    const x = from + c + 0.5;
    while (i < last - 1 && line.x[i + 1]! < x) i++;
    const t = Math.min(1, Math.max(0, (x - line.x[i]!) / Math.max(0.001, line.x[i + 1]! - line.x[i]!)));
    into[c] = line.y[i]! + (line.y[i + 1]! - line.y[i]!) * t;
  }
};

/** Keeps the scratch columns of one track; `draw` paints onto the canvas between the two lines. */
export const createMouthInterior = (
  oral: OralTextures,
  plane: MouthPlane,
  canvas: Canvas,
): { draw(upper: LipPolyline, lower: LipPolyline, pose: OralPose): void } => {
  const { frame } = canvas;
  const tops = new Float32Array(frame.width + 2);
  const bottoms = new Float32Array(frame.width + 2);
  const { unit } = plane;
  const overlap = Math.max(2, 0.02 * unit);

  return {
    draw(upper, lower, pose) {
      const last = upper.x.length - 1;
      const cornerLeft = Math.min(upper.x[0]!, lower.x[0]!);
      const cornerRight = Math.max(upper.x[last]!, lower.x[last]!);
      const left = Math.max(0, Math.floor(cornerLeft - 2));
      const right = Math.min(frame.width, Math.ceil(cornerRight + 2));
      if (right <= left) return;
      fillColumns(upper, left, right - left, tops);
      fillColumns(lower, left, right - left, bottoms);
      const cos = Math.cos(pose.roll) * plane.cos - Math.sin(pose.roll) * plane.sin;
      const sin = Math.sin(pose.roll) * plane.cos + Math.cos(pose.roll) * plane.sin;
      const originX = plane.originX + pose.skullX;
      const originY = plane.originY + pose.skullY;
      const entry = 0.88 + 0.12 * smoothStep(0.01, 0.12, pose.gap) - 0.35 * pose.purse;
      // Behind pursed lips the teeth lie deep in the dark.
      const bared = 1 - 0.6 * pose.purse;
      const [cr, cg, cb] = oral.cavity;
      const { scale, data, channels } = { scale: oral.scale, data: frame.data, channels: frame.channels };
      const lipShade = 0.7 + 0.18 * oral.ownTeeth;
      const middle = (cornerLeft + cornerRight) / 2;
      const halfWidth = Math.max(1, (cornerRight - cornerLeft) / 2);
      let highest = frame.height;
      let lowest = 0;
      for (let x = left; x < right; x++) {
        const top = tops[x - left]!;
        const bottom = bottoms[x - left]!;
        const from = Math.max(0, Math.floor(top - overlap));
        const to = Math.min(frame.height - 1, Math.ceil(bottom + overlap));
        highest = Math.min(highest, from);
        lowest = Math.max(lowest, to);
        const aside = Math.abs(x + 0.5 - middle) / halfWidth;
        const flank = 0.3 + 0.7 * smoothStep(1.02, 0.62, aside);
        for (let y = from; y <= to; y++) {
          const dx = x + 0.5 - originX;
          const dy = y + 0.5 - originY;
          const fx = (dx * cos + dy * sin) / unit;
          const fy = (-dx * sin + dy * cos) / unit;
          const below = (y + 0.5 - top) / unit;
          const above = (bottom - y - 0.5) / unit;
          const tu = (fx - oral.left) * scale;
          // Deep inside it is darkest; near the lower lip some light comes back.
          const glow = 0.55 + 0.45 * smoothStep(0.1, 0, above);
          let r = cr * glow;
          let g = cg * glow;
          let b = cb * glow;
          const lowU = tu - pose.jawX * scale;
          const tongue = sample(
            oral.tongue,
            lowU,
            (fy - pose.jawY * 0.85 + pose.tongueLift - oral.top) * scale,
          );
          let alpha = (tongue >>> 24) / 255;
          if (alpha > 0) {
            r += ((tongue & 255) - r) * alpha;
            g += (((tongue >> 8) & 255) - g) * alpha;
            b += (((tongue >> 16) & 255) - b) * alpha;
          }
          const low = sample(oral.lowerTeeth, lowU, (fy - pose.jawY - oral.top) * scale);
          alpha = ((low >>> 24) / 255) * bared;
          if (alpha > 0) {
            r += ((low & 255) - r) * alpha;
            g += (((low >> 8) & 255) - g) * alpha;
            b += (((low >> 16) & 255) - b) * alpha;
          }
          const high = sample(oral.upperTeeth, tu, (fy - oral.top) * scale);
          alpha = ((high >>> 24) / 255) * bared;
          if (alpha > 0) {
            r += ((high & 255) - r) * alpha;
            g += (((high >> 8) & 255) - g) * alpha;
            b += (((high >> 16) & 255) - b) * alpha;
          }
          const shadow = lipShade + (1 - lipShade) * smoothStep(-0.008, 0.045, below);
          const light = oral.flat + (1 - oral.flat) * shadow * flank * entry;
          // Light that finds its way into a mouth has met lips and gums: shadows are warm.
          const cool = 0.84 + 0.16 * light;
          const k = (y * frame.width + x) * channels;
          data[k] = r * light;
          data[k + 1] = g * light * cool;
          data[k + 2] = b * light * cool;
        }
      }
      canvas.touch(left, highest, right, lowest + 1);
    },
  };
};
