/** The first three steps: marked however they are taken, never by the app itself, and gone for good once skipped. */
import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { FirstRun } from '../../../../../src/renderer/features/first-run/first-run.ts';
import type { StudioSettings } from '../../../../../src/shared/studio/settings.ts';

type Steps = Pick<StudioSettings, 'firstSteps'>;
type Source = { at: string; item?: { text: string } };

const open = (firstSteps: Steps['firstSteps'] = []) => {
  const settings = createStore<Steps>(() => ({ firstSteps }));
  const avatars = createStore<{ selectedId: string | null; list: { id: string }[] | null }>(() => ({
    selectedId: 'mira',
    list: [{ id: 'mira' }, { id: 'nilo' }],
  }));
  const talk = createStore<{ source: Source }>(() => ({ source: { at: 'silent' } }));
  const exports = createStore<{ list: { id: string }[] }>(() => ({ list: [{ id: 'old' }] }));
  const firstRun = new FirstRun({
    settings: { view: settings, update: patch => settings.setState(patch) },
    avatars: { view: avatars },
    talk: { view: talk },
    exports: { view: exports },
  });
  firstRun.start('Hello!');
  return { settings, avatars, talk, exports, firstRun, view: () => firstRun.view.getState() };
};

describe('the first steps', () => {
  test('are shown to somebody new, the first one first', () => {
    expect(open().view()).toEqual({ shown: true, taken: [], now: 'choose' });
  });

  test('are marked as they are taken, in any order', () => {
    const { avatars, talk, exports, view, settings } = open();
    exports.setState({ list: [{ id: 'new' }, { id: 'old' }] });
    expect(view()).toMatchObject({ taken: ['keep'], now: 'choose' });
    avatars.setState({ selectedId: 'nilo' });
    expect(view()).toMatchObject({ taken: ['keep', 'choose'], now: 'speak' });
    talk.setState({ source: { at: 'microphone' } });
    expect(view()).toMatchObject({ shown: true, now: null });
    expect(settings.getState().firstSteps).toHaveLength(3);
  });

  test('an import is a choice; the greeting is not the user', () => {
    const { avatars, talk, view } = open();
    talk.setState({ source: { at: 'text', item: { text: 'Hello!' } } });
    expect(view().taken).toEqual([]);
    avatars.setState({ list: [{ id: 'me' }, { id: 'mira' }, { id: 'nilo' }] });
    expect(view().taken).toEqual(['choose']);
    talk.setState({ source: { at: 'text', item: { text: 'My own words' } } });
    expect(view().taken).toEqual(['choose', 'speak']);
  });

  test('stay away once skipped or all taken, until they are asked for', () => {
    expect(open(['skipped']).view().shown).toBe(false);
    expect(open(['choose', 'speak', 'keep']).view().shown).toBe(false);
    const { firstRun, view, talk, settings } = open();
    firstRun.close();
    expect(view().shown).toBe(false);
    talk.setState({ source: { at: 'file' } });
    expect(settings.getState().firstSteps).toEqual(['skipped']);
    firstRun.reopen();
    expect(view()).toEqual({ shown: true, taken: [], now: 'choose' });
  });
});
