/** Loads networks into the local runtime where they compute best: each provider is tested against the processor before it is trusted. */
import os from 'node:os';
import type { DeviceChoice } from '../../../shared/model-manifest.ts';
import type { ProviderReport } from '../../../shared/model-view.ts';
import type { Machine } from './machine.ts';
import type { IsSteady, Network } from './networks.ts';
import { greatestDifference, seededInputs, timedRun, toleranceOf } from './numeric-test.ts';
import { createOnnxNetwork } from './onnx-session.ts';
import { type LocalProvider, PROVIDER_LABELS } from './provider-order.ts';
import type { Verdict, Verdicts } from './verdicts.ts';

/** A network to load. `sha256` names its content. */
export type LocalFile = {
  file: string;
  sha256: string;
  bytes: number;
  name: string;
  device: DeviceChoice;
  threads: number;
  /** See Networks.open; only the processor's networks are cut. */ isSteady?: IsSteady;
};

/** Where it landed, and what the user should know of the way. */
export type Loaded = { network: Network; notes: readonly string[] };

type Tested = Omit<LocalFile, 'device'>;

type Loader = (
  file: string,
  options: { provider: LocalProvider; threads: number; name: string; isSteady?: IsSteady },
) => Promise<Network>;

/** What the runtime stands on. `testNetwork`: a small network with the operators that matter. `load` is replaced in tests. */
export type LocalRuntimeDeps = {
  machine: Machine;
  verdicts: Verdicts;
  testNetwork: { file: string; sha256: string };
  log(level: 'info' | 'warn', message: string, fields: Record<string, string | number | null>): void;
  load?: Loader;
};

/** A provider must not be slower than this part of the processor's time, or it is not worth its start. */
const SLOWER = 1.1;

const LARGE_BYTES = 100_000_000;

const round = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));

const NONE = { difference: null, runMs: null, cpuMs: null };

/** See the methods. */
export class LocalRuntime {
  readonly #deps: LocalRuntimeDeps;
  readonly #load: Loader;

  constructor(deps: LocalRuntimeDeps) {
    this.#deps = deps;
    this.#load = deps.load ?? createOnnxNetwork;
  }

