/** The worker thread in which the embedded voices speak: synthesis never blocks the main loop. Knows no session. */
import { parentPort } from 'node:worker_threads';
import { StudioError, toErrorData } from '../../shared/errors.ts';
import { ALL_VOICES } from './all-voices.ts';
import { type FromWorker, ToWorker, UTTERANCES_AHEAD } from './worker-messages.ts';

/** Requests under way: how many utterances each may still make, and how to wake it. */
type Request = { credit: number; wake: () => void };

const port = parentPort;
const requests = new Map<number, Request>();

const send = (message: FromWorker): void => {
  port?.postMessage(message, message.kind === 'utterance' ? [message.utterance.samples.buffer] : []);
};

/** A signal over shared memory: seen even while synthesis holds the thread. */
const sharedSignal = (cancel: SharedArrayBuffer): AbortSignal => {
  const controller = new AbortController();
  const flag = new Int32Array(cancel);
  Object.defineProperty(controller.signal, 'aborted', { get: () => Atomics.load(flag, 0) !== 0 });
  return controller.signal;
};

const speak = async (message: Extract<ToWorker, { kind: 'speak' }>): Promise<void> => {
  const { id, voiceId, cancel, ...ask } = message;
  const request: Request = { credit: UTTERANCES_AHEAD, wake: () => {} };
  requests.set(id, request);
  const signal = sharedSignal(cancel);
  try {
    const voice = ALL_VOICES.find(one => one.id === voiceId);
    if (!voice)
      throw new StudioError('speech/voice-not-found', `There is no voice "${voiceId}".`, { voiceId });
    const spoken = voice.synthesize(ask, signal);
    for await (const utterance of Symbol.asyncIterator in spoken ? spoken : [await spoken]) {
      if (signal.aborted) break;
      const { samples, phones, words, sampleRate } = utterance;
      // A copy of its own memory: what is transferred must not be part of a larger buffer.
      const owned = new Int16Array(samples);
      send({
        kind: 'utterance',
        id,
        utterance: { sampleRate, samples: owned, phones: phones && [...phones], words: [...words] },
      });
      request.credit -= 1;
      while (request.credit <= 0 && !signal.aborted) {
        await new Promise<void>(resolve => {
          request.wake = resolve;
        });
      }
      // Lets other requests and messages in between two sentences.
      await new Promise(resolve => setImmediate(resolve));
    }
    send({ kind: 'done', id });
  } catch (error) {
    const { code, message, details } = toErrorData(error);
    send({
      kind: 'failed',
      id,
      // A trap in a voice's module is no bug of ours, and the next sentence may well work.
      error: { code: code === 'internal/bug' ? 'speech/failed' : code, message, details },
    });
  } finally {
    requests.delete(id);
  }
};

port?.on('message', (raw: unknown) => {
  const message = ToWorker.parse(raw);
  if (message.kind === 'speak') {
    void speak(message);
    return;
  }
  const request = requests.get(message.id);
  if (!request) return;
  request.credit += 1;
  request.wake();
});
