/** What stands behind a picture with alpha on the stage. */
import { ColorInput, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { hexOf, rgbOf } from '../../ui/hex-colour.ts';
import { Section } from '../../ui/section.tsx';

const GREEN: readonly [number, number, number] = [0, 177, 64];

/** Nothing for a picture that fills its frame. */
export const BackgroundSelect = () => {
  const { t } = useTranslation();
  const { settings, avatars } = useStudio();
  const chosen = useStore(settings.view, view => view.stageBackground);
  const hasAlpha = useStore(
    avatars.view,
    view => view.list?.find(item => item.id === view.selectedId)?.hasAlpha === true,
  );
  if (!hasAlpha) return null;
  const kind = chosen === null ? 'avatar' : chosen.kind === 'colour' ? 'colour' : 'transparent';
  const choose = (value: string) =>
    settings.update({
      stageBackground:
        value === 'avatar'
          ? null
          : value === 'colour'
            ? { kind: 'colour', rgb: [...GREEN] }
            : { kind: 'transparent' },
    });
  return (
    <Section title={t('stage.background')}>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('stage.background')}
        value={kind}
        onChange={choose}
        data={[
          { value: 'avatar', label: t('stage.backgroundAvatar') },
          { value: 'transparent', label: t('stage.backgroundTransparent') },
          { value: 'colour', label: t('stage.backgroundColour') },
        ]}
      />
      {chosen?.kind === 'colour' && (
        <ColorInput
          size="xs"
          mt={8}
          aria-label={t('stage.backgroundColour')}
          value={hexOf(chosen.rgb)}
          onChangeEnd={text => {
            const rgb = rgbOf(text);
            if (rgb !== null) settings.update({ stageBackground: { kind: 'colour', rgb } });
          }}
        />
      )}
    </Section>
  );
};
