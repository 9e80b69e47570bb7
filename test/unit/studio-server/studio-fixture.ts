/** The studio's server over a real store in a folder of its own and a fake engine, made anew for each test. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { OpenSessionView } from '../../../src/main/engine/session-opener.ts';
import { Tokens } from '../../../src/main/gateway/tokens.ts';
import { openStore } from '../../../src/main/store/sqlite/open-store.ts';
import type { Store } from '../../../src/main/store/store.ts';
import { createStudioServer, type StudioServer } from '../../../src/main/studio-server/studio-server.ts';
import { systemClock } from '../../../src/main/system-clock.ts';
import { StudioError } from '../../../src/shared/errors.ts';
import { silentLog } from '../../../src/shared/log.ts';
import type { AvatarView } from '../../../src/shared/studio/avatars.ts';
import type { StudioEvent } from '../../../src/shared/studio-api.ts';
import { FakeStudioEngine, pictureWith } from '../../support/fake-studio-engine.ts';

const DEMO = { id: 'mira', name: { en: 'Mira', zh: '米拉' }, licence: 'CC0', file: 'face.png' };

/** One test's studio. `open`: the sessions it believes to run. */
export class StudioFixture {
  readonly dataDir: string;
  readonly demoDir: string;
  readonly events: StudioEvent[] = [];
  open: OpenSessionView[] = [];
  /** Sessions it was asked to end. */ ended: string[] = [];
  engine = new FakeStudioEngine();
  store: Store;
  studio: StudioServer;

  constructor(root: string) {
    this.dataDir = path.join(root, 'data');
    this.demoDir = path.join(root, 'demo');
    mkdirSync(path.join(this.demoDir, 'mira'), { recursive: true });
    writeFileSync(path.join(this.demoDir, 'mira', 'face.png'), pictureWith(1, 'demo'));
    writeFileSync(path.join(this.demoDir, 'mira', 'avatar.json'), JSON.stringify(DEMO));
    mkdirSync(path.join(this.demoDir, 'broken'));
    writeFileSync(path.join(this.demoDir, 'broken', 'avatar.json'), '{');
    this.store = openStore({ dataDir: this.dataDir, log: silentLog });
    this.studio = this.#build();
  }

  /** Ends it and starts another over the same folder. */
  async reopen(): Promise<void> {
    await this.close();
    this.store = openStore({ dataDir: this.dataDir, log: silentLog });
    this.studio = this.#build();
  }

  /** An avatar of a picture with that many faces; `note` makes it another picture. */
  importPicture(faces: number, note = ''): Promise<AvatarView> {
    return this.studio.avatars.import(pictureWith(faces, note), { name: 'Test' });
  }

  async close(): Promise<void> {
    await this.studio.close();
    this.store.close();
  }

  #build(): StudioServer {
    const built = createStudioServer({
      store: this.store,
      engine: this.engine,
      speech: {
        voices: () => [{ id: 'v', label: 'Voice', languages: ['en'] }],
        speak: async function* ({ text }) {
          if (text === 'fail') throw new StudioError('speech/failed', 'The voice stopped.');
          yield { sampleRate: 22_050, samples: new Int16Array(100), phones: null, words: [] };
        },
        close: () => {},
      },
      clock: systemClock,
      log: silentLog,
      dataDir: this.dataDir,
      demoDir: this.demoDir,
      version: '0.1.0',
      runtime: 'resident',
      server: () => ({ port: 8765, wsUrl: 'ws://127.0.0.1:8765' }),
      access: {
        tokens: new Tokens(undefined, this.store.access),
        gateway: () => {
          throw new Error('no gateway in this test');
        },
        started: { portSetBy: null, usualPort: 8765, canAsk: false, requireToken: false, allowOrigins: [] },
      },
      sessions: () => this.open,
      diagnosis: {
        run: async () => [],
        knobs: () => [],
        setKnob: () => [],
        log: () => [],
        report: async () => '',
      },
      endSession: async id => {
        this.ended.push(id);
      },
    });
    built.api.subscribe(event => this.events.push(event));
    return built;
  }
}

/** Makes a fixture before each test of a file and removes it after; call the result for the current one. */
export const studioForTests = (): (() => StudioFixture) => {
  let fixture: StudioFixture | null = null;
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'studio-'));
    fixture = new StudioFixture(root);
  });
  afterEach(async () => {
    await fixture?.close();
    fixture = null;
    rmSync(root, { recursive: true, force: true });
  });
  return () => {
    if (fixture === null) throw new Error('no test runs');
    return fixture;
  };
};
