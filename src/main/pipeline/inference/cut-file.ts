/** Reads a network from its file in two halves, prepared for the processor. Knows the order of the steps, not how they are done. */
import { readFile, stat } from 'node:fs/promises';
import { foldLayers } from './fold-layers.ts';
import type { IsSteady } from './networks.ts';
import { dimsOfValue, readOnnx, writeOnnx } from './onnx-document.ts';
import { cutAtSteady } from './steady-part.ts';
import { tileConvolutions } from './tiled-convolutions.ts';

/** Larger files are not held in memory to be cut. */
const MAX_CUT_BYTES = 512 * 1024 * 1024;

/** Narrower convolutions gain nothing by tiles: moving their pictures about takes what fewer products save. */
const LEAST_CHANNELS = 128;

/** Both files, and the input that seldom changes. */
export type CutFile = { input: string; steady: Uint8Array; lively: Uint8Array };

/** Null for a network that cannot be cut there. `leastChannels`: see TilingLimits. */
export const readHalves = async (
  file: string,
  isSteady: IsSteady,
  leastChannels = LEAST_CHANNELS,
): Promise<CutFile | null> => {
  try {
    if ((await stat(file)).size > MAX_CUT_BYTES) return null;
    const document = foldLayers(readOnnx(await readFile(file)));
    const input = [...document.inputs].find(([, value]) => isSteady(dimsOfValue(value)))?.[0];
    const halves = input === undefined ? null : cutAtSteady(document, input);
    if (input === undefined || halves === null) return null;
    const { steady, lively } = (await tileConvolutions(halves, { channels: leastChannels })) ?? halves;
    return { input, steady: writeOnnx(steady), lively: writeOnnx(lively) };
  } catch (error) {
    // What is no ONNX at all is refused by the runtime, in its own words.
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
};
