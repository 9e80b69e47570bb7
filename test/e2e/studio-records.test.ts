/** Sessions, server and models in a browser: what was said is found, saved and forgotten; a client is seen and sent away; a model comes, draws and goes. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wav2LipProbe } from '../../scripts/models/wav2lip-probe.mjs';
import { probeVideo } from '../support/ffprobe.ts';
import { readZip } from '../support/read-zip.ts';
import { SocketClient } from '../support/socket-client.ts';
import { writeModels } from '../support/tiny-networks.ts';
import {
  askStudio,
  FACE_FILE,
  livePicture,
  openPlace,
  type Place,
  say,
  visit,
  waitForSilence,
  waitForSpeech,
} from './studio-visit.ts';

/** A file drawn on a machine that may be busy, and a whole test with it, ms. */
const EXPORTED = 220_000;
const LONG = 400_000;

let place: Place;
let page: Page;
let complaints: string[];
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mouthpiece-records-'));
  place = await openPlace({ greeted: true });
  ({ page, complaints } = await visit(place));
  await waitForSilence(page);
}, LONG);
afterAll(async () => {
  await place?.close();
  rmSync(folder, { recursive: true, force: true });
});

const goTo = (screen: string) =>
  page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen }).click();

const download = async (link: Locator, name: string): Promise<string> => {
  const coming = page.waitForEvent('download', { timeout: EXPORTED });
  await link.click({ timeout: EXPORTED - 10_000 });
  const file = join(folder, name);
  await (await coming).saveAs(file);
  return file;
};

