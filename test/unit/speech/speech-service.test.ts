/** The speech service with its real worker and real voices. */
import { afterAll, describe, expect, test } from 'vitest';
import { createSpeechService } from '../../../src/main/speech/speech-service.ts';
import type { SpeakRequest } from '../../../src/main/speech/speech-service-contract.ts';
import { VoiceThread } from '../../../src/main/speech/voice-thread.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { MAX_TEXT_LENGTH, type Utterance } from '../../../src/shared/speech.ts';

const workerUrl = new URL('../../../src/main/speech/voice-worker.ts', import.meta.url);
const service = createSpeechService({ workerUrl, log: silentLog });
afterAll(() => service.close());

const never = new AbortController().signal;

const speakAll = async (request: SpeakRequest): Promise<Utterance[]> => {
  const utterances: Utterance[] = [];
  for await (const utterance of service.speak(request, never)) utterances.push(utterance);
  return utterances;
};

const secondsOf = (utterances: readonly Utterance[]): number =>
  utterances.reduce((sum, { samples, sampleRate }) => sum + samples.length / sampleRate, 0);

const rmsOf = (samples: Int16Array): number =>
  20 * Math.log10(Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length) / 32_768);

describe('speak', () => {
  test.each([
    ['espeak', 'Peter packed a bag. Maybe tomorrow?'],
    ['espeak', '你好，欢迎来到北京。我们有两个苹果！'],
    ['espeak', '我用 iPhone 给 Peter 打电话。'],
    ['espeak-woman', 'Good morning, 你好吗？'],
    ['slt', 'Peter packed a bag. Maybe tomorrow?'],
    ['awb', 'Good morning to you all.'],
  ])('%s: %s', async (voiceId, text) => {
    const utterances = await speakAll({ text, language: 'auto', voiceId });
    for (const { samples, sampleRate, phones, words } of utterances) {
      const totalMs = (samples.length / sampleRate) * 1000;
      expect(rmsOf(samples)).toBeGreaterThan(-26);
      expect(rmsOf(samples)).toBeLessThan(-18);
      expect(Math.abs(samples[0]!)).toBeLessThan(40);
      expect(Math.abs(samples.at(-1)!)).toBeLessThan(40);
      // Phones touch, fill the utterance, and end in silence.
      expect(phones![0]!.startMs).toBe(0);
      expect(phones!.at(-1)!.endMs).toBeCloseTo(totalMs, 0);
      expect(phones!.at(-1)!.symbol).toBe('sil');
      phones!.slice(1).forEach((phone, i) => {
        expect(phone.startMs).toBeCloseTo(phones![i]!.endMs, 3);
      });
      expect(words.length).toBeGreaterThan(0);
      for (const word of words) {
        expect(text.slice(word.offset, word.offset + word.text.length)).toBe(word.text);
        expect(word.endMs).toBeGreaterThan(word.startMs);
        expect(word.endMs).toBeLessThanOrEqual(totalMs);
      }
    }
  });

  test('one utterance per sentence; rate and pitch change the speech', async () => {
    const text = 'One sentence here. And another one there.';
    const natural = await speakAll({ text, language: 'en' });
    expect(natural.length).toBe(2);
    expect(secondsOf(await speakAll({ text, language: 'en', rate: 1.6 }))).toBeLessThan(
      secondsOf(natural) * 0.75,
    );
    const high = await speakAll({ text, language: 'en', pitch: 1.5 });
    expect(high[0]!.samples).not.toEqual(natural[0]!.samples);
  });

  test.each([
    ['empty', { text: '', language: 'auto' }, 'speech/empty-text'],
    ['blank', { text: ' \n\t ', language: 'en' }, 'speech/empty-text'],
    ['nothing speakable', { text: '… 😀 !!! ——', language: 'auto' }, 'speech/empty-text'],
    ['too long', { text: 'a'.repeat(MAX_TEXT_LENGTH + 1), language: 'auto' }, 'speech/text-too-long'],
    ['no such voice', { text: 'Hi', language: 'en', voiceId: 'nobody' }, 'speech/voice-not-found'],
    ['other script', { text: 'Привет, как дела?', language: 'auto' }, 'speech/unsupported-language'],
    [
      'Chinese with an English voice',
      { text: 'Hello 你好', language: 'auto', voiceId: 'slt' },
      'speech/unsupported-language',
    ],
    [
      'zh with an English voice',
      { text: 'Hello', language: 'zh', voiceId: 'slt' },
      'speech/unsupported-language',
    ],
  ] as const)('%s → %s', async (_name, request, code) => {
    await expect(speakAll(request)).rejects.toMatchObject({ code });
  });

  test('an abort stops a long text soon, and the worker goes on serving others', async () => {
    const controller = new AbortController();
    const reading = (async () => {
      let count = 0;
      for await (const _ of service.speak(
        { text: 'This is a sentence. '.repeat(900), language: 'en' },
        controller.signal,
      )) {
        if (++count === 2) controller.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'request/cancelled' });
    expect((await speakAll({ text: 'Still here.', language: 'en' })).length).toBe(1);
  });

  test('a reader that walks away frees the worker', async () => {
    for await (const _ of service.speak({ text: 'This is a sentence. '.repeat(900), language: 'en' }, never))
      break;
    expect((await speakAll({ text: 'Still here.', language: 'en' })).length).toBe(1);
  });

  test('two readers at once get their own sentences', async () => {
    const [english, chinese] = await Promise.all([
      speakAll({ text: 'One two. Three four. Five six.', language: 'en' }),
      speakAll({ text: '一二。三四。五六。', language: 'zh' }),
    ]);
    expect(english.flatMap(one => one.words.map(word => word.text))).toEqual([
      'One',
      'two',
      'Three',
      'four',
      'Five',
      'six',
    ]);
    expect(chinese.flatMap(one => one.words.map(word => word.text)).join('')).toBe('一二三四五六');
  });

  test('hostile text is spoken or refused, never fatal', async () => {
    for (const text of [
      '<speak><audio src="file:///etc/passwd"/>hi</speak>',
      '[[h@"loU]] &#0; ok',
      `a${'b'.repeat(5000)}`,
      '\u0000\u202e\ud800 x',
      '1'.repeat(400),
    ]) {
      const utterances = await speakAll({ text, language: 'auto' });
      expect(utterances.length).toBeGreaterThan(0);
    }
  });
});

test('a worker that crashes fails what it was doing with speech/failed and is started again', async () => {
  const source = `
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', message => {
      if (message.kind !== 'speak') return;
      if (message.text === 'crash') process.exit(3);
      if (message.text === 'throw') throw new Error('boom');
      if (message.text === 'hang') return;
      parentPort.postMessage({ kind: 'done', id: message.id });
    });`;
  const url = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
  const thread = new VoiceThread({ workerUrl: url, log: silentLog });
  const impatient = new VoiceThread({ workerUrl: url, log: silentLog, stallTimeoutMs: 60 });
  const speak = async (text: string, on = thread): Promise<number> => {
    let count = 0;
    for await (const _ of on.speak('v', { text, language: 'en', rate: 1, pitch: 1 }, never)) count += 1;
    return count;
  };
  for (const text of ['crash', 'throw']) {
    await expect(speak(text)).rejects.toMatchObject({ code: 'speech/failed' });
    expect(await speak('ok')).toBe(0);
  }
  await expect(speak('hang', impatient)).rejects.toMatchObject({ code: 'speech/failed' });
  await impatient.close();
  await thread.close();
  await expect(speak('ok')).rejects.toMatchObject({ code: 'speech/failed' });
});
