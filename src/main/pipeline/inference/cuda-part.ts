/** Finds the runtime's CUDA part: beside the runtime, or in the optional component, which is then linked to where the runtime looks. Knows no network. */
import path from 'node:path';
import type { Absence } from './machine.ts';

/** What it looks at; replaced in tests. */
export type CudaFacts = {
  /** The NVIDIA driver's own words; empty: there is none. */ driver: string;
  /** The runtime loads its provider libraries from this folder alone. */ runtimeDir: string;
  /** The component's folder, which may not be there; null: this process knows none. */ componentDir:
    | string
    | null;
  exists(file: string): boolean;
  /** Makes `to` another name of `from`. Throws where the folder cannot be written. */ link(
    from: string,
    to: string,
  ): void;
};

const LIBRARY = {
  win32: 'onnxruntime_providers_cuda.dll',
  linux: 'libonnxruntime_providers_cuda.so',
} as const;

/** Null: it can be tried. CUDA's own libraries are found by the system's search path, which `host.ts` extends by the component's folder. */
export const cudaAbsence = (facts: CudaFacts, platform: 'linux' | 'win32' = 'linux'): Absence | null => {
  const { driver, runtimeDir, componentDir, exists, link } = facts;
  if (driver === '') return { says: 'no NVIDIA graphics card with a driver is here', fix: null };
  const wanted = path.join(runtimeDir, LIBRARY[platform]);
  if (exists(wanted)) return null;
  const ours = componentDir === null ? null : path.join(componentDir, LIBRARY[platform]);
  if (ours === null || !exists(ours))
    return {
      says: 'an NVIDIA graphics card is here, but the optional CUDA component is not installed',
      fix: 'Run: mouthpiece models cuda install MANIFEST (docs/models.md says where manifests come from).',
    };
  try {
    link(ours, wanted);
    return null;
  } catch {
    return {
      says: 'the CUDA component is installed, but the app’s own folder cannot be written, where the runtime looks for it',
      fix: `Copy ${LIBRARY[platform]} from the component to the runtime’s folder as an administrator.`,
    };
  }
};
