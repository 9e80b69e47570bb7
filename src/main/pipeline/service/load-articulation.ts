/** Loads the articulation network and its description from the models folder. */
import {
  type ArticulationModel,
  parseArticulationDescription,
} from '../articulation/articulation-description.ts';
import { loadModel } from '../inference/model-store.ts';
import { createOnnxSession } from '../inference/onnx-session.ts';

/** @throws StudioError `model/missing`, `model/corrupt`. */
export const loadArticulation = async (modelsDir: string): Promise<ArticulationModel> => {
  const [bytes, text] = await Promise.all([
    loadModel(modelsDir, 'articulation'),
    loadModel(modelsDir, 'articulation-description'),
  ]);
  const description = parseArticulationDescription(new TextDecoder().decode(text));
  return { session: await createOnnxSession(bytes, { name: 'articulation' }), description };
};
