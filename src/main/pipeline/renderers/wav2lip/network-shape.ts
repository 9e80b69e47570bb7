/** What a network must take and give to be a Wav2Lip, read from its signature: inputs are told apart by shape, never by name. */
import { StudioError } from '../../../../shared/errors.ts';
import { type NetworkSignature, shapeFault, type TensorSignature } from '../../../../shared/model-shapes.ts';
import { MEL_BANDS } from '../../features/wav2lip-mel.ts';

/** Columns of mel a frame is made of. */
export const WINDOW_COLUMNS = 16;
/** Floats of one window. */
export const WINDOW_FLOATS = MEL_BANDS * WINDOW_COLUMNS;

/** Names of inputs and output; `size`: sides of the square face, pixels; `batch`: frames of every run, null: free. */
export type Wav2LipShape = { mel: string; video: string; output: string; size: number; batch: number | null };

const channelsOf = ({ dims }: TensorSignature): number | null => dims[1] ?? null;

/** The shape of a Wav2Lip network. @throws StudioError `model/unsupported`, naming what was found and what is expected. */
export const wav2LipShapeOf = (signature: NetworkSignature): Wav2LipShape => {
  const fault = shapeFault('wav2lip', 'network', signature);
  if (fault !== null)
    throw new StudioError('model/unsupported', `${fault} Export it so, or choose another model.`);
  const { inputs, outputs } = signature;
  const mel = inputs.find(tensor => channelsOf(tensor) === 1);
  const video = inputs.find(tensor => channelsOf(tensor) === 6);
  const output = outputs.find(tensor => channelsOf(tensor) === 3) ?? outputs[0];
  const size = video?.dims[2] ?? null;
  if (
    mel === undefined ||
    video === undefined ||
    output === undefined ||
    size !== video.dims[3] ||
    size === null
  ) {
    const found = [...inputs, ...outputs].map(
      ({ name, dims }) => `${name} [${dims.map(n => n ?? 'N').join(', ')}]`,
    );
    throw new StudioError(
      'model/unsupported',
      `The network of wav2lip has faces of a fixed, square size, [N, 6, 96, 96] for example; this one has ${found.join(', ')}. Export it so, or choose another model.`,
    );
  }
  const batches = [mel, video].flatMap(({ dims }) => dims[0] ?? []);
  return { mel: mel.name, video: video.name, output: output.name, size, batch: batches[0] ?? null };
};
