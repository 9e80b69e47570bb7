/** One avatar talking through MuseTalk in one session: hears speech, paints faces, lays them over the pictures. Knows no clock and no encoder. */
import type { CompositorOptions } from '../../../../shared/compositor-options.ts';
import { StudioError } from '../../../../shared/errors.ts';
import { MuseTalkOptions } from '../../../../shared/renderer-options/musetalk.ts';
import type { Compositor } from '../../compositor/compositor.ts';
import type { FrameBuffer } from '../../frame-buffer.ts';
import { planarGrid } from '../../patch/resampler.ts';
import type { BlinkingEyes } from '../blinking-eyes.ts';
import type { RestorerDoor } from '../face-restorer.ts';
import { drawPicture } from '../flat-picture.ts';
import { patchOptions } from '../patch-options.ts';
import type { AvatarAssets, FramedPicture, FramePose, Track } from '../renderer.ts';
import { FacePaster } from './face-paster.ts';
import {
  CONTEXT_SIZE,
  FACE_EDGE,
  FACE_SIZE,
  LATENT_SIZE,
  type MuseTalkNetworks,
} from './musetalk-networks.ts';
import { compositorFor, type FaceOptions, type PreparedFace } from './prepared-face.ts';
import { SpeechContext } from './speech-context.ts';

const EDGE = { width: FACE_EDGE, height: FACE_EDGE };
/** Painted faces are −1..1. */
const SIGNED = { scale: 1, offset: 0 };

/** Less of a face than this is not seen. */
const UNSEEN = 1 / 255;
/** Blends of a moving avatar's pictures kept; one of a face of 256 pixels weighs up to a megabyte. */
const BLENDS_KEPT = 96;
/** Options a running track cannot change: its networks are loaded. */
const FIXED = ['model', 'device', 'allowCpu', 'batch'] as const;

/** What the track draws with. `release` gives the networks up. */
export type MuseTalkTrackDeps = {
  assets: AvatarAssets;
  options: MuseTalkOptions;
  compositor: CompositorOptions;
  networks: MuseTalkNetworks;
  notes: readonly string[];
  /** Asked once, when they shall blink; null: there are no eyes to shut. */ openEyes(): Promise<BlinkingEyes | null>;
  /** The face of a picture, from a cache where it can be. */
  faceOf(picture: FramedPicture, index: number, options: FaceOptions): Promise<PreparedFace | null>;
  restorer: RestorerDoor;
  release(): Promise<void>;
};

/** A frame whose face is painted: where in the batch, its picture and face, how much of it shows. */
type Job = { at: number; index: number; picture: FramedPicture; face: PreparedFace; shown: number };

