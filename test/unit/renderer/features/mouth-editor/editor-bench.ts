/** An editor over fake main, as its screen holds it, made anew for each test. */
import { beforeEach } from 'vitest';
import {
  createMouthDrafts,
  type MouthDrafts,
} from '../../../../../src/renderer/features/mouth-editor/mouth-drafts.ts';
import { MouthEditor } from '../../../../../src/renderer/features/mouth-editor/mouth-editor.ts';
import { MouthKeeper } from '../../../../../src/renderer/features/mouth-editor/mouth-keeper.ts';
import { PointerTool } from '../../../../../src/renderer/features/mouth-editor/pointer-tool.ts';
import { imagePoint, type ViewPoint } from '../../../../../src/renderer/features/mouth-editor/points.ts';
import { toView } from '../../../../../src/renderer/features/mouth-editor/viewport.ts';
import type { MouthMetadata } from '../../../../../src/shared/mouth-metadata.ts';
import { ManualClock } from '../../../../support/manual-clock.ts';
import { FakeMouths } from './fake-mouths.ts';

const draftsInMemory = (): MouthDrafts => {
  const kept = new Map<string, string>();
  return createMouthDrafts({
    getItem: key => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: key => void kept.delete(key),
  });
};

/** See editorForTests. `shown`: what the live face was told; `held`: no key is held. */
export class EditorBench {
  readonly shown: MouthMetadata[] = [];
  readonly held = { shift: false, alt: false, hand: false };
  clock = new ManualClock();
  main = new FakeMouths();
  drafts = draftsInMemory();
  editor!: MouthEditor;
  keeper!: MouthKeeper;
  tool!: PointerTool;

  constructor() {
    this.open();
  }

  /** As after a reload: all is new but main and the drafts. */
  open(): void {
    const { clock, main, drafts, shown } = this;
    this.editor = new MouthEditor({
      clock,
      call: main.call,
      avatar: main.avatar,
      preview: metadata => void shown.push(metadata),
      drafts,
    });
    this.keeper = new MouthKeeper(this.editor, main.call, drafts);
    this.editor.camera.resize({ width: 800, height: 600 });
    this.tool = new PointerTool(this.editor);
  }

  /** Lets everything that was asked for be answered. */
  async settle(): Promise<void> {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  }

  /** Where a place of the picture lies on the canvas. */
  at(x: number, y: number): ViewPoint {
    return toView(this.editor.view.getState().viewport, imagePoint(x, y));
  }
}

/** Call once in a test file; the bench is another one in each test. */
export const editorForTests = (): EditorBench => {
  const bench = new EditorBench();
  beforeEach(() => {
    Object.assign(bench, new EditorBench());
    bench.open();
  });
  return bench;
};
