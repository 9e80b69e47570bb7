/** docs/settings.md is what the tables of knobs say. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settingNames, settingsPage } from '../../../src/main/settings/settings-page.ts';

const PAGE = new URL('../../../docs/settings.md', import.meta.url);

test('docs/settings.md is up to date (UPDATE_DOCS=1 writes it)', () => {
  if (process.env.UPDATE_DOCS === '1') writeFileSync(PAGE, settingsPage());
  expect(readFileSync(PAGE, 'utf8').replaceAll('\r\n', '\n')).toBe(settingsPage());
});

test('the published knobs are all known', () => {
  const names = settingNames();
  for (const name of [
    'OMNIRT_REALTIME_AVATAR_RUNTIME',
    'OMNIRT_AVATAR_FLASHTALK_WS_URL',
    'OMNIRT_AVATAR_FASTERLIVEPORTRAIT_WS_URL',
    'OMNIRT_AVATAR_FASTLIVEPORTRAIT_VIDEO_CLONE_WS_URL',
    'OMNIRT_WAV2LIP_LOWER_LIP_DYNAMIC_EXPAND',
    'OMNIRT_WAV2LIP_JAW_MASK_EXPAND_Y',
    'OMNIRT_WAV2LIP_JAW_MASK_OFFSET_Y',
    'OMNIRT_WAV2LIP_JAW_MASK_FEATHER',
    'OMNIRT_WAV2LIP_EASY_MASK_DILATION',
    'OMNIRT_ALLOWED_FRAME_ROOTS',
  ])
    expect(names).toContain(name);
});
