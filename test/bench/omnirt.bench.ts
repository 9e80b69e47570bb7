/** The OmniRT server: what its protocol costs, sessions side by side, blending, and a client that comes back. */
import { serveStudio } from '../support/served-studio.ts';
import { SocketClient } from '../support/socket-client.ts';
import { type Bench, type Figure, median } from './bench.ts';
import { blendCosts } from './blend-costs.ts';
import { concurrentPortraits } from './concurrent-portraits.ts';
import { fakeRoundTrips } from './fake-round-trips.ts';
import { benchPicture } from './portrait-session.ts';
import { speechSample } from './speech-sample.ts';

const RE_INITS = 15;

/** init → init_ok of a picture the server has prepared before: on the same socket, and after an interruption on a new one. */
const cachedReinit = async (wsBase: string, picture: Uint8Array): Promise<Figure[]> => {
  const url = `${wsBase}/v1/audio2video/wav2lip`;
  const message = {
    type: 'init',
    ref_image: Buffer.from(picture).toString('base64'),
    prompt: 'A person is talking.',
    seed: 9999,
    width: 416,
    height: 704,
    wav2lip_postprocess_mode: 'opentalking_improved',
  };
  const init = async (client: SocketClient): Promise<number> => {
    const before = performance.now();
    const answer = await client.ask(message, 60_000);
    if (answer.type !== 'init_ok') throw new Error(JSON.stringify(answer));
    return performance.now() - before;
  };
  const client = await SocketClient.open(url);
  await init(client);
  const same: number[] = [];
  for (let i = 0; i < RE_INITS; i++) same.push(await init(client));
  await client.end();
  const fresh: number[] = [];
  for (let i = 0; i < RE_INITS; i++) {
    const before = performance.now();
    const again = await SocketClient.open(url);
    await init(again);
    fresh.push(performance.now() - before);
    await again.end();
  }
  return [
    { name: 'omnirt: init of a prepared avatar, median', value: median(same), unit: 'ms', target: 20 },
    { name: 'omnirt: the same with connecting, median', value: median(fresh), unit: 'ms' },
  ];
};

const portraits = async (): Promise<Figure[]> => {
  const studio = await serveStudio();
  const picture = await benchPicture();
  const figures = [
    ...(await cachedReinit(studio.ws, picture)),
    ...(await concurrentPortraits(`${studio.ws}/v1/avatar/realtime`, picture, await speechSample(20))),
  ];
  await studio.close();
  return figures;
};

/** Each gives its figures; neural renderers add theirs in benches of their own (wav2lip.bench.ts). */
const SECTIONS: readonly (() => Promise<Figure[]>)[] = [fakeRoundTrips, portraits, blendCosts];

/** See Bench. */
export const omnirtBench: Bench = {
  name: 'omnirt',
  about: 'fake round trips, portrait sessions side by side, blend modes, a prepared avatar again',
  run: async () => {
    const figures: Figure[] = [];
    for (const section of SECTIONS) figures.push(...(await section()));
    return figures;
  },
};