test(
  'a session is listed, heard as WAV, replayed beside the video made of it, and forgotten',
  async () => {
    await say(page, 'Keep this for a week.');
    await waitForSpeech(page);
    await waitForSilence(page);
    // Leaving for the comparison ends the session of the stage.
    await goTo('Compare');
    await goTo('Sessions');
    const rows = page.getByRole('option');
    const row = rows.filter({ hasText: 'Sound' }).filter({ hasNotText: 'running' }).last();
    await row.click();
    const wav = await probeVideo(await download(page.getByRole('link', { name: 'Save as WAV' }), 'a.wav'));
    expect(wav.streams).toMatchObject([{ codec_name: 'pcm_s16le' }]);
    expect(Number(wav.format.duration)).toBeGreaterThan(0.8);

    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByRole('complementary').locator('label').filter({ hasText: /^512$/ }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const link = page.getByRole('link', { name: /^Download .+\.mp4$/ }).first();
    const video = await probeVideo(await download(link, 'a.mp4'));
    expect(video.streams).toMatchObject([{ codec_name: 'h264' }, { codec_name: 'aac' }]);
    expect(Math.abs(Number(video.format.duration) - Number(wav.format.duration))).toBeLessThan(1);

    const film = page.getByLabel(/^Video .+\.mp4$/);
    await film.waitFor();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    const filmAt = () =>
      film.evaluate(element => (element as unknown as { currentTime: number }).currentTime);
    await expect.poll(filmAt, { timeout: 30_000 }).toBeGreaterThan(0.6);
    const replayed = page.locator('canvas[data-pictured]');
    await replayed.waitFor();
    await page.getByRole('slider', { name: 'Position' }).press('End');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor({ timeout: 30_000 });
    await page.getByRole('link', { name: 'Sessions' }).first().click();
    await row.click();

    const kept = () => askStudio(place.server, 'sessions.list', {});
    const before = (await kept()).filter(({ hasAudio }) => hasAudio);
    await page.getByRole('button', { name: 'Forget this session' }).click();
    await page.getByText('1 session is forgotten.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row.click();
    expect((await kept()).map(({ id }) => id)).toContain(before.at(-1)!.id);
    await page.getByRole('button', { name: 'Forget this session' }).click();
    await goTo('Server');
    await expect.poll(async () => (await kept()).map(({ id }) => id)).not.toContain(before.at(-1)!.id);
    const sound = await fetch(new URL(`/studio/sessions/${before.at(-1)!.id}/sound`, place.server.url), {
      headers: { authorization: `Bearer ${place.server.token}` },
    });
    expect(sound.status).toBe(404);
  },
  LONG,
);

test(
  'the queue is reached from every screen: pictures in a zip, deleted and brought back',
  async () => {
    const avatarId = (await askStudio(place.server, 'avatars.list', {}))[0]!.id;
    const speech = { kind: 'text', text: 'One frame after the other.' } as const;
    const asked = { avatarId, speech, container: 'png', width: 256, height: 256, transparent: true } as const;
    const { id } = await askStudio(place.server, 'exports.start', asked);
    await page.getByRole('button', { name: /^Exports/ }).click();
    const queue = page.getByRole('dialog', { name: 'Exports' });
    const link = queue.getByRole('link', { name: /^Download .+\.zip$/ });
    const entries = await readZip(await download(link, 'a.zip'));
    const { frames, alpha } = JSON.parse(entries.get('manifest.json')!.toString());
    expect([entries.size, alpha]).toEqual([frames + 2, 'straight']);
    const states = async () =>
      (await askStudio(place.server, 'exports.list', {})).map(item => `${item.id} ${item.state}`);
    await queue.getByRole('button', { name: /^Delete .+\.zip$/ }).click();
    await expect.poll(states).not.toContain(`${id} done`);
    await queue.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(states).toContain(`${id} done`);
    await page.keyboard.press('Escape');
  },
  LONG,
);

test(
  'another program is listed with its protocol, and sent away',
  async () => {
    await goTo('Server');
    const url = new URL('/v1/avatar/realtime', place.server.ws);
    const client = await SocketClient.open(url.href);
    const created = await client.create(readFileSync(FACE_FILE));
    expect(created.type).toBe('session.created');
    await client.speak(35_840);
    const row = page.getByRole('row').filter({ hasText: 'chunk by chunk' });
    await row.getByText('Picture sent by an app').waitFor();
    expect(await row.textContent()).toMatch(/OmniRT/);
    await row.getByRole('button', { name: 'Disconnect' }).click();
    await row.waitFor({ state: 'detached' });
    const { sessions } = await askStudio(place.server, 'server.status', {});
    expect(sessions.filter(({ kind }) => kind === 'lock-step')).toEqual([]);
    client.sendAudio(35_840);
    expect(await client.next().then(seen => (seen?.kind === 'text' ? seen.json.type : seen))).not.toBe(
      'metrics',
    );
    client.close();
  },
  LONG,
);

test(
  'a model is imported by its path, measured, draws on the stage, and is removed',
  async () => {
    const file = writeModels(folder, { 'Lips 96.onnx': wav2LipProbe({ kind: 'tint' }) });
    await goTo('Models');
    await page.getByText('No neural model is installed.').waitFor();
    await page.getByRole('textbox', { name: 'File or folder' }).fill(file);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    const card = page.getByRole('listitem').filter({ hasText: 'Wav2Lip' });
    await card.getByRole('button', { name: 'Measure' }).click();
    await card.getByRole('cell', { name: 'network' }).waitFor({ timeout: 90_000 });
    const [model] = (await askStudio(place.server, 'models.list', {})).models;
    expect(model).toMatchObject({ kind: 'wav2lip', state: 'ready' });

    await goTo('Studio');
    await livePicture(page).waitFor();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('combobox', { name: 'Drawn by' }).click();
    await page.getByRole('option', { name: 'Wav2Lip' }).click();
    await page.keyboard.press('Escape');
    await expect
      .poll(async () => (await askStudio(place.server, 'server.status', {})).sessions.map(s => s.provider), {
        timeout: 60_000,
      })
      .toEqual(['cpu']);
    await livePicture(page).waitFor({ timeout: 60_000 });
    const framesSent = async (): Promise<number> =>
      (await askStudio(place.server, 'server.status', {})).sessions[0]?.framesSent ?? 0;
    const sent = await framesSent();
    await expect.poll(framesSent, { timeout: 20_000 }).toBeGreaterThan(sent);

    await goTo('Models');
    await card.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No neural model is installed.').waitFor();
    expect((await askStudio(place.server, 'models.list', {})).models).toEqual([]);
    expect(existsSync(join(place.server.dataDir, 'models', model!.id))).toBe(false);
    expect(complaints).toEqual([]);
  },
  LONG,
);