/** Opens a track; the face of the first picture is prepared at once. Errors: those of the networks and of the pictures. */
export const createMuseTalkTrack = async (deps: MuseTalkTrackDeps): Promise<Track> => {
  const { assets, networks } = deps;
  let { options, compositor } = deps;
  const batch = Math.min(options.batch, networks.rows ?? options.batch);
  const context = new SpeechContext(networks.hear);
  const paster = new FacePaster();
  const latents = new Float32Array(batch * 2 * LATENT_SIZE);
  const contexts = new Float32Array(batch * CONTEXT_SIZE);
  const blends = new Map<number, Compositor | null>();
  const flats = new Map<3 | 4, Uint8Array>();
  /** The face painted last: it fades out where speech is broken off. */
  const held = new Float32Array(FACE_SIZE);
  let holds = false;
  let eyes: Promise<BlinkingEyes | null> | null = null;

  const pictureAt = async (index: number): Promise<FramedPicture> =>
    assets.frames === null ? assets : assets.frames.at(index % assets.frames.count);

  const blinkingEyes = (): Promise<BlinkingEyes | null> => {
    eyes ??= deps.openEyes();
    return eyes;
  };

  const drawStill = (picture: FramedPicture, into: FrameBuffer): void => {
    const flat = flats.get(into.channels);
    if (flat !== undefined) {
      into.data.set(flat);
      return;
    }
    drawPicture(picture, into);
    if (assets.frames === null) flats.set(into.channels, into.data.slice());
  };

  const blendOf = ({ index, picture, face }: Job): Compositor | null => {
    const kept = blends.get(index);
    if (kept !== undefined) return kept;
    if (blends.size >= BLENDS_KEPT) blends.delete(blends.keys().next().value!);
    const made = compositorFor(picture, face, compositor);
    blends.set(index, made);
    return made;
  };

  const paste = (job: Job, faces: Float32Array, offset: number, into: FrameBuffer): void =>
    paster.paste(faces, offset, job.face, blendOf(job), job.shown, into);

  /** Faces of the jobs, [3, 256, 256] each, one behind the other. */
  const paint = async (jobs: readonly Job[], poses: readonly FramePose[]): Promise<Float32Array> => {
    const times = jobs.map(({ at }) => poses[at]!.speechMicros!);
    await context.ensure(Math.min(...times), Math.max(...times));
    for (const [row, { face }] of jobs.entries()) {
      latents.set(face.latents, row * 2 * LATENT_SIZE);
      context.contextAt(times[row]!, contexts, row * CONTEXT_SIZE);
    }
    const painted = await networks.paint(latents, contexts, jobs.length);
    for (const [row, { face }] of jobs.entries())
      for (let i = row * LATENT_SIZE; i < (row + 1) * LATENT_SIZE; i++) painted[i] = painted[i]! / face.scale;
    return networks.decode(painted, jobs.length);
  };

  const render = async (poses: readonly FramePose[], into: readonly FrameBuffer[]): Promise<void> => {
    const talking: Job[] = [];
    const fading: Job[] = [];
    for (const [at, { lifeMicros, speechMicros, speaking, pictureIndex }] of poses.entries()) {
      const index = assets.frames === null ? 0 : pictureIndex;
      const picture = await pictureAt(index);
      drawStill(picture, into[at]!);
      if (options.blinking) (await blinkingEyes())?.draw(lifeMicros, into[at]!);
      const shown = speaking * (speechMicros === null ? 1 : context.voiceAt(speechMicros));
      if (shown < UNSEEN) continue;
      const face = await deps.faceOf(picture, index, options);
      if (face === null) continue;
      (speechMicros === null ? fading : talking).push({ at, index, picture, face, shown });
    }
    // A face broken off is older than one of this batch only where it comes first.
    const pasteHeld = (jobs: readonly Job[]): void => {
      if (holds) for (const job of jobs) paste(job, held, 0, into[job.at]!);
    };
    const first = talking[0]?.at ?? Number.POSITIVE_INFINITY;
    pasteHeld(fading.filter(({ at }) => at < first));
    if (talking.length > 0) {
      const faces = await paint(talking, poses);
      const restoring = compositor.mode === 'easy_enhanced' ? await deps.restorer.get() : null;
      for (const [row] of restoring === null ? [] : talking.entries())
        await restoring?.restore(planarGrid(faces, EDGE, row * FACE_SIZE), FACE_EDGE, FACE_EDGE, SIGNED);
      for (const [row, job] of talking.entries()) paste(job, faces, row * FACE_SIZE, into[job.at]!);
      held.set(faces.subarray((talking.length - 1) * FACE_SIZE, talking.length * FACE_SIZE));
      holds = true;
    }
    pasteHeld(fading.filter(({ at }) => at >= first));
  };

  const first = await deps.faceOf(await pictureAt(0), 0, options);
  if (options.blinking) await blinkingEyes();
  const notes = [...deps.notes, ...(compositor.mode === 'easy_enhanced' ? await deps.restorer.notes() : [])];
  if (first === null)
    notes.push('No face was found in this picture, so nothing of it moves. Set the mouth by hand.');
  else if (assets.landmarks === null)
    notes.push('No face was found in this picture; what the model sees of it is guessed from the mouth.');

  return {
    batch,
    ear: context,
    provider: networks.provider,
    notes,
    render,
    configure(patch) {
      if (patch.options !== undefined) {
        const wanted = patchOptions(MuseTalkOptions, options, patch.options);
        const fixed = FIXED.find(name => wanted[name] !== options[name]);
        if (fixed !== undefined) {
          throw new StudioError(
            'session/bad-config',
            `options.${fixed} cannot change while a session runs. Open a new one.`,
          );
        }
        options = wanted;
        blends.clear();
      }
      if (patch.compositor !== undefined) {
        compositor = patch.compositor;
        blends.clear();
      }
    },
    async close() {
      await (await eyes?.catch(() => null))?.close();
      await deps.restorer.close();
      await deps.release();
    },
  };
};
