/** Making an avatar talk from the studio page: by text, file and microphone; stopping it; saving it. Seen in pixels and files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readVideo } from '../support/read-video.ts';
import {
  askStudio,
  livePicture,
  mouthMotion,
  openPlace,
  type Place,
  SPEECH_FILE,
  say,
  visit,
  waitForSilence,
  waitForSpeech,
} from './studio-visit.ts';

const LONG_TEXT =
  'Good morning. My name is Ada, and I am very happy to talk to you about all the people I have met.';

/** Only the mouth moves then. */
const holdStill = async (page: Page): Promise<void> => {
  for (const name of ['Head motion', 'Brow motion', 'Breathing'])
    await page.getByRole('slider', { name }).press('Home');
};

/** Waits until the mouth moves more than this; on a busy machine the first pictures come late. */
const waitForMotion = (page: Page, least: number): Promise<void> =>
  expect.poll(() => mouthMotion(page, 6), { timeout: 60_000 }).toBeGreaterThan(least);

/** The loudest sample, 0..1. */
const loudest = (sound: Float32Array): number =>
  sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

let place: Place;
beforeAll(async () => {
  place = await openPlace({ soundNeedsGesture: true });
});
afterAll(() => place?.close());

describe('on the first run', () => {
  test('an avatar greets by itself, moving, and a click brings the sound', async () => {
    const { page, complaints } = await visit(place);
    await livePicture(page).waitFor();
    await waitForSpeech(page);
    const unlock = page.getByRole('button', { name: 'Click for sound' });
    await unlock.click();
    await unlock.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await place.browser.close();
  });
});

