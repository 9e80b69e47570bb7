/** Which providers a platform may have, best first. Knows no runtime and tries nothing. */
import type { Provider } from '../../../shared/model-manifest.ts';

/** A provider of the local runtime. */
export type LocalProvider = Exclude<Provider, 'kserve'>;

/**
 * Best first, the processor always last. DirectML before WebGPU on Windows: it is older and better known there; the self-test and
 * the race against the processor decide whether either is taken. (onnxruntime-node 1.30 has no WebGPU on Linux for ARM and CUDA
 * only on Linux x64.)
 */
export const providerOrder = (system: { platform: string; arch: string }): LocalProvider[] => {
  if (system.platform === 'win32') return ['dml', 'webgpu', 'cpu'];
  if (system.platform === 'darwin') return ['coreml', 'webgpu', 'cpu'];
  return system.arch === 'x64' ? ['cuda', 'webgpu', 'cpu'] : ['cpu'];
};

/** What people call them. */
export const PROVIDER_LABELS: Readonly<Record<Provider, string>> = {
  cpu: 'the processor',
  cuda: 'CUDA',
  webgpu: 'WebGPU',
  dml: 'DirectML',
  coreml: 'Core ML',
  kserve: 'a model server',
};
