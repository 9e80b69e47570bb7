/** A portrait session in this process, without sockets: what the engine process does for one frame. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createArticulationTrack } from '../../src/main/pipeline/articulation/articulation-track.ts';
import { createAvatarReader } from '../../src/main/pipeline/avatar/avatar-reader.ts';
import { portraitRenderer } from '../../src/main/pipeline/renderers/portrait/renderer.ts';
import { loadArticulation } from '../../src/main/pipeline/service/load-articulation.ts';
import { CompositorOptions } from '../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../src/shared/renderer-options/portrait.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const modelsDir = path.join(root, 'resources', 'models');

/** The picture every bench uses. */
export const benchPicture = (): Promise<Uint8Array> =>
  readFile(path.join(root, 'test', 'fixtures', 'faces', 'astronaut.png'));

/** Size of the protocol's default video. */
export const BENCH_FORMAT = { width: 416, height: 704, fps: 25 };

/** Track and articulation, ready. */
export const openPortrait = async () => {
  const reader = await createAvatarReader({ modelsDir });
  const assets = await reader.frame(
    { picture: await benchPicture(), mouth: null },
    { ...BENCH_FORMAT, fit: 'cover', background: { kind: 'colour', rgb: [0, 0, 0] } },
  );
  const renderer = await portraitRenderer.load();
  const track = await renderer.prepare(assets, PortraitOptions.parse({}), CompositorOptions.parse({}));
  const articulation = createArticulationTrack(await loadArticulation(modelsDir), { guess: false });
  return { track, articulation };
};
