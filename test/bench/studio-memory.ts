/** What the studio's page holds in memory while an avatar talks, and how that grows: minutes are watched, an hour is told. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Place, say, visit, waitForSilence } from '../e2e/studio-visit.ts';
import type { Figure } from './bench.ts';
import { memoryBytes } from './processes.ts';

/** Minutes of talk; MOUTHPIECE_TALK_MINUTES for more. The first third warms up and is not counted in the slope. */
const MINUTES = Number(process.env.MOUTHPIECE_TALK_MINUTES ?? 4);
const LOOK_EVERY_MS = 10_000;
const MEGABYTE = 2 ** 20;
const TEXT =
  'Five people came by before breakfast, and everyone was happy to wait for the bread. ' +
  'The oven is old, the street is steep, and nobody here is ever in a hurry.';

type Look = { hours: number; heap: number; process: number | null };

/** Slope of a straight line through the points, by least squares. */
const slopeOf = (points: readonly (readonly [x: number, y: number])[]): number => {
  const mean = (of: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([at]) => at), mean(([, value]) => value)];
  const spread = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0) / spread;
};

const largestRenderer = async (place: Place): Promise<number | null> => {
  const session = await place.browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => memoryBytes(id) ?? 0);
  const largest = Math.max(0, ...sizes);
  return largest === 0 ? null : largest / MEGABYTE;
};

const lookFor = async (place: Place): Promise<Look[]> => {
  const { page, close } = await visit(place);
  try {
    await waitForSilence(page);
    const tools = await page.context().newCDPSession(page);
    await tools.send('Performance.enable');
    const looks: Look[] = [];
    const began = performance.now();
    const button = page.getByRole('button', { name: /^(Speak|Add to queue)$/ });
    while (performance.now() - began < MINUTES * 60_000) {
      // One text speaks, another waits: speech has no pauses but those between texts.
      await button.waitFor();
      if ((await button.textContent())?.trim() === 'Speak') await say(page, TEXT);
      await say(page, TEXT);
      await pause(LOOK_EVERY_MS);
      await tools.send('HeapProfiler.collectGarbage');
      const { metrics } = await tools.send('Performance.getMetrics');
      const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')!.value / MEGABYTE;
      const hours = (performance.now() - began) / 3_600_000;
      looks.push({ hours, heap, process: await largestRenderer(place) });
    }
    return looks;
  } finally {
    await close();
  }
};

const grown = (
  looks: readonly Look[],
  of: (look: Look) => number,
  name: string,
  target?: number,
): Figure[] => {
  const settled = looks.slice(Math.floor(looks.length / 3));
  const slope = slopeOf(settled.map(look => [look.hours, of(look)]));
  const now = of(looks.at(-1)!);
  const inAnHour = now + Math.max(0, slope);
  return [
    { name: `${name} after ${MINUTES} minutes of talk`, value: now, unit: 'MB' },
    { name: `${name}: slope`, value: slope, unit: 'MB/h' },
    {
      name: `${name} after an hour, by the slope`,
      value: inAnHour,
      unit: 'MB',
      ...(target === undefined ? {} : { target }),
    },
  ];
};

/** The heap after a collection, and the whole process where the system tells it. */
export const memoryFigures = async (place: Place): Promise<Figure[]> => {
  const looks = await lookFor(place);
  const whole = looks.filter((look): look is Look & { process: number } => look.process !== null);
  return [
    ...grown(looks, look => look.heap, 'page memory: heap', whole.length === 0 ? 250 : undefined),
    ...(whole.length === 0 ? [] : grown(whole, look => look.process ?? 0, 'page memory: process', 250)),
  ];
};
