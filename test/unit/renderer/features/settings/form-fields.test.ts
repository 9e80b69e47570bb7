/** Forms from schemas: every option has a field, a name in both languages, and its bounds. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { fitsMode } from '../../../../../src/renderer/features/settings/compositor-fields.ts';
import { formFields } from '../../../../../src/renderer/features/settings/form-fields.ts';
import { en } from '../../../../../src/renderer/i18n/en.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../../../../src/shared/renderer-options/portrait.ts';

test('every portrait option has a named field', () => {
  const fields = formFields(PortraitOptions);
  expect(fields.map(field => field.key)).toEqual(Object.keys(PortraitOptions.shape));
  expect(fields.map(field => field.key)).toEqual(Object.keys(en.settings.portrait));
  expect(fields.find(field => field.key === 'smileRelax')).toEqual({
    kind: 'slider',
    key: 'smileRelax',
    min: 0,
    max: 1,
    step: 0.01,
    initial: 0.8,
  });
  expect(fields.find(field => field.key === 'blinking')).toEqual({
    kind: 'switch',
    key: 'blinking',
    initial: true,
  });
});

test('every compositor option has a named field and shows in some mode', () => {
  const fields = formFields(CompositorOptions);
  expect(fields.map(field => field.key)).toEqual(Object.keys(en.settings.compositor));
  const modes = CompositorOptions.shape.mode.unwrap().options;
  expect(Object.keys(en.settings.mode)).toEqual(modes);
  for (const { key } of fields) {
    const shown = modes.some(mode =>
      fitsMode(key, { ...CompositorOptions.parse({ mode }), enableJawMotionBlend: true }),
    );
    expect(shown, key).toBe(true);
  }
  expect(
    fields.filter(({ key }) => fitsMode(key, CompositorOptions.parse({}))).map(({ key }) => key),
  ).toEqual(['mode']);
});

test('an option that no widget can show is refused', () => {
  expect(() => formFields(z.object({ free: z.number().default(1) }))).toThrow('free');
});
