/** The eyes of a still picture blink as the portrait's do, for renderers that draw the mouth alone. Knows no mouths. */

import { BLENDSHAPE_COUNT } from '../../../shared/blendshapes.ts';
import { CompositorOptions } from '../../../shared/compositor-options.ts';
import type { Micros } from '../../../shared/media.ts';
import { PortraitOptions } from '../../../shared/renderer-options/portrait.ts';
import { createFrameBuffer, type FrameBuffer } from '../frame-buffer.ts';
import { BROW_LEFT, BROW_RIGHT, EYE_LEFT, EYE_RIGHT } from './portrait/landmark-ids.ts';
import { createLife, liveAt } from './portrait/life.ts';
import type { AvatarAssets, FramePose, Renderer, Track } from './renderer.ts';

/** Room above the brows and below the eyes, in distances of the outer eye corners. */
const ABOVE = 0.1;
const BELOW = 0.25;
/** Less of a blink is not seen. */
const OPEN = 0.01;

/** Lids over a still picture. */
export type BlinkingEyes = {
  /** Draws the lids of this moment over a frame that shows the picture; open eyes cost nothing. */
  draw(lifeMicros: Micros, into: FrameBuffer): void;
  close(): Promise<void>;
};

const STILL = {
  mouthAmount: 0,
  headMotion: 0,
  browMotion: 0,
  breathing: 0,
  smileRelax: 0,
  blinking: true,
} as const;

/** First and one past the last row that a blink may touch. */
const rowsOf = ({ picture: { width, height } }: AvatarAssets, landmarks: Float32Array): [number, number] => {
  const y = (id: number): number => landmarks[id * 3 + 1]! * height;
  const unit = Math.hypot((landmarks[263 * 3]! - landmarks[33 * 3]!) * width, y(263) - y(33));
  const top = Math.min(...[...BROW_LEFT, ...BROW_RIGHT].map(y)) - ABOVE * unit;
  const bottom = Math.max(...[...EYE_LEFT, ...EYE_RIGHT].map(y)) + BELOW * unit;
  return [Math.max(0, Math.floor(top)), Math.min(height, Math.ceil(bottom))];
};

/** Null where the eyes are not known or the picture moves. `portrait` is shared by all who ask. */
export const createBlinkingEyes = async (
  portrait: Renderer<PortraitOptions>,
  assets: AvatarAssets,
): Promise<BlinkingEyes | null> => {
  const { landmarks, picture } = assets;
  if (landmarks === null || assets.mouth === null || assets.frames !== null) return null;
  const options = PortraitOptions.parse(STILL);
  const track: Track = await portrait.prepare(assets, options, CompositorOptions.parse({}));
  const [top, bottom] = rowsOf(assets, landmarks);
  const life = createLife();
  const pose: { -readonly [K in keyof FramePose]: FramePose[K] } = {
    lifeMicros: 0,
    weights: new Float32Array(BLENDSHAPE_COUNT),
    speaking: 0,
    speechMicros: null,
    pictureIndex: 0,
  };
  let drawn: FrameBuffer | null = null;
  return {
    draw(lifeMicros, into) {
      liveAt(options.seed, lifeMicros / 1e6, 0, life, assets.liveliness);
      if (life.blink < OPEN) return;
      if (drawn?.channels !== into.channels)
        drawn = createFrameBuffer(picture.width, picture.height, into.channels);
      pose.lifeMicros = lifeMicros;
      track.render([pose], [drawn]);
      // Of the portrait only the band about the eyes is wanted: it draws mouths that stand open anew.
      const row = into.width * into.channels;
      into.data.set(drawn.data.subarray(top * row, bottom * row), top * row);
    },
    async close() {
      await track.close();
    },
  };
};
