/** The mouth in numbers: centre and radii, width, height and tilt of the whole, each typed or stepped. */
import { NumberInput, SimpleGrid } from '@mantine/core';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import type { MouthCommand } from './commands.ts';
import { boundsOf, imagePoint } from './points.ts';
import { axisOf } from './symmetry.ts';

const DEGREES = 180 / Math.PI;

/** Only while there is a mouth. */
export const MouthNumbers = () => {
  const { t } = useTranslation();
  const { mouth } = useStudio();
  const document = useDeferredValue(useStore(mouth.view, view => view.document));
  if (document === null) return null;
  const { centre, rx, ry, outer } = document;
  const [left, top, right, bottom] = boundsOf(outer);
  const [width, height] = [right - left, bottom - top];
  const { along } = axisOf(outer);
  const tilt = Math.atan2(-along[0], along[1]) * DEGREES;
  const field = (name: string, value: number, command: (next: number) => MouthCommand, suffix = ' px') => (
    <NumberInput
      size="xs"
      label={t(`mouth.${name}`)}
      suffix={suffix}
      decimalScale={1}
      step={1}
      value={Math.round(value * 10) / 10}
      onChange={next => {
        if (typeof next !== 'number' || Math.abs(next - value) < 0.05) return;
        mouth.run(command(next), { kind: 'merge', gesture: name });
      }}
    />
  );
  const grown = (wanted: number, now: number): number => Math.max(2, wanted) / Math.max(1, now);
  return (
    <Section title={t('mouth.numbers')}>
      <SimpleGrid cols={2} spacing={8} verticalSpacing={6}>
        {field('width', width, next => ({ kind: 'scale-mouth', x: grown(next, width), y: 1 }))}
        {field('height', height, next => ({ kind: 'scale-mouth', x: 1, y: grown(next, height) }))}
        {field('tilt', tilt, next => ({ kind: 'rotate-mouth', radians: (next - tilt) / DEGREES }), '°')}
        <span />
        {field('centreX', centre[0], x => ({ kind: 'set-centre', at: imagePoint(x, centre[1]) }))}
        {field('centreY', centre[1], y => ({ kind: 'set-centre', at: imagePoint(centre[0], y) }))}
        {field('radiusX', rx, next => ({ kind: 'set-radii', rx: next, ry }))}
        {field('radiusY', ry, next => ({ kind: 'set-radii', rx, ry: next }))}
      </SimpleGrid>
    </Section>
  );
};
