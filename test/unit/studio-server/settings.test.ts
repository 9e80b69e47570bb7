/** Settings: partial changes, damaged values. */
import { describe, expect, test } from 'vitest';
import { studioForTests } from './studio-fixture.ts';

const at = studioForTests();

describe('settings', () => {
  test('only what is named changes, and a damaged value is its default', async () => {
    await at().studio.api.call('settings.update', { theme: 'dark', rate: 1.5 });
    await at().studio.api.call('settings.update', { language: 'zh' });
    expect(await at().studio.api.call('settings.get', {})).toMatchObject({
      theme: 'dark',
      rate: 1.5,
      language: 'zh',
      pitch: 1,
    });
    expect(at().events.filter(({ name }) => name === 'settings.changed')).toHaveLength(2);
    at().store.settings.set({ theme: 'neon', unknown: 1 });
    await at().reopen();
    const settings = await at().studio.api.call('settings.get', {});
    expect(settings).toMatchObject({ theme: 'system', rate: 1.5 });
    expect(settings).not.toHaveProperty('unknown');
    await expect(at().studio.api.call('settings.update', { rate: 9 })).rejects.toMatchObject({
      code: 'request/invalid',
    });
  });
});
