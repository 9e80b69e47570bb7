/**
 * Goes once through everything a first session needs, in short steps: code that has never run costs ten times as much, and the first
 * user would pay for it. Knows when nothing; who calls it does.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CompositorOptions } from '../../../shared/compositor-options.ts';
import type { OpenSession } from '../../../shared/engine-link.ts';
import { frameMicros } from '../../../shared/media.ts';
import { PortraitOptions } from '../../../shared/renderer-options/portrait.ts';
import type { EngineSessions } from './engine-sessions.ts';

const SESSION_ID = 'rehearsal';
const FPS = 25;
/** 160 ms of sound, 4 frames: a step that nobody who comes meanwhile waits long for. */
const PIECE = 2_560;
const FRAMES = 4;
const PIECES = 8;
/** One after the other: each is prepared anew, the last ones at the speed that users meet. */
const STAGES = [
  { avatar: 'nilo', width: 416, height: 704 },
  { avatar: 'mira', width: 400, height: 704 },
  { avatar: 'nilo', width: 512, height: 512 },
] as const;

/** Something between silence and a voice, the same every time: the network's cost does not depend on what is said. */
const murmur = (from: number): Int16Array =>
  Int16Array.from({ length: PIECE }, (_, i) => {
    const t = (from + i) / 16_000;
    return 6_000 * Math.sin(2 * Math.PI * 140 * t) * Math.max(0, Math.sin(2 * Math.PI * 3 * t));
  });

/** Each call of the returned function does one step of at most some 100 ms once the code is awake, and says whether it was the last. */
export const createRehearsal = (deps: {
  sessions: EngineSessions;
  /** `<resources>/avatars`. */ demoDir: string;
}): (() => Promise<boolean>) => {
  const { sessions, demoDir } = deps;

  const open = async ({ avatar, width, height }: (typeof STAGES)[number]): Promise<void> => {
    const picture = new Uint8Array(await readFile(path.join(demoDir, avatar, `${avatar}.png`)));
    const ask: OpenSession = {
      sessionId: SESSION_ID,
      avatar: { picture, mouth: null },
      renderer: 'portrait',
      options: PortraitOptions.parse({}),
      compositor: CompositorOptions.parse({}),
      format: { width, height, fps: FPS },
      fit: 'cover',
      background: { kind: 'colour', rgb: [0, 0, 0] },
      jpegQuality: 80,
      guess: true,
    };
    await sessions.open(ask);
  };
  const speak = async (piece: number): Promise<void> => {
    const frames = Array.from({ length: FRAMES }, (_, i) => {
      const micros = frameMicros(piece * FRAMES + i, FPS);
      return { lifeMicros: micros, speechMicros: micros };
    });
    const request = { sessionId: SESSION_ID, turn: 1, utterance: null, endTurn: false };
    await sessions.render({ ...request, pcm: murmur(piece * PIECE), frames });
  };
  const steps = STAGES.flatMap(stage => [
    () => open(stage),
    ...Array.from({ length: PIECES }, (_, piece) => () => speak(piece)),
    () => sessions.close(SESSION_ID),
  ]);

  let next = 0;
  return async () => {
    const step = steps[next++];
    if (step === undefined) return true;
    try {
      await step();
    } catch (error) {
      // The first user will be told; here there is nobody to tell, and nothing more to rehearse.
      next = steps.length;
      await sessions.close(SESSION_ID);
      throw error;
    }
    return next >= steps.length;
  };
};
