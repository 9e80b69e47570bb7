/** Scenes: kept, shown over their avatar's own choices, deleted and put back. */
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Avatars } from '../../../../../src/renderer/features/avatars/avatars.ts';
import type { Settings } from '../../../../../src/renderer/features/settings/settings.ts';
import { backdropFor, Scenes } from '../../../../../src/renderer/features/stage/scenes.ts';
import { StudioSettings } from '../../../../../src/shared/studio/settings.ts';

const setUp = () => {
  const view = createStore<StudioSettings>(() => StudioSettings.parse({}));
  const settings = { view, update: (patch: Partial<StudioSettings>) => view.setState(patch) };
  const avatars = {
    view: createStore(() => ({ list: [{ id: 'mira' }], selectedId: 'mira' })),
    select: () => {},
  };
  const scenes = new Scenes({
    settings: settings as unknown as Settings,
    avatars: avatars as unknown as Avatars,
    newId: () => crypto.randomUUID(),
  });
  return { view, settings, scenes };
};

test('a scene keeps its own voice and renderer, and the studio’s own wait behind it', () => {
  const { view, settings, scenes } = setUp();
  settings.update({ voiceId: 'of-scene', renderer: 'wav2lip' });
  scenes.keep('News');
  settings.update({ voiceId: 'own', renderer: 'portrait' });
  scenes.show(view.getState().scenes[0]!.id);
  expect(view.getState()).toMatchObject({
    voiceId: 'of-scene',
    renderer: 'wav2lip',
    setAside: { voiceId: 'own', renderer: 'portrait' },
  });
});

test('a deleted scene can be put back where it was, once', () => {
  const { view, scenes } = setUp();
  for (const name of ['One', 'Two', 'Three']) scenes.keep(name);
  const names = () => view.getState().scenes.map(({ name }) => name);
  const back = scenes.remove(view.getState().scenes[1]!.id);
  expect(names()).toEqual(['One', 'Three']);
  back();
  back();
  expect(names()).toEqual(['One', 'Two', 'Three']);
});

test('keys of a scene can be kept, in the page and in the desktop app', () => {
  const { view, scenes } = setUp();
  scenes.keep('News');
  const command = `scene-${view.getState().scenes[0]!.id}`;
  const kept = { hotkeys: { [command]: 'mod+F9' }, desktop: { hotkeys: { [command]: 'Control+F9' } } };
  expect(StudioSettings.parse(kept)).toMatchObject(kept);
});

test('what stands behind: a colour, nothing, a picture of the library; one that is gone leaves the avatar’s own', () => {
  const has = (id: string): boolean => id === 'room';
  const clear = { hasAlpha: true };
  expect(backdropFor(clear, { kind: 'colour', rgb: [0, 177, 64] }, has)).toEqual({ background: '#00b140' });
  expect(backdropFor(clear, { kind: 'transparent' }, has)).toEqual({ background: 'transparent' });
  expect(backdropFor(clear, { kind: 'image', imageId: 'room' }, has)).toEqual({
    background: { avatar_id: 'room' },
  });
  expect(backdropFor(clear, { kind: 'image', imageId: 'gone' }, has)).toEqual({});
  expect(backdropFor({ hasAlpha: false }, { kind: 'image', imageId: 'room' }, has)).toEqual({});
});
