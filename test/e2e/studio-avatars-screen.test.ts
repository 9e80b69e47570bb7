/** The avatars' own screen: many in at once and one stopped, tags, search, frames that live pictures and videos show, folders out and in. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AvatarView } from '../../src/shared/studio/avatars.ts';
import { BUILT_COMMAND_LINE } from '../support/built.ts';
import { probeVideo } from '../support/ffprobe.ts';
import { lookAtCorner, transferOfAll } from './studio-eyes.mjs';
import {
  askStudio,
  FACE_FILE,
  IS_FULL,
  livePicture,
  openPlace,
  type Place,
  reopenPlace,
  TURNED_FACE_FILE,
  visit,
} from './studio-visit.ts';

const PATIENCE = { timeout: 60_000 };
/** Each of these begins engines, voices or browsers on a machine that may be busy, ms. */
const LONG = 150_000;
const run = promisify(execFile);

const grid = (page: Page) => page.getByRole('listbox', { name: 'Avatars' });
const tile = (page: Page, name: string) => grid(page).getByRole('option', { name: new RegExp(`^${name}`) });
const open = async (page: Page, hash = '/avatars'): Promise<void> => {
  await page.goto(`${page.url().split('#')[0]}#${hash}`);
  await grid(page).waitFor();
};

/** A film without a face: looking at its frames takes a while. */
const writeClip = async (file: string): Promise<void> => {
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=25', '-t', '18', file]);
};

const drop = async (page: Page, files: { name: string; type: string; file: string }[]) => {
  const plain = files.map(({ file, ...rest }) => ({ ...rest, base64: readFileSync(file, 'base64') }));
  const dataTransfer = await page.evaluateHandle(transferOfAll, plain);
  await page.dispatchEvent('body', 'dragenter', { dataTransfer });
  await page.getByText('Drop to import').waitFor();
  await page.dispatchEvent('.mantine-Dropzone-root', 'drop', { dataTransfer });
};

