/** A store on a real SQLite file in a folder of its own, for each test of a file; closed and deleted after it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { openStore } from '../../../src/main/store/sqlite/open-store.ts';
import type { NewAvatar, Store } from '../../../src/main/store/store.ts';
import { silentLog } from '../../../src/shared/log.ts';
import type { MouthMetadata } from '../../../src/shared/mouth-metadata.ts';

/** A mouth by hand. */
export const MOUTH: MouthMetadata = {
  animation: { mouth_center: [0.5, 0.6], mouth_rx: 0.06, mouth_ry: 0.02 },
};

/** An avatar with one face. */
export const avatar = (id: string, extra: Partial<NewAvatar> = {}): NewAvatar => ({
  id,
  name: `Avatar ${id}`,
  sha256: `hash-of-${id}`,
  format: 'png',
  width: 512,
  height: 640,
  hasAlpha: true,
  demo: false,
  licence: '',
  faces: [{ score: 0.9, box: [0.1, 0.1, 0.9, 0.9], mouth: MOUTH }],
  faceIndex: 0,
  mouth: MOUTH,
  mouthSource: 'detected',
  moving: null,
  ...extra,
});

/** A client that says nothing of itself. */
export const NOBODY = { clientName: null, clientOrigin: null };

/** Call once in a test file. Times in the store begin in November 2023 and are a second apart. */
export const storeForTests = () => {
  let dataDir = '';
  let store: Store | null = null;
  let clock = 0;
  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'store-'));
    clock = 0;
  });
  const close = (): void => {
    store?.close();
    store = null;
  };
  const open = (): Store => {
    const now = () => new Date(1_700_000_000_000 + 1000 * clock++).toISOString();
    store = openStore({ dataDir, log: silentLog, now });
    return store;
  };
  afterEach(() => {
    close();
    rmSync(dataDir, { recursive: true });
  });
  return {
    open,
    close,
    reopen: (): Store => {
      close();
      return open();
    },
    dataDir: (): string => dataDir,
  };
};