describe('an avatar talks', () => {
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    place = await openPlace({ on: place.server });
    ({ page, complaints } = await visit(place));
    await waitForSilence(page);
    await holdStill(page);
  });

  test('its mouth moves with a text and rests after it; the sound leads the picture', async () => {
    const resting = await mouthMotion(page);
    await say(page, `${LONG_TEXT} ${LONG_TEXT}`);
    await waitForSpeech(page);
    await waitForMotion(page, resting * 2 + 1);
    const offset = async (): Promise<number> => {
      const shown = await page.getByText(/^A\/V [+−]?\d+ ms$/).textContent();
      return Math.abs(Number(shown?.replace('−', '-').match(/-?\d+/)?.[0]));
    };
    await expect.poll(offset, { timeout: 60_000 }).toBeLessThanOrEqual(125);
    await page.keyboard.press('Escape');
    await waitForSilence(page);
    await expect.poll(() => mouthMotion(page, 6), { timeout: 60_000 }).toBeLessThan(resting * 2 + 1);
  });

  test('Esc stops it at once and empties the queue', async () => {
    await say(page, LONG_TEXT);
    await say(page, 'This one waits.');
    await page.getByText('This one waits.', { exact: true }).waitFor();
    await waitForSpeech(page);
    await page.keyboard.press('Escape');
    await page
      .getByRole('status')
      .filter({ hasText: /^Idle$/ })
      .waitFor();
    expect(await page.getByText('This one waits.', { exact: true }).count()).toBe(0);
  });

  test('arrow keys recall what was said', async () => {
    const field = page.getByRole('textbox', { name: 'Text to say' });
    await field.fill('a draft');
    await field.press('ArrowUp');
    expect(await field.inputValue()).toBe('This one waits.');
    await field.press('ArrowUp');
    expect(await field.inputValue()).toBe(LONG_TEXT);
    await field.press('ArrowDown');
    await field.press('ArrowDown');
    expect(await field.inputValue()).toBe('a draft');
    await field.fill('');
  });

  test('it speaks a recording, to its end', async () => {
    const resting = await mouthMotion(page);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Play an audio file' }).click();
    await (await chooser).setFiles(SPEECH_FILE);
    await waitForSpeech(page);
    await waitForMotion(page, resting * 1.5 + 0.5);
    await waitForSilence(page);
  });

  test('a file without sound is refused with a code and what to do', async () => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Play an audio file' }).click();
    await (await chooser).setFiles({
      name: 'no.wav',
      mimeType: 'audio/wav',
      buffer: Buffer.from('no sound at all'),
    });
    const alert = page.getByRole('alert').filter({ hasText: 'The sound cannot be read' });
    await alert.getByRole('button', { name: 'Copy the error code audio/unreadable' }).waitFor();
    await alert.getByRole('button', { name: 'Close' }).click();
  });

  test('the microphone moves its mouth, and its level is shown', async () => {
    const resting = await mouthMotion(page);
    await page.getByRole('button', { name: 'Speak with the microphone' }).click();
    await waitForSpeech(page);
    await expect
      .poll(async () => Number(await page.getByRole('meter').getAttribute('aria-valuenow')), {
        timeout: 15_000,
      })
      .toBeGreaterThan(20);
    await waitForMotion(page, resting * 1.5 + 0.5);
    await page.getByRole('button', { name: 'Stop the microphone' }).click();
    await page.getByRole('meter').waitFor({ state: 'detached' });
    await waitForSilence(page);
  });

  test('what it said is saved as a video that holds picture and sound', async () => {
    await say(page, 'Save this.');
    await waitForSpeech(page);
    await waitForSilence(page);
    await page.getByRole('button', { name: 'Save video' }).click();
    await page.getByText('512', { exact: true }).click();
    await page.getByRole('button', { name: /^Save · / }).click();
    const download = page.waitForEvent('download');
    await page
      .getByRole('link', { name: /^Download .+\.mp4$/ })
      .first()
      .click({ timeout: 50_000 });
    const folder = mkdtempSync(join(tmpdir(), 'mouthpiece-save-'));
    const file = join(folder, 'saved.mp4');
    await (await download).saveAs(file);
    const { videoCodec, audioCodec, width, height, frames, sound } = await readVideo(file);
    expect({ videoCodec, audioCodec, edge: Math.max(width, height) }).toEqual({
      videoCodec: 'avc',
      audioCodec: 'aac',
      edge: 512,
    });
    expect(frames.length).toBeGreaterThan(10);
    expect(loudest(sound)).toBeGreaterThan(0.05);
    rmSync(folder, { recursive: true });
    await page.keyboard.press('Escape');
  });

  test('a take is recorded, is kept as a session, and becomes a video as it was seen', async () => {
    await page.getByRole('button', { name: 'Smile', exact: true }).click();
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('button', { name: /^Recording/ }).waitFor();
    await say(page, 'This is my take.');
    await waitForSpeech(page);
    await waitForSilence(page);
    await page.getByRole('button', { name: /^Recording/ }).click();
    await page.getByText(/^Take \d:\d\d$/).waitFor();
    const [take] = await askStudio(place.server, 'sessions.list', { takesOnly: true });
    expect(take).toMatchObject({ hasAudio: true, settings: { portrait: { expression: 'smile' } } });
    await page.getByRole('button', { name: 'Save MP4' }).click();
    const finished = async () => {
      const list = await askStudio(place.server, 'exports.list', {});
      return list.find(({ source, state }) => source.sessionId === take!.id && state === 'done');
    };
    await expect.poll(finished, { timeout: 90_000 }).toBeDefined();
    const { downloadUrl, width, height } = (await finished())!;
    const reply = await fetch(new URL(downloadUrl!, place.server.url), {
      headers: { authorization: `Bearer ${place.server.token}` },
    });
    const folder = mkdtempSync(join(tmpdir(), 'mouthpiece-take-'));
    const file = join(folder, 'take.mp4');
    writeFileSync(file, new Uint8Array(await reply.arrayBuffer()));
    const video = await readVideo(file);
    expect([video.width, video.height]).toEqual([width, height]);
    expect(loudest(video.sound)).toBeGreaterThan(0.05);
    // As long as the take, and the film's own rest before and after.
    expect(Math.abs(video.frames.length / 25 - take!.audioMs / 1000 - 0.7)).toBeLessThan(0.3);
    rmSync(folder, { recursive: true });
  }, 150_000);

  test('nobody complained', () => {
    expect(complaints).toEqual([]);
  });
});
