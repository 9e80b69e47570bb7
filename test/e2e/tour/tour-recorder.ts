/** Records a page: its pictures with their times, and where the pointer is. Knows no tour. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';

/** A picture of the page, from `atMs` (since 1970) on. */
export type Shot = { atMs: number; file: string };
/** Where the pointer is at `atMs`, px of the page. */
export type PointerSpot = { atMs: number; x: number; y: number; isDown: boolean };

/** The next picture is asked for no sooner than this: encoding them takes the page's own time, ms. */
const SHOT_INTERVAL_MS = 36;

/** From `start` to `stop`. */
export class TourRecorder {
  readonly shots: Shot[] = [];
  readonly pointer: PointerSpot[] = [];
  readonly #page: Page;
  readonly #folder: string;
  #session: CDPSession | null = null;

  /** `folder` takes the pictures, one JPEG each. */
  constructor(page: Page, folder: string) {
    this.#page = page;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  async start(): Promise<void> {
    const session = await this.#page.context().newCDPSession(this.#page);
    this.#session = session;
    let lastMs = 0;
    session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
      const atMs = (metadata.timestamp ?? Date.now() / 1000) * 1000;
      const file = join(this.#folder, `${this.shots.length}.jpg`);
      writeFileSync(file, data, 'base64');
      this.shots.push({ atMs, file });
      const waitMs = Math.max(0, lastMs + SHOT_INTERVAL_MS - Date.now());
      lastMs = Date.now() + waitMs;
      setTimeout(
        () => void session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined),
        waitMs,
      );
    });
    await session.send('Page.startScreencast', { format: 'jpeg', quality: 92, everyNthFrame: 1 });
  }

  async stop(): Promise<void> {
    await this.#session?.send('Page.stopScreencast');
  }

  /** Moves the pointer there within `ms`, as a hand does. */
  async glide(x: number, y: number, ms: number): Promise<void> {
    const from = this.pointer.at(-1) ?? { x: 640, y: 340, isDown: false };
    const began = Date.now();
    for (let share = 0; share < 1; ) {
      share = Math.min(1, (Date.now() - began) / ms);
      const eased = share * share * (3 - 2 * share);
      const spot = { x: from.x + (x - from.x) * eased, y: from.y + (y - from.y) * eased };
      await this.#page.mouse.move(spot.x, spot.y);
      this.pointer.push({ atMs: Date.now(), ...spot, isDown: from.isDown });
      await new Promise(resolve => setTimeout(resolve, 12));
    }
  }

  async down(): Promise<void> {
    this.#mark(true);
    await this.#page.mouse.down();
  }

  async up(): Promise<void> {
    await this.#page.mouse.up();
    this.#mark(false);
  }

  #mark(isDown: boolean): void {
    const { x, y } = this.pointer.at(-1) ?? { x: 640, y: 340 };
    this.pointer.push({ atMs: Date.now(), x, y, isDown });
  }
}