describe('the avatars screen', { timeout: LONG }, () => {
  let place: Place;
  let page: Page;
  let dir: string;
  const all = (): Promise<AvatarView[]> => askStudio(place.server, 'avatars.list', {});
  const known = async (name: string): Promise<AvatarView> => {
    const found = (await all()).find(avatar => avatar.name === name);
    if (found === undefined) throw new Error(`No avatar ${name}.`);
    return found;
  };
  beforeAll(async () => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'avatars-'));
    place = await openPlace({ greeted: true });
    ({ page } = await visit(place));
    await livePicture(page).waitFor(PATIENCE);
    await open(page);
  });
  afterAll(async () => {
    await place?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  test('three files are dropped, one is stopped: the others arrive', async () => {
    const clip = path.join(dir, 'clip.mp4');
    await writeClip(clip);
    await drop(page, [
      { name: 'Clip.mp4', type: 'video/mp4', file: clip },
      { name: 'Ada.png', type: 'image/png', file: FACE_FILE },
      { name: 'Grace.png', type: 'image/png', file: TURNED_FACE_FILE },
    ]);
    await page.getByText(/^Looking at frame \d+ of \d+$/).waitFor(PATIENCE);
    await page.getByRole('button', { name: 'Cancel the import of Clip.mp4' }).click();
    await tile(page, 'Ada').waitFor(PATIENCE);
    await tile(page, 'Grace').waitFor(PATIENCE);
    await expect.poll(() => page.getByRole('progressbar').count(), PATIENCE).toBe(0);
    const names = (await all()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Ada', 'Grace']));
    expect(names).not.toContain('Clip');
  });

  test('two are marked by keyboard and tagged; search and tags find them', async () => {
    await tile(page, 'Ada').click();
    await grid(page).press('Space');
    await tile(page, 'Grace').click({ modifiers: ['Control'] });
    const field = page.getByRole('combobox', { name: 'Tags for the marked' });
    await field.fill('course');
    await field.press('Enter');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect.poll(async () => (await known('Grace')).profile.tags).toEqual(['course']);
    expect((await known('Ada')).profile.tags).toEqual(['course']);
    await page.getByRole('button', { name: 'Clear the marks' }).click();
    await page.getByRole('textbox', { name: 'Search avatars' }).fill('course gra');
    await expect.poll(() => grid(page).getByRole('option').count()).toBe(1);
    await page.getByRole('textbox', { name: 'Search avatars' }).fill('');
  });

  test('a square frame on green shows on the stage and in a video, at their true size', async () => {
    await open(page, '/avatars/mira');
    const details = page.getByRole('complementary', { name: 'Details of Mira' });
    await details.getByText('1:1').click();
    await details.getByText('Colour', { exact: true }).click();
    const colour = details.getByRole('textbox', { name: 'Colour of the background' });
    await colour.fill('#00b140');
    await colour.press('Enter');
    const view = details.getByRole('group', { name: 'Frame of Mira' });
    await view.focus();
    for (const key of ['+', '+', '+', '+', 'ArrowUp']) await view.press(key);
    await expect
      .poll(async () => (await known('Mira')).profile.framing.square?.zoom ?? 0)
      .toBeGreaterThan(1.2);
    await page.getByRole('button', { name: 'Put on stage' }).click();
    await livePicture(page).waitFor(PATIENCE);
    // A new session begins with every change: what counts is the picture it comes to.
    const looksAsSettled = async (): Promise<string> => {
      const { size, corner } = await livePicture(page).evaluate(lookAtCorner);
      const isGreen = corner[0]! < 40 && corner[1]! > 150;
      return `${isGreen ? 'green' : corner.join()} ${size[0] === size[1] ? 'square' : size.join('×')}`;
    };
    await expect.poll(looksAsSettled, PATIENCE).toBe('green square');

    const film = path.join(dir, 'square.mp4');
    const args = ['say', '--data', place.server.dataDir, '--avatar', 'mira', '--text', 'Hi.', '--out', film];
    await run(process.execPath, [BUILT_COMMAND_LINE, ...args]);
    const video = (await probeVideo(film)).streams.find(stream => stream.codec_type === 'video');
    expect(video?.width).toBe(video?.height);
    expect(video?.width).toBeGreaterThanOrEqual(512);
  });

  test('a folder comes in with its mouth, and goes out again as it came', async () => {
    const folder = path.join(dir, 'Leo folder');
    mkdirSync(folder);
    const picture = readFileSync(TURNED_FACE_FILE);
    // Another file with the same picture: what is known already would only be shown again.
    const reference = Buffer.concat([picture, Buffer.from('x')]);
    const animation = { mouth_center: [0.41, 0.52], mouth_rx: 0.07, mouth_ry: 0.02 };
    const manifest = {
      id: 'leo',
      name: 'Leo',
      metadata: { source_image_hash: createHash('sha256').update(reference).digest('hex'), animation },
    };
    writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
    writeFileSync(path.join(folder, 'reference.png'), reference);
    await open(page);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Import an avatar folder' }).click();
    await (await chooser).setFiles(folder);
    await tile(page, 'Leo').waitFor(PATIENCE);
    const leo = await known('Leo');
    expect(leo).toMatchObject({ mouthSource: 'hand', mouth: { animation } });

    await tile(page, 'Leo').click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as an avatar folder (ZIP)' }).click();
    const zip = await download;
    expect(zip.suggestedFilename()).toBe('Leo.zip');
    const files = unzipSync(readFileSync(await zip.path()));
    expect(Buffer.from(files['Leo/reference.png'] ?? [])).toEqual(reference);
    const written = JSON.parse(Buffer.from(files['Leo/manifest.json'] ?? []).toString('utf8'));
    expect(written).toMatchObject({ name: 'Leo', metadata: { animation } });
  });

  test('by keyboard alone: walk, rename, delete, undo, put on the stage', async () => {
    await open(page);
    await grid(page).focus();
    await grid(page).press('End');
    await grid(page).press('Home');
    const first = await grid(page).getByRole('option', { selected: true }).first().textContent();
    await grid(page).press('F2');
    const field = grid(page).getByRole('textbox', { name: 'Name of the avatar' });
    await field.fill('First');
    await field.press('Enter');
    await tile(page, 'First').waitFor();
    expect(first).not.toContain('First');
    await grid(page).press('Delete');
    await tile(page, 'First').waitFor({ state: 'detached' });
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await tile(page, 'First').waitFor();
    await grid(page).focus();
    await grid(page).press('Home');
    await grid(page).press('Enter');
    await livePicture(page).waitFor(PATIENCE);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('First');
  });

  test('what another window has settled meanwhile is shown, not written over', async () => {
    const other = await visit(place);
    // Two people at once: one is not told in time what the other does.
    await other.page.routeWebSocket(/\/studio\/rpc$/, socket => {
      const server = socket.connectToServer();
      server.onMessage(message => {
        if (!String(message).includes('"avatars.changed"')) socket.send(message);
      });
    });
    await other.page.reload();
    await open(other.page, '/avatars/mira');
    await open(page, '/avatars/mira');
    const whose = (window: Page) =>
      window
        .getByRole('complementary', { name: 'Details of Mira' })
        .getByRole('textbox', { name: 'Person or character' });
    const settle = async (window: Page, text: string): Promise<void> => {
      await whose(window).fill(text);
      await whose(window).press('Enter');
    };
    const kept = async (): Promise<string> => (await known('Mira')).profile.consent.whose;
    await whose(other.page).waitFor(PATIENCE);
    await settle(page, 'Painted for this studio');
    await expect.poll(kept, PATIENCE).toBe('Painted for this studio');
    await settle(other.page, 'My neighbour');
    await other.page.getByText('It was changed elsewhere').first().waitFor(PATIENCE);
    await expect.poll(() => whose(other.page).inputValue(), PATIENCE).toBe('Painted for this studio');
    expect(await kept()).toBe('Painted for this studio');
    await settle(other.page, 'My neighbour');
    await expect.poll(kept, PATIENCE).toBe('My neighbour');
    await other.close();
  });

  test.each(IS_FULL ? (['dark', 'light'] as const) : (['light'] as const))(
    'axe finds nothing in the %s theme',
    async colorScheme => {
      await open(page, '/avatars/mira');
      await page.emulateMedia({ colorScheme });
      await page.locator(`[data-mantine-color-scheme=${colorScheme}]`).first().waitFor(PATIENCE);
      await page.getByRole('complementary', { name: 'Details of Mira' }).waitFor(PATIENCE);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    },
  );

  test('all of it is there after the server was killed', async () => {
    const before = await known('Mira');
    place = await reopenPlace(place);
    expect(await known('Mira')).toMatchObject({
      profile: before.profile,
      revision: before.revision,
    });
  });
});
