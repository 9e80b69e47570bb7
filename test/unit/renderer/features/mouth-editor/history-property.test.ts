/** Undo and redo over random commands: 10,000 sequences end where they began, and every state on the way can be stored. */
import { describe, expect, test } from 'vitest';
import { type MouthCommand, perform } from '../../../../../src/renderer/features/mouth-editor/commands.ts';
import {
  advance,
  beginHistory,
  type History,
  redo,
  undo,
} from '../../../../../src/renderer/features/mouth-editor/history.ts';
import {
  documentOf,
  ellipse,
  type MouthDocument,
  metadataOf,
} from '../../../../../src/renderer/features/mouth-editor/mouth-document.ts';
import {
  type MouthWork,
  metadataOfWork,
  performWork,
  type WorkCommand,
  type WorkPlace,
  workOf,
} from '../../../../../src/renderer/features/mouth-editor/mouth-work.ts';
import { imagePoint } from '../../../../../src/renderer/features/mouth-editor/points.ts';
import { MouthMetadata } from '../../../../../src/shared/mouth-metadata.ts';
import { swaying } from './fake-mouths.ts';

const SIZE = { width: 640, height: 800 };

/** A small generator with a seed (mulberry32), so that a failure can be had again. */
const randomOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const begin = (): MouthDocument =>
  documentOf(
    MouthMetadata.parse({
      animation: {
        mouth_center: [0.5, 0.6],
        mouth_rx: 0.1,
        mouth_ry: 0.04,
        outer_lip: ellipse(imagePoint(320, 480), 64, 32).map(([x, y]) => [x / 640, y / 800]),
        inner_mouth: ellipse(imagePoint(320, 480), 50, 6).map(([x, y]) => [x / 640, y / 800]),
      },
      face_box: [0.2, 0.2, 0.8, 0.8],
    }),
    SIZE,
  );

const randomCommand = (random: () => number, document: MouthDocument): MouthCommand => {
  const pick = (count: number): number => Math.floor(random() * count);
  const far = (): number => (random() - 0.5) * (random() < 0.05 ? 5000 : 60);
  const place = () => imagePoint(random() * 900 - 100, random() * 900 - 50);
  const curve = random() < 0.6 ? 'outer' : 'inner';
  const count = document[curve]?.length ?? 0;
  const indexes = Array.from({ length: 1 + pick(4) }, () => pick(Math.max(1, count + 2)));
  const symmetric = random() < 0.4;
  const makers: (() => MouthCommand)[] = [
    () => ({ kind: 'move-points', points: { curve, indexes }, dx: far(), dy: far(), symmetric }),
    () => ({
      kind: 'bend-curve',
      curve,
      index: pick(Math.max(1, count)),
      share: random(),
      dx: far(),
      dy: far(),
      symmetric,
    }),
    () => ({ kind: 'add-point', curve, near: place() }),
    () => ({ kind: 'delete-points', points: { curve, indexes } }),
    () => ({ kind: 'mirror', from: random() < 0.5 ? 'left' : 'right' }),
    () => ({ kind: 'move-mouth', dx: far(), dy: far() }),
    () => ({ kind: 'scale-mouth', x: 0.3 + 2 * random(), y: random() * 3 - 0.2 }),
    () => ({ kind: 'rotate-mouth', radians: far() / 30 }),
    () => ({ kind: 'set-centre', at: place() }),
    () => ({ kind: 'set-radii', rx: far(), ry: far() }),
    () => ({ kind: 'measure' }),
    () => ({
      kind: 'set-box',
      box: random() < 0.5 ? 'faceBox' : 'modelCrop',
      to: random() < 0.2 ? null : [far(), far(), far(), far()],
    }),
    () => ({ kind: 'set-inner', to: random() < 0.5 ? null : ellipse(place(), 40, 8) }),
    () => ({
      kind: 'snap-points',
      points: { curve, indexes },
      to: { ...begin(), outer: ellipse(place(), 50, 8 + pick(30)) },
    }),
    () => ({ kind: 'replace', document: begin() }),
  ];
  return makers[pick(makers.length)]!();
};

/** A film of nine frames, some without a mouth. */
const FILM = Array.from({ length: 9 }, (_, frame) => (frame === 3 || frame === 4 ? null : swaying(frame)));

