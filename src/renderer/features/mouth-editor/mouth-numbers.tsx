/** The mouth in numbers: centre, radii, size and tilt, each changed by a slider or typed. */
import { NumberInput, SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import type { MouthCommand } from './commands.ts';
import { imagePoint } from './points.ts';

/** Only while there is a mouth. */
export const MouthNumbers = () => {
  const { t } = useTranslation();
  const { mouth } = useStudio();
  const document = useStore(mouth.view, view => view.history?.present);
  if (document === undefined) return null;
  const { centre, rx, ry } = document;
  const field = (name: string, value: number, command: (next: number) => MouthCommand) => (
    <NumberInput
      size="xs"
      label={t(`mouth.${name}`)}
      suffix=" px"
      decimalScale={1}
      step={1}
      value={Math.round(value * 10) / 10}
      onChange={next => {
        if (typeof next !== 'number' || Math.abs(next - value) < 0.05) return;
        mouth.run(command(next), { kind: 'merge', gesture: name });
      }}
    />
  );
  return (
    <Section title={t('mouth.numbers')}>
      <SimpleGrid cols={2} spacing={8} verticalSpacing={6}>
        {field('centreX', centre[0], x => ({ kind: 'set-centre', at: imagePoint(x, centre[1]) }))}
        {field('centreY', centre[1], y => ({ kind: 'set-centre', at: imagePoint(centre[0], y) }))}
        {field('radiusX', rx, next => ({ kind: 'set-radii', rx: next, ry }))}
        {field('radiusY', ry, next => ({ kind: 'set-radii', rx, ry: next }))}
      </SimpleGrid>
    </Section>
  );
};
