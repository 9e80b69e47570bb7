/** Sends the frames of one chunk without ever filling a slow client's queue: waits a while, then leaves the frames out and counts them. */
import type { Clock } from '../../../shared/clock.ts';
import type { Connection, Meter } from '../front-end.ts';
import { encodeVideo } from './wire.ts';

const POLL_MS = 20;
/** A client that reads nothing for this long loses frames, never the answer itself. */
const PATIENCE_MS = 10_000;
/** Clients of this family refuse larger messages. */
const MAX_VIDEO_BYTES = 50 * 1024 * 1024;

const pause = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.after(ms, finish);
    signal.addEventListener('abort', finish, { once: true });
  });

/** True when the message would be too large for clients. */
export const isTooLarge = (jpegs: readonly Uint8Array[]): boolean =>
  jpegs.reduce((sum, jpeg) => sum + jpeg.length + 4, 8) > MAX_VIDEO_BYTES;

/** Exactly one VIDX, with all frames or, for a client that does not read, with none. */
export const sendChunk = async (
  deps: { connection: Connection; clock: Clock; meter: Meter; signal: AbortSignal },
  jpegs: readonly Uint8Array[],
): Promise<void> => {
  const { connection, clock, meter, signal } = deps;
  const video = encodeVideo(jpegs);
  for (let waited = 0; !signal.aborted; waited += POLL_MS) {
    if (connection.sendBinary(video, { droppable: true })) return;
    if (waited >= PATIENCE_MS) break;
    await pause(clock, POLL_MS, signal);
  }
  if (signal.aborted) return;
  meter.dropped(jpegs.length);
  connection.sendBinary(encodeVideo([]));
};