  /** On the first provider of the order that is there, computes right and is no slower than the processor; else on the processor. Errors: model/corrupt, model/unsupported. */
  async load(wanted: LocalFile): Promise<Loaded> {
    const { machine } = this.#deps;
    const notes: string[] = [];
    const asked = wanted.device;
    const candidates = asked === 'auto' ? machine.order.filter(provider => provider !== 'cpu') : [asked];
    for (const provider of candidates) {
      if (provider === 'cpu') break;
      const fault = await this.#fault(provider, wanted);
      if (fault === null) {
        try {
          return { network: await this.#open(provider, wanted), notes };
        } catch {
          notes.push(this.#fallback(provider, 'it cannot load the model now; its memory may be full'));
        }
      } else if (asked !== 'auto' || fault.present) notes.push(this.#fallback(provider, fault.why));
    }
    return { network: await this.#open('cpu', wanted), notes };
  }

  /** One line for each provider this platform may have; what was tested before is not tested again. */
  async report(): Promise<ProviderReport[]> {
    const { machine } = this.#deps;
    const reports: ProviderReport[] = [];
    for (const provider of machine.order) {
      const absence = machine.absence(provider);
      if (absence !== null) {
        reports.push({ provider, state: 'absent', ...absence, difference: null, runMs: null });
        continue;
      }
      const verdict = await this.#verdict(provider, this.#basics(), false);
      const { difference, runMs } = verdict;
      reports.push(
        verdict.state === 'failed'
          ? {
              provider,
              state: 'failed',
              says: `it is here, but ${verdict.why ?? 'it computes wrongly'}; it is not used`,
              fix: provider === 'cpu' ? 'Reinstall the app.' : 'Update the graphics driver.',
              difference,
              runMs,
            }
          : {
              provider,
              state: 'works',
              says:
                provider === 'cpu'
                  ? 'computes, always'
                  : `computes as the processor does (difference ${(100 * (difference ?? 0)).toFixed(2)} %)`,
              fix: null,
              difference,
              runMs,
            },
      );
    }
    return reports;
  }

  #basics(): Tested {
    return { ...this.#deps.testNetwork, bytes: 0, name: 'self-test', threads: 1 };
  }

  async #fault(
    provider: LocalProvider,
    wanted: LocalFile,
  ): Promise<{ why: string; present: boolean } | null> {
    const { machine } = this.#deps;
    if (!machine.order.includes(provider)) return { why: 'this system does not have it', present: false };
    const absence = machine.absence(provider);
    if (absence !== null) return { why: absence.says, present: absence.fix !== null };
    const basics = await this.#verdict(provider, this.#basics(), false);
    if (basics.state === 'failed') return { why: basics.why ?? 'it computes wrongly', present: true };
    const own = await this.#verdict(provider, wanted, true);
    if (own.state === 'failed') return { why: own.why ?? 'it computes wrongly', present: true };
    if (own.state === 'slow' && wanted.device === 'auto')
      return { why: own.why ?? 'it is slow', present: true };
    return null;
  }

  #verdict(provider: LocalProvider, wanted: Tested, race: boolean): Promise<Verdict> {
    const { machine, verdicts, log } = this.#deps;
    return verdicts.judge([machine.key, provider, wanted.sha256], async () => {
      const verdict = await this.#test(provider, wanted, race);
      const { state, difference, runMs, cpuMs, why } = verdict;
      log(state === 'failed' ? 'warn' : 'info', 'a provider was tested', {
        provider,
        model: wanted.name,
        state,
        difference,
        runMs,
        cpuMs,
        why,
      });
      return verdict;
    });
  }

  async #test(provider: LocalProvider, wanted: Tested, race: boolean): Promise<Verdict> {
    // A large network gets the whole machine for its reference, or it would hold the engine process for too long.
    const threads = wanted.bytes > LARGE_BYTES ? os.availableParallelism() : wanted.threads;
    const reference = await this.#timed('cpu', { ...wanted, threads });
    if (reference === null)
      return { state: 'passed', ...NONE, why: 'the model cannot be tried with free sizes' };
    try {
      const given = await this.#timed(provider, wanted);
      if (given === null) return { state: 'failed', ...NONE, why: 'it cannot run the model' };
      const difference = greatestDifference(reference.outputs, given.outputs);
      const facts = {
        difference: Number.isFinite(difference) ? difference : null,
        runMs: given.runMs,
        cpuMs: reference.runMs,
      };
      if (difference > reference.tolerance) {
        const percent = Number.isFinite(difference) ? `${(100 * difference).toFixed(1)} %` : 'everything';
        return { state: 'failed', ...facts, why: `it computes wrongly (off by ${percent})` };
      }
      if (race && given.runMs > reference.runMs * SLOWER) {
        const why = `it takes ${round(given.runMs)} ms where the processor takes ${round(reference.runMs)}`;
        return { state: 'slow', ...facts, why };
      }
      return { state: 'passed', ...facts, why: null };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const line = String(cause instanceof Error ? cause.message : cause).split('\n')[0] ?? '';
      return { state: 'failed', ...NONE, why: `it does not start (${line.slice(-160).trim()})` };
    }
  }

  /** null: the processor itself cannot run it with the sizes guessed. */
  async #timed(provider: LocalProvider, wanted: Tested) {
    const network = await this.#open(provider, wanted);
    try {
      const run = await timedRun(network, seededInputs(network.signature));
      return { ...run, tolerance: toleranceOf(network.signature) };
    } catch (error) {
      if (provider === 'cpu') return null;
      throw error;
    } finally {
      await network.close();
    }
  }

  #open(
    provider: LocalProvider,
    { file, name, threads, isSteady }: Omit<LocalFile, 'device' | 'sha256'>,
  ): Promise<Network> {
    return this.#load(file, {
      provider,
      threads,
      name,
      ...(isSteady === undefined || provider !== 'cpu' ? {} : { isSteady }),
    });
  }

  #fallback(provider: LocalProvider, why: string): string {
    const label = PROVIDER_LABELS[provider];
    this.#deps.log('warn', 'a provider is not used', { provider, why });
    return `${label} is not used: ${why}.`;
  }
}
