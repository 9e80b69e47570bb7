/** How the sources become `out/`: main entries as ES modules, the preload as one sandboxable script, the page by Vite. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { packedCopies } from './scripts/packed-copies.ts';
import { FIRST_STYLES, pageHead } from './scripts/page-head.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Chunks lie flat beside the entries: `new URL('./engine-process.js', import.meta.url)` and `../../resources` then mean the same
 * in a shared chunk as in an entry, and the same as in the sources.
 */
const flat = {
  format: 'es',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunk-[name]-[hash].js',
} as const;

/** Any package by its name. Main loads packages from node_modules, those of its packages too: a bundled native one cannot find its binary. */
const anyPackage = /^@?[a-z0-9][\w.-]*(\/.*)?$/;

/** What main.tsx begins with: fonts, components, tokens, the page itself. */
const isFirstStyle = /(node_modules.*\.css|app\/(component-styles\.ts|tokens\.css|global\.css))$/;

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: here('src/main/index.ts'),
          cli: here('src/main/cli.ts'),
          'engine-process': here('src/main/engine-process.ts'),
          'voice-worker': here('src/main/speech/voice-worker.ts'),
          'jpeg-worker': here('src/main/pipeline/encoding/jpeg-worker.ts'),
        },
        external: [anyPackage],
        output: flat,
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      minify: false,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: here('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('src/renderer'),
    base: './',
    plugins: [react(), pageHead(), packedCopies()],
    build: {
      outDir: here('out/renderer'),
      minify: true,
      sourcemap: false,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: {
        input: { index: here('src/renderer/index.html') },
        // Styles of components in front of all others, which set them right: chunks that several screens share would come first.
        output: { codeSplitting: { groups: [{ name: FIRST_STYLES, test: isFirstStyle, priority: 10 }] } },
      },
    },
  },
});
