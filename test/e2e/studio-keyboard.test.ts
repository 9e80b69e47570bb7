/** A first-time user without a pointer, as docs/first-steps.md tells it: from the first load to a saved video and a connected program. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileChooser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probeVideo } from '../support/ffprobe.ts';
import { SocketClient } from '../support/socket-client.ts';
import { focusedLabel, focusedName, unseenFocus } from './studio-eyes.mjs';
import {
  askStudio,
  FACE_FILE,
  livePicture,
  openPlace,
  type Place,
  visit,
  waitForSilence,
  waitForSpeech,
} from './studio-visit.ts';

/** Machines that build something else at the same time are slow, ms. */
const PATIENCE = { timeout: 60_000 };
const LONG = 400_000;

describe('the studio without a pointer', { timeout: LONG }, () => {
  let place: Place;
  let page: Page;
  let complaints: string[];
  let folder: string;
  /** Where focus was not seen. */
  const unseen = new Set<string>();
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mouthpiece-keyboard-'));
    place = await openPlace();
    ({ page, complaints } = await visit(place));
  });
  afterAll(async () => {
    await place?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const label = (): Promise<string> => page.evaluate(focusedLabel);
  /** Where the focus is, and why it is not seen there. */
  const look = (): Promise<{ name: string; fault: string | null }> =>
    page.evaluate(`({ name: (${focusedLabel})(), fault: (${unseenFocus})() })`);
  /** Presses a key, looks whether the focus is seen after it, and tells where it is. */
  const press = async (keys: string): Promise<string> => {
    await page.keyboard.press(keys);
    let { name, fault } = await look();
    // Borders take their colour over a moment, and places their shape.
    for (let tries = 0; tries < 20 && fault !== null; tries++) {
      await page.waitForTimeout(100);
      ({ name, fault } = await look());
    }
    if (fault !== null) unseen.add(fault);
    return name;
  };
  /** Tab until `name` has the focus. */
  const tabTo = async (name: RegExp, keys = 'Tab', most = 70): Promise<void> => {
    const passed: string[] = [];
    for (let i = 0; i < most; i++) {
      const now = await press(keys);
      if (name.test(now)) return;
      passed.push(now);
    }
    throw new Error(`${name} was not reached by ${keys}: ${passed.join(' | ')}`);
  };

  /** Ctrl O; a browser that was too busy to open its dialog within a key's time is asked again. */
  const openFiles = async (): Promise<FileChooser> => {
    for (let tries = 0; tries < 4; tries++) {
      const coming = page.waitForEvent('filechooser', { timeout: 12_000 }).catch(() => null);
      await press('Control+o');
      const chooser = await coming;
      if (chooser !== null) return chooser;
    }
    throw new Error('Ctrl O opened no file dialog.');
  };

  test('a portrait is imported, talks, is stopped, and makes a face', async () => {
    await livePicture(page).waitFor(PATIENCE);
    await tabTo(/^Skip to the main part$/);
    await press('Enter');
    await waitForSilence(page);
    await (await openFiles()).setFiles(FACE_FILE);
    const card = page.getByRole('button', { name: 'Put astronaut on the stage' });
    await card.waitFor(PATIENCE);
    await tabTo(/^Put astronaut on the stage$/);
    await press('Enter');
    await page.getByRole('button', { name: 'Put astronaut on the stage', pressed: true }).waitFor();
    await expect
      .poll(async () => (await askStudio(place.server, 'settings.get', {})).selectedAvatarId, PATIENCE)
      .not.toBe('mira');
    await waitForSilence(page);

    await press('/');
    await expect.poll(label).toBe('Text to say');
    await page.keyboard.type('This is a long sentence, which somebody is going to stop very soon.');
    await press('Enter');
    await waitForSpeech(page);
    await press('Escape');
    await waitForSilence(page);
    await page.keyboard.type('Hello from the keyboard.');
    await press('Enter');
    await waitForSpeech(page);
    await waitForSilence(page);

    await tabTo(/^Save video/, 'Shift+Tab');
    await press('2');
    await expect
      .poll(async () => (await askStudio(place.server, 'settings.get', {})).portrait.expression)
      .toBe('smile');
    await press('1');
  });

  test('what it said is saved as an MP4', async () => {
    await press('Enter');
    await page.getByRole('heading', { name: 'Save what was said last' }).waitFor();
    await tabTo(/^(864|1080|720|512)$/);
    while ((await label()) !== '512') await press('ArrowLeft');
    await tabTo(/^Save · /);
    await press('Enter');
    await page
      .getByRole('link', { name: /^Download .+\.mp4$/ })
      .first()
      .waitFor({ timeout: 120_000 });
    await tabTo(/^Download .+\.mp4$/);
    const coming = page.waitForEvent('download');
    await press('Enter');
    const file = join(folder, 'hello.mp4');
    await (await coming).saveAs(file);
    const { streams } = await probeVideo(file);
    expect(streams.map(({ codec_name }) => codec_name).sort()).toEqual(['aac', 'h264']);
    expect(Math.max(...streams.map(({ width = 0, height = 0 }) => Math.max(width, height)))).toBe(512);
    await press('Escape');
    await expect.poll(() => page.evaluate(focusedName)).toMatch(/^Save video/);
    await page.getByRole('heading', { name: 'Save what was said last' }).waitFor({ state: 'hidden' });
  });

  test('a mouth is nudged and saved', async () => {
    await press('Control+e');
    await page.getByRole('application').waitFor(PATIENCE);
    const stored = async () => {
      const { selectedAvatarId } = await askStudio(place.server, 'settings.get', {});
      const list = await askStudio(place.server, 'avatars.list', {});
      return list.find(({ id }) => id === selectedAvatarId)!;
    };
    const before = (await stored()).mouth!.animation.mouth_center[1];
    await tabTo(/^Mouth of astronaut/);
    await press('ArrowDown');
    await press('Control+s');
    await expect.poll(async () => (await stored()).mouthSource, PATIENCE).toBe('hand');
    expect((await stored()).mouth!.animation.mouth_center[1]).toBeGreaterThan(before);
  });

  test('every screen is reached, and walked through', async () => {
    const screens = ['Avatars', 'Compare', 'Sessions', 'Server', 'Models', 'Settings and diagnosis'];
    for (const [i, name] of screens.entries()) {
      await press(`Control+${i + 2}`);
      await page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor(PATIENCE);
      for (let step = 0; step < 26; step++) await press('Tab');
    }
    await press('Control+3');
    await page.getByRole('button', { name: 'Speak', disabled: false }).waitFor(PATIENCE);
    const wipe = page.getByRole('slider', { name: /^Where the first side ends/ });
    await tabTo(/^Where the first side ends/);
    await press('ArrowLeft');
    await expect.poll(() => wipe.getAttribute('aria-valuenow')).toBe('48');

    await press('Control+4');
    await page.getByRole('option').first().waitFor(PATIENCE);
    const focusedList = page.getByRole('listbox', { name: 'Sessions' }).and(page.locator(':focus'));
    for (let i = 0; i < 40 && (await focusedList.count()) === 0; i++) await press('Tab');
    await focusedList.waitFor();
    await press('End');
    await page.getByRole('option', { selected: true }).waitFor();
    await press('Enter');
    await expect.poll(() => new URL(page.url()).hash).toMatch(/^#\/sessions\/.+/);
  });

  test('a program is seen and sent away; the palette leads back', async () => {
    const client = await SocketClient.open(new URL('/v1/avatar/realtime', place.server.ws).href);
    await client.create(readFileSync(FACE_FILE));
    await press('Control+5');
    await page.getByRole('button', { name: /^Disconnect / }).waitFor(PATIENCE);
    await tabTo(/^Disconnect /);
    await press('Enter');
    await expect.poll(() => client.closed !== null, PATIENCE).toBe(true);
    await press('Control+k');
    await expect.poll(() => page.evaluate(focusedName)).toBe('Search commands');
    await page.keyboard.type('studio');
    await press('Enter');
    await expect.poll(() => new URL(page.url()).hash).toMatch(/^(#\/)?$/);
  });

  test('the focus was seen all along, and nobody complained', () => {
    expect([...unseen]).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
