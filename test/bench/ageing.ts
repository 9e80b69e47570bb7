/** Whether work grows dearer or larger as it goes on: what each minute of it costs and holds, and what that comes to in an hour. Knows no session. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { median, quantile } from './bench.ts';

/** One minute of work. `cost`: processor time of all threads, in yardsticks; memory after garbage was collected, MB. */
export type Minute = { cost: number; resident: number; held: number };

/** The yardstick is laid on so often in a minute: a machine that is busy for a while is slow for both. */
const SLICES = 10;
/** Caches fill and code is compiled until this share of the time is over. */
const WARM = 0.1;
const SETTLED = 0.25;
const CHEAP = 0.3;

/** A fixed piece of work, arithmetic and memory, that no code of the project can change. */
const createYardstick = (): (() => void) => {
  const numbers = Float64Array.from({ length: 60_000 }, (_, i) => i % 97);
  return () => {
    let sum = 0;
    for (let round = 0; round < 6; round++)
      for (let i = 0; i < numbers.length; i++) sum = sum * 0.5 + Math.sqrt(numbers[i]! + round);
    numbers[0] = sum % 7;
  };
};

/** Collects garbage now: what is left afterwards is held by somebody. */
const openCollector = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
};

/** Memory the process made itself, bytes; what the system may take back and bring again (its own code, files) is no part of it. */
const ownBytes = (): number => {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const kilobytes = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
    const own = kilobytes('RssAnon') + kilobytes('VmSwap');
    if (Number.isFinite(own)) return own * 1024;
  } catch {
    // Only Linux tells it apart.
  }
  return process.memoryUsage.rss();
};

const processorMicros = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** Does `minutes` of work, each in ten slices. */
export const watchMinutes = async (
  minutes: number,
  work: (minute: number, slice: number, slices: number) => Promise<void>,
): Promise<Minute[]> => {
  const collect = openCollector();
  const layOn = createYardstick();
  for (let i = 0; i < SLICES; i++) layOn();
  const seen: Minute[] = [];
  for (let minute = 0; minute < minutes; minute++) {
    let spent = 0;
    let yardsticks = 0;
    for (let slice = 0; slice < SLICES; slice++) {
      const before = processorMicros();
      await work(minute, slice, SLICES);
      const between = processorMicros();
      layOn();
      spent += between - before;
      yardsticks += processorMicros() - between;
    }
    // Answers of other threads, and what only they held, are let go of first.
    await new Promise(resolve => setTimeout(resolve, 5));
    collect();
    collect();
    const { heapUsed, external } = process.memoryUsage();
    seen.push({
      cost: (spent * SLICES) / yardsticks,
      resident: ownBytes() / 1e6,
      held: (heapUsed + external) / 1e6,
    });
  }
  return seen;
};

/**
 * What a minute costs after an hour over what it cost at first, by an early quarter and the last one. Disturbances only add:
 * cheap minutes tell more than dear ones.
 */
export const costAfterAnHour = (costs: readonly number[]): number => {
  const quarter = Math.floor(costs.length / 4);
  const from = Math.floor(costs.length * WARM);
  const early = quantile(costs.slice(from, from + quarter), CHEAP);
  const late = quantile(costs.slice(-quarter), CHEAP);
  const apart = costs.length - quarter - from;
  return 1 + ((late / early - 1) * 60) / apart;
};

/**
 * How much memory grows in an hour, from one value a minute. The last three quarters of the time are cut into three, and what
 * the medians of both steps between them have in common is growth: a leak goes on, while an allocator that takes its next block
 * does so once.
 */
export const growthInAnHour = (values: readonly number[]): number => {
  const settled = values.slice(Math.floor(values.length * SETTLED));
  const third = Math.floor(settled.length / 3);
  const [first, second, last] = [0, 1, 2].map(i => median(settled.slice(i * third, (i + 1) * third)));
  return (Math.min(second! - first!, last! - second!) * 60) / third;
};
