/** Changes are seen at once and sent together; undone; and give way to what another window changed. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Avatars } from '../../../../../src/renderer/features/avatars/avatars.ts';
import { ProfileEdits } from '../../../../../src/renderer/features/avatars/profile-edits.ts';
import { type ErrorData, StudioError } from '../../../../../src/shared/errors.ts';
import type { AvatarPatch } from '../../../../../src/shared/studio/avatar-profile.ts';
import type { AvatarView } from '../../../../../src/shared/studio/avatars.ts';
import type { StudioApi } from '../../../../../src/shared/studio-api.ts';
import { ManualClock } from '../../../../support/manual-clock.ts';
import { fakeAvatar } from './fake-avatar.ts';

let clock: ManualClock;
let server: AvatarView;
let sent: { revision: number; patch: AvatarPatch }[];
let failures: ErrorData[];
let answer: (() => void) | null;
let avatars: Avatars;
let edits: ProfileEdits;

const call = async (name: string, params: unknown): Promise<unknown> => {
  if (name === 'avatars.list') return [server];
  const { revision, patch } = params as { revision: number; patch: AvatarPatch };
  sent.push({ revision, patch });
  if (answer !== null) await new Promise<void>(resolve => (answer = resolve));
  if (revision !== server.revision) throw new StudioError('store/conflict', 'Changed elsewhere.');
  const { name: newName = server.name, licence = server.licence, ...fields } = patch;
  const profile = { ...server.profile, ...fields } as AvatarView['profile'];
  server = { ...server, name: newName, licence, profile, revision: revision + 1 };
  return server;
};

beforeEach(async () => {
  clock = new ManualClock();
  server = fakeAvatar('a');
  sent = [];
  failures = [];
  answer = null;
  const api = { call, subscribe: () => () => {} } as unknown as StudioApi;
  const failed = (error: ErrorData) => failures.push(error);
  avatars = new Avatars({ api, chosen: () => {}, failed, removed: () => {} });
  edits = new ProfileEdits({ api, clock, avatars, failed });
  await avatars.load();
});

const shown = () => avatars.get('a')!;

test('a change shows at once and is sent once, with what came after it', async () => {
  edits.change('a', { liveliness: 0.2 });
  edits.change('a', { liveliness: 0.4 });
  edits.change('a', { shape: 'square' });
  expect(shown().profile).toMatchObject({ liveliness: 0.4, shape: 'square' });
  expect(avatars.isChanging('a')).toBe(true);
  await clock.advance(300);
  expect(sent).toEqual([{ revision: 0, patch: { liveliness: 0.4, shape: 'square' } }]);
  expect(shown().revision).toBe(1);
  expect(avatars.isChanging('a')).toBe(false);
});

test('a change made while one is on its way is sent after it', async () => {
  answer = () => {};
  edits.change('a', { liveliness: 0.2 });
  await clock.advance(300);
  edits.change('a', { shape: 'wide' });
  await clock.advance(300);
  expect(sent).toHaveLength(1);
  const go = answer;
  answer = null;
  go();
  await clock.advance(300);
  expect(sent[1]).toEqual({ revision: 1, patch: { shape: 'wide' } });
  expect(shown()).toMatchObject({ revision: 2, profile: { liveliness: 0.2, shape: 'wide' } });
});

test('a list that is read anew meanwhile does not take the change back', async () => {
  edits.change('a', { name: 'Ada' });
  await avatars.load();
  expect(shown().name).toBe('Ada');
});

describe('undo', () => {
  test('goes step by step and back again; a drag is one step', async () => {
    edits.change('a', { liveliness: 0.5 });
    clock.step(2000);
    edits.change('a', { shape: 'wide' });
    for (const zoom of [1.1, 1.2, 1.3]) {
      clock.step(50);
      edits.change('a', { framing: { wide: { centre: [0.5, 0.5], zoom } } });
    }
    expect(edits.undo()).toBe('a');
    expect(shown().profile.framing).toEqual({});
    edits.undo();
    expect(shown().profile.shape).toBe('own');
    edits.undo();
    expect(shown().profile.liveliness).toBe(1);
    expect(edits.undo()).toBeNull();
    edits.redo();
    edits.redo();
    expect(shown().profile).toMatchObject({ liveliness: 0.5, shape: 'wide' });
    await clock.advance(300);
    expect(server.profile).toMatchObject({ liveliness: 0.5, shape: 'wide', framing: {} });
  });
  test('of nothing new is no step', () => {
    edits.change('a', { shape: 'own' });
    expect(edits.undo()).toBeNull();
  });
});

test('what another window changed stays, is shown, and is told', async () => {
  edits.change('a', { shape: 'wide' });
  server = { ...server, name: 'Theirs', revision: 5 };
  await avatars.load();
  await clock.advance(300);
  expect(failures.map(({ code }) => code)).toEqual(['store/conflict']);
  expect(shown()).toMatchObject({ name: 'Theirs', revision: 5, profile: { shape: 'own' } });
  expect(edits.undo()).toBeNull();
  edits.change('a', { shape: 'wide' });
  await clock.advance(300);
  expect(server).toMatchObject({ revision: 6, profile: { shape: 'wide' } });
});
