/** One avatar talking through a Wav2Lip network in one session: hears mel, draws pictures with new mouths. Knows no clock and no encoder. */
import type { CompositorOptions } from '../../../../shared/compositor-options.ts';
import { StudioError } from '../../../../shared/errors.ts';
import type { Micros } from '../../../../shared/media.ts';
import type { Provider } from '../../../../shared/model-manifest.ts';
import { Wav2LipOptions } from '../../../../shared/renderer-options/wav2lip.ts';
import { MEL_SILENCE } from '../../features/wav2lip-mel.ts';
import type { FrameBuffer } from '../../frame-buffer.ts';
import type { OpenModel } from '../../inference/networks.ts';
import { interleavedGrid } from '../../patch/resampler.ts';
import type { BlinkingEyes } from '../blinking-eyes.ts';
import { BYTES, type RestorerDoor } from '../face-restorer.ts';
import { patchOptions } from '../patch-options.ts';
import type { AvatarAssets, FramePose, Track } from '../renderer.ts';
import type { FaceNetwork } from './face-network.ts';
import { createFaceSource, type FaceCache, type Scene } from './face-source.ts';
import { createMouthDrawing } from './mouth-drawing.ts';
import { WINDOW_FLOATS } from './network-shape.ts';
import type { PreparedFace } from './prepared-face.ts';
import { SpeechEar } from './speech-ear.ts';

/** Less of the patch than this is not seen. */
const UNSEEN = 1 / 255;
/** After an interruption what was last heard dies away in about this time, µs. */
const RELEASE_MICROS = 110_000;
/** So little of it left is silence. */
const RELEASED = 0.01;

/** A frame that waits for the network; its slot is its place in the list. */
type Job = { face: PreparedFace; isSilent: boolean; speaking: number; into: FrameBuffer };

/** What the track draws with; it closes the model. */
export type Wav2LipTrackDeps = {
  assets: AvatarAssets;
  options: Wav2LipOptions;
  compositor: CompositorOptions;
  model: OpenModel;
  network: FaceNetwork;
  provider: Provider;
  /** Faces of all tracks, and a name no other track has. */ faces: FaceCache;
  own: string;
  /** Null: this picture cannot blink. */ eyes: BlinkingEyes | null;
  restorer: RestorerDoor;
};

/** A note for what the user would wonder about. */
const noteOf = (scene: Scene): string[] => {
  if (scene.face === null)
    return ['No mouth is known in this picture, so nothing of it moves. Set the mouth by hand.'];
  return scene.face.source === 'guessed'
    ? ['No face was found in this picture; what the model sees of it is guessed from the mouth.']
    : [];
};

/** Options that are fixed when the model is opened. */
const FIXED = ['model', 'device', 'batch'] as const;

/** Opens the track. */
export const createWav2LipTrack = async (deps: Wav2LipTrackDeps): Promise<Track> => {
  const { assets, model, network, provider, eyes, restorer } = deps;
  let { options } = deps;
  let { mode } = deps.compositor;
  const source = createFaceSource(
    assets,
    { size: network.size, pads: options.pads, compositor: deps.compositor },
    deps.faces,
    deps.own,
  );
  const ear = new SpeechEar();
  const mouths = createMouthDrawing();
  const { windows } = network;
  /** The window heard last, and when: an interruption lets it die away. */
  const last = new Float32Array(WINDOW_FLOATS).fill(MEL_SILENCE);
  let lastMicros: Micros = Number.NEGATIVE_INFINITY;
  /** The patch of silence of a still avatar, which is always the same. */
  let silence: { face: PreparedFace; patch: Uint8Array } | null = null;

  /** Writes the window of a pose into a slot; false: it is silence. */
  const listen = ({ speechMicros, lifeMicros }: FramePose, slot: number): boolean => {
    const at = slot * WINDOW_FLOATS;
    if (speechMicros !== null) {
      const isSpeech = ear.window(speechMicros, windows, at);
      last.set(windows.subarray(at, at + WINDOW_FLOATS));
      lastMicros = lifeMicros;
      return isSpeech;
    }
    const keep = Math.exp((lastMicros - lifeMicros) / (RELEASE_MICROS / 3));
    if (keep < RELEASED) {
      windows.fill(MEL_SILENCE, at, at + WINDOW_FLOATS);
      return false;
    }
    for (let i = 0; i < WINDOW_FLOATS; i++) windows[at + i] = MEL_SILENCE + (last[i]! - MEL_SILENCE) * keep;
    return true;
  };

  const jobs: Job[] = [];

  const begin = (scene: Scene, pose: FramePose, into: FrameBuffer): void => {
    source.draw(scene, into);
    if (options.blinking) eyes?.draw(pose.lifeMicros, into);
    const { face } = scene;
    if (face === null || pose.speaking < UNSEEN) return;
    const slot = jobs.length;
    const isSilent = !listen(pose, slot);
    if (isSilent && silence?.face === face) {
      mouths.draw(face, silence.patch, pose.speaking, into);
      return;
    }
    network.feed(slot, face.planes);
    jobs.push({ face, isSilent, speaking: pose.speaking, into });
  };

  const finish = async (): Promise<void> => {
    const answers = await network.run(jobs.length);
    const restoring = mode === 'easy_enhanced' ? await restorer.get() : null;
    for (const [slot, { face, isSilent, speaking, into }] of jobs.entries()) {
      const patch = mouths.paint(face, answers, slot * 3 * network.size ** 2);
      if (restoring !== null) {
        const { width, height } = face.resampler.to;
        await restoring.restore(interleavedGrid(patch, width, 3), width, height, BYTES);
      }
      if (isSilent && assets.frames === null) silence = { face, patch: patch.slice() };
      mouths.draw(face, patch, speaking, into);
    }
  };

  const first = await source.scene(0);
  return {
    batch: network.slots,
    ear,
    provider,
    notes: [...model.notes, ...noteOf(first), ...(mode === 'easy_enhanced' ? await restorer.notes() : [])],
    async render(poses, buffers) {
      jobs.length = 0;
      for (const [i, pose] of poses.entries()) {
        const scene = source.scene(pose.pictureIndex);
        begin(scene instanceof Promise ? await scene : scene, pose, buffers[i]!);
      }
      if (jobs.length > 0) await finish();
    },
    configure(patch) {
      if (patch.options !== undefined) {
        const next = patchOptions(Wav2LipOptions, options, patch.options);
        const fixed = FIXED.find(name => next[name] !== options[name]);
        if (fixed !== undefined)
          throw new StudioError(
            'session/bad-config',
            `options.${fixed} is fixed while a session runs. Open a new session for another one.`,
          );
        options = next;
      }
      const { compositor } = patch;
      mode = compositor?.mode ?? mode;
      source.configure({ pads: options.pads, ...(compositor === undefined ? {} : { compositor }) });
    },
    async close() {
      await eyes?.close();
      await restorer.close();
      await model.close();
    },
  };
};
