/** The page has the styles of every component it uses, in the order of the library. */
import { describe, expect, test } from 'vitest';

const text = (found: Record<string, string>): string => Object.values(found).join('\n');
const SOURCES = import.meta.glob<string>('../../../../src/renderer/**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const all = text(
  import.meta.glob<string>('../../../../node_modules/@mantine/core/styles.css', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
);
const single = import.meta.glob<string>('../../../../node_modules/@mantine/core/styles/*.css', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const styleOf = (name: string): string | undefined =>
  single[`../../../../node_modules/@mantine/core/styles/${name}.css`];

const listed = [
  ...SOURCES['../../../../src/renderer/app/component-styles.ts']!.matchAll(/core\/styles\/([\w-]+)\.css/g),
].map(match => match[1]!);
const used = new Set(
  Object.values(SOURCES).flatMap(source =>
    [...source.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)].flatMap(match =>
      match[1]!.split(',').map(name => name.trim().replace(/^type /, '')),
    ),
  ),
);

/** Components that are made of others, which bring the styles. */
const MADE_OF: Readonly<Record<string, readonly string[]>> = {
  Select: ['Combobox', 'Input', 'ScrollArea'],
  TagsInput: ['Combobox', 'Pill', 'PillsInput'],
  MultiSelect: ['Combobox', 'Pill', 'PillsInput'],
  RangeSlider: ['Slider'],
  Textarea: ['Input'],
  TextInput: ['Input'],
};

describe('styles of components', () => {
  test('are there for every component that has some', () => {
    const wanted = [...used].flatMap(name => (styleOf(name) === undefined ? (MADE_OF[name] ?? []) : [name]));
    expect(wanted.length).toBeGreaterThan(20);
    expect([...new Set(wanted)].filter(name => !listed.includes(name))).toEqual([]);
  });

  test('stand in the order of the library, where later ones win', () => {
    const places = listed.map(name => all.indexOf(styleOf(name)!.trim()));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});
