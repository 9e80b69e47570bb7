/** A machine with an NVIDIA card, for tests: which files there are, and whether the runtime's folder can be written. */
import type { CudaFacts } from '../../src/main/pipeline/inference/cuda-part.ts';

/** `links` fills with what was linked. */
export const fakeNvidia = (
  options: { driver?: string; files?: readonly string[]; canWrite?: boolean } = {},
): CudaFacts & { readonly links: string[] } => {
  const links: string[] = [];
  return {
    links,
    driver: options.driver ?? 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.00',
    runtimeDir: '/runtime',
    componentDir: '/component',
    exists: file => (options.files ?? []).includes(file),
    link: (from, to) => {
      if (options.canWrite === false) throw new Error('EROFS');
      links.push(`${to} -> ${from}`);
    },
  };
};
