/** The settings page's search, the log as it comes in, settings that are refused, and the report. */
import { describe, expect, test } from 'vitest';
import { Diagnosis, findKnobs } from '../../../../../src/renderer/features/diagnosis/diagnosis.ts';
import type { KnobView, LogEntry } from '../../../../../src/shared/diagnosis.ts';
import { StudioError } from '../../../../../src/shared/errors.ts';
import type { StudioApi } from '../../../../../src/shared/studio-api.ts';
import { ManualClock, settle } from '../../../../support/manual-clock.ts';

const knob = (name: string, meaning: string): KnobView => ({
  group: 'server',
  name,
  flag: name === 'MOUTHPIECE_PORT' ? '--port' : null,
  initial: '0',
  allowed: '',
  meaning,
  set: null,
  source: null,
  inFile: null,
  waits: false,
  editable: true,
});

test('knobs are found by every word, in name, flag and meaning, in either language', () => {
  const knobs = [
    knob('MOUTHPIECE_PORT', 'Port on 127.0.0.1'),
    knob('OMNIRT_WAV2LIP_PADS', 'Added to a face'),
  ];
  expect(findKnobs(knobs, 'port').map(({ name }) => name)).toEqual(['MOUTHPIECE_PORT']);
  expect(findKnobs(knobs, '--PORT')).toHaveLength(1);
  expect(findKnobs(knobs, 'wav2lip face')).toHaveLength(1);
  expect(findKnobs(knobs, 'port face')).toEqual([]);
  expect(findKnobs(knobs, ' ')).toHaveLength(2);
  expect(findKnobs(knobs, '人脸', text => (text.includes('face') ? '人脸外扩' : text))).toHaveLength(1);
});

const line = (serial: number, message: string): LogEntry => ({
  serial,
  at: '2026-01-02T03:04:05.000Z',
  level: 'info',
  message,
  fields: {},
});

const open = (answers: Partial<Record<string, (params: never) => unknown>>) => {
  const clock = new ManualClock();
  const saved: [string, string][] = [];
  const asked: [string, unknown][] = [];
  const api = {
    call: async (name: string, params: never) => {
      asked.push([name, params]);
      return answers[name]!(params);
    },
    subscribe: () => () => {},
  } as unknown as StudioApi;
  const diagnosis = new Diagnosis({ api, clock, save: (name, text) => void saved.push([name, text]) });
  return {
    clock,
    saved,
    asked,
    diagnosis,
    log: () => diagnosis.view.getState().log?.map(({ message }) => message),
  };
};

describe('the log', () => {
  test('grows by what is new, until nobody looks', async () => {
    const all = [line(1, 'one')];
    const { clock, diagnosis, asked, log } = open({
      'diagnosis.log': ({ after }: { after: number }) => all.filter(({ serial }) => serial > after),
    });
    const stop = diagnosis.watchLog();
    await settle();
    expect(log()).toEqual(['one']);
    all.push(line(2, 'two'));
    await clock.advance(1000);
    expect(log()).toEqual(['one', 'two']);
    expect(asked.at(-1)).toMatchObject(['diagnosis.log', { after: 1 }]);
    stop();
    await clock.advance(5000);
    expect(asked).toHaveLength(2);
  });

  test('an answer to an older question is not shown', async () => {
    let late: (lines: LogEntry[]) => void = () => {};
    const { diagnosis, log } = open({
      'diagnosis.log': ({ search }: { search: string }) =>
        search === '' ? new Promise<LogEntry[]>(resolve => (late = resolve)) : [line(7, 'found')],
    });
    const stop = diagnosis.watchLog();
    await diagnosis.filterLog({ search: 'found' });
    late([line(1, 'one')]);
    await settle();
    expect(log()).toEqual(['found']);
    stop();
  });
});

test('a setting that is refused leaves the list as it is and says why', async () => {
  const { diagnosis } = open({
    'diagnosis.knobs': () => [knob('MOUTHPIECE_PORT', 'Port')],
    'diagnosis.setKnob': () => {
      throw new StudioError('config/invalid', 'MOUTHPIECE_PORT is "x".');
    },
  });
  await diagnosis.loadKnobs();
  expect(await diagnosis.setKnob('MOUTHPIECE_PORT', 'x')).toBe(false);
  expect(diagnosis.view.getState().knobs).toHaveLength(1);
  expect(diagnosis.view.getState().error?.code).toBe('config/invalid');
});

test('the report becomes a file', async () => {
  const { diagnosis, saved } = open({ 'diagnosis.report': () => ({ text: 'Mouthpiece\n' }) });
  await diagnosis.report();
  expect(saved).toEqual([['mouthpiece-report.txt', 'Mouthpiece\n']]);
  expect(diagnosis.view.getState().reporting).toBe(false);
});
