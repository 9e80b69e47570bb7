/** Opens a picture for the look scripts, framed at a size, with the embedded face models. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { createAvatarReader } from '../../src/main/pipeline/avatar/avatar-reader.ts';
import type { AvatarAssets } from '../../src/main/pipeline/renderers/renderer.ts';
import { MouthMetadata } from '../../src/shared/mouth-metadata.ts';

/** Reads `file`, its long edge scaled to `edge` pixels; `mouthFile` is optional metadata drawn by hand. */
export const openAvatar = async (file: string, edge: number, mouthFile?: string): Promise<AvatarAssets> => {
  const picture = readFileSync(file);
  const { width = 1, height = 1 } = await sharp(picture).rotate().metadata();
  const scale = edge / Math.max(width, height);
  const reader = await createAvatarReader({
    modelsDir: fileURLToPath(new URL('../../resources/models', import.meta.url)),
    threads: 1,
  });
  const mouth =
    mouthFile === undefined ? null : MouthMetadata.parse(JSON.parse(readFileSync(mouthFile, 'utf8')));
  const assets = await reader.frame(
    { picture, mouth },
    {
      width: Math.round((width * scale) / 2) * 2,
      height: Math.round((height * scale) / 2) * 2,
      fit: 'cover',
      background: { kind: 'transparent' },
    },
  );
  await reader.close();
  return assets;
};

/** The square about the face to show, in pixels. */
export const faceSquareOf = (assets: AvatarAssets): { left: number; top: number; size: number } => {
  const { width, height } = assets.picture;
  const mouth = assets.mouth?.animation;
  if (mouth === undefined) return { left: 0, top: 0, size: Math.min(width, height) };
  const lm = assets.landmarks;
  const unit =
    lm === null
      ? (mouth.mouth_rx * width * 2) / 0.58
      : Math.hypot((lm[263 * 3]! - lm[33 * 3]!) * width, (lm[263 * 3 + 1]! - lm[33 * 3 + 1]!) * height);
  const size = Math.min(width, height, Math.round(unit * 2.5));
  const clamp = (v: number, most: number): number => Math.round(Math.max(0, Math.min(most, v)));
  return {
    left: clamp(mouth.mouth_center[0] * width - size / 2, width - size),
    top: clamp(mouth.mouth_center[1] * height - size * 0.6, height - size),
    size,
  };
};