/** A change of a picture's mouth, or of a film's key frames at some frame. */
const randomWork = (random: () => number, work: MouthWork, place: WorkPlace): WorkCommand => {
  const frame = (): number => Math.floor(random() * 11);
  const makers: (() => WorkCommand)[] = [
    () => ({ kind: 'add-key' }),
    () => ({ kind: 'delete-key', frame: frame() }),
    () => ({ kind: 'move-key', from: frame(), to: frame() }),
    () => ({ kind: 'delete-all-keys' }),
    () => ({ kind: 'own-picture', hash: 'cd'.repeat(32) }),
    () => ({ kind: 'take-work', work: workOf(metadataOfWork(work, SIZE, null), SIZE) }),
  ];
  const isFilm = place.film !== null;
  if (random() < (isFilm ? 0.35 : 0.1)) return makers[Math.floor(random() * makers.length)]!();
  return randomCommand(random, work.mouth ?? begin());
};

/** Plain values: structural comparison without identity. */
const plain = (document: MouthDocument | MouthWork): string => JSON.stringify(document);

describe('undo and redo', () => {
  test('10,000 random command sequences end where they began', { timeout: 240_000 }, () => {
    for (let seed = 1; seed <= 10_000; seed++) {
      const random = randomOf(seed);
      // Every other sequence is about a film.
      const film = seed % 2 === 0 ? FILM : null;
      const start: MouthWork = { mouth: begin(), keys: [], base: null };
      let history: History<MouthWork> = beginHistory(start);
      const length = 1 + Math.floor(random() * 12);
      for (let i = 0; i < length; i++) {
        const chance = random();
        if (chance < 0.12) history = undo(history);
        else if (chance < 0.2) history = redo(history);
        else {
          const keeping =
            random() < 0.3 ? ({ kind: 'merge', gesture: 'drag' } as const) : ({ kind: 'record' } as const);
          const place = { size: SIZE, film, frame: film === null ? 0 : Math.floor(random() * film.length) };
          const command = randomWork(random, history.present, place);
          history = advance(history, performWork(history.present, command, place), keeping);
        }
      }
      const end = plain(history.present);
      const steps = history.past.length;
      while (history.past.length > 0) history = undo(history);
      expect(plain(history.present), `seed ${seed}: undone`).toBe(plain(start));
      for (let i = 0; i < steps; i++) history = redo(history);
      expect(plain(history.present), `seed ${seed}: redone`).toBe(end);
    }
  });

  test('whatever is done, what comes out can be stored and read again', () => {
    for (let seed = 1; seed <= 600; seed++) {
      const random = randomOf(seed * 7919);
      let document = begin();
      for (let i = 0; i < 20; i++) document = perform(document, randomCommand(random, document), SIZE);
      const stored = MouthMetadata.safeParse(metadataOf(document, SIZE, null, 'ab'.repeat(32)));
      expect(stored.success, `seed ${seed}: ${stored.error?.message}`).toBe(true);
      const again = documentOf(stored.data!, SIZE);
      expect(again.outer.length).toBe(document.outer.length);
      expect(
        Math.hypot(again.centre[0] - document.centre[0], again.centre[1] - document.centre[1]),
      ).toBeLessThan(0.02);
    }
  });

  test('whatever is done to a film, its key frames can be stored and read again', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomOf(seed * 104_729);
      let work: MouthWork = { mouth: begin(), keys: [], base: null };
      for (let i = 0; i < 25; i++) {
        const place = { size: SIZE, film: FILM, frame: Math.floor(random() * FILM.length) };
        work = performWork(work, randomWork(random, work, place), place);
      }
      const frames = work.keys.map(({ frame }) => frame);
      expect(frames).toEqual([...new Set(frames)].toSorted((a, b) => a - b));
      const stored = MouthMetadata.safeParse(metadataOfWork(work, SIZE, 'ab'.repeat(32)));
      expect(stored.success, `seed ${seed}: ${stored.error?.message}`).toBe(true);
      expect(workOf(stored.data!, SIZE).keys.map(({ frame }) => frame)).toEqual(frames);
    }
  });

  test('a drag is one step; a change that changes nothing is none; a new change forgets what was undone', () => {
    let history = beginHistory(begin());
    const move = (dx: number, gesture: string) => {
      const next = perform(history.present, { kind: 'move-mouth', dx, dy: 0 }, SIZE);
      history = advance(history, next, { kind: 'merge', gesture });
    };
    move(3, 'drag 1');
    move(4, 'drag 1');
    move(5, 'drag 2');
    expect(history.past.length).toBe(2);
    history = undo(undo(history));
    expect(plain(history.present)).toBe(plain(begin()));
    history = redo(history);
    move(1, 'drag 3');
    expect(history.future).toEqual([]);
    history = advance(history, history.present, { kind: 'record' });
    expect(history.past.length).toBe(2);
  });
});
