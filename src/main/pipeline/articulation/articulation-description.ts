/** The JSON beside the articulation network: how to feed it and how to read it. Parsed here, trusted everywhere else. */
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import { VISEME_NAMES } from '../../../shared/visemes.ts';
import type { TensorSession } from '../inference/tensor-session.ts';
import { CURVE_NAMES } from './speech-frame.ts';

const closureSetting = z.object({
  /** Share of the class posterior in the score; the rest is the drawn curve. */ weight: z
    .number()
    .min(0)
    .max(1),
  on: z.number().min(0).max(1),
  off: z.number().min(0).max(1),
  /** Shortest closure, frames of 10 ms. */ shortest: z.number().int().min(1).max(20),
  /** Lips shut on the mean of this many frames; they open on the newest alone. */ average: z
    .number()
    .int()
    .min(1)
    .max(5),
});

const description = z.object({
  format: z.literal('mouthpiece-articulation/1'),
  framesPerStep: z.number().int().min(1).max(4),
  lookAheadFrames: z.number().int().min(0).max(11),
  lookAheadMs: z.number().max(120),
  /** Frame i speaks of the time 10·i + this, ms. */ frameOffsetMs: z.number().min(0).max(5),
  tensors: z.object({
    input: z.string(),
    visemes: z.string(),
    curves: z.string(),
    states: z.array(
      z.object({ input: z.string(), output: z.string(), shape: z.array(z.number().int().positive()) }),
    ),
  }),
  features: z.object({
    sampleRate: z.literal(16_000),
    hop: z.literal(160),
    window: z.number().int().positive(),
    fft: z.number().int().positive(),
    bands: z.number().int().positive(),
    lowHz: z.number(),
    highHz: z.number(),
    preEmphasis: z.number(),
    floor: z.number().positive(),
  }),
  normaliser: z.object({
    scale: z.number(),
    initialCount: z.number(),
    maximumCount: z.number(),
    initialPeakOffset: z.number(),
    peakLeak: z.number(),
    peakGate: z.number(),
    floorRise: z.number(),
    floorGate: z.number(),
    initialMean: z.array(z.number()),
  }),
  visemes: z.array(z.string()),
  curves: z.array(z.string()),
  decoder: z.object({ lips: closureSetting, teeth: closureSetting }),
});

/** Thresholds of one closure decoder; levels 0..1, `shortest` in frames of 10 ms. */
export type ClosureSetting = z.infer<typeof closureSetting>;

/** Everything the runtime needs to know of one articulation network. */
export type ArticulationDescription = z.infer<typeof description>;

/** A loaded network with its description. */
export type ArticulationModel = { session: TensorSession; description: ArticulationDescription };

/**
 * Reads the text of `articulation.json`.
 * @throws StudioError `model/corrupt` when it is not such a description.
 */
export const parseArticulationDescription = (text: string): ArticulationDescription => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  const parsed = description.safeParse(value);
  const fits =
    parsed.success &&
    parsed.data.visemes.join() === VISEME_NAMES.join() &&
    parsed.data.curves.join() === CURVE_NAMES.join() &&
    parsed.data.normaliser.initialMean.length === parsed.data.features.bands;
  if (!fits) {
    throw new StudioError(
      'model/corrupt',
      'The description of the articulation model cannot be read. Reinstall the app.',
      {
        problem: parsed.success
          ? 'other classes than expected'
          : (parsed.error.issues[0]?.message ?? 'unknown'),
      },
    );
  }
  return parsed.data;
};
