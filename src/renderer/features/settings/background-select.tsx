/** What stands behind a picture with alpha on the stage. */
import { Box, ColorInput, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AvatarBackground } from '../../../shared/studio/avatar-profile.ts';
import { useStudio } from '../../app/studio.ts';
import { hexOf, rgbOf } from '../../ui/hex-colour.ts';
import { Section } from '../../ui/section.tsx';
import { BackgroundPictures, picturesBehind } from '../avatars/background-pictures.tsx';

const GREEN: readonly [number, number, number] = [0, 177, 64];
const KINDS = ['avatar', 'transparent', 'colour', 'image'] as const;
type Kind = (typeof KINDS)[number];

/** Nothing for a picture that fills its frame. */
export const BackgroundSelect = () => {
  const { t } = useTranslation();
  const { settings, avatars } = useStudio();
  const chosen = useStore(settings.view, view => view.stageBackground);
  const list = useStore(avatars.view, view => view.list);
  const selectedId = useStore(avatars.view, view => view.selectedId);
  if (list?.find(item => item.id === selectedId)?.hasAlpha !== true) return null;
  const pictures = picturesBehind(list, selectedId);
  const first = pictures[0];
  const kind: Kind = chosen === null ? 'avatar' : chosen.kind === 'keep' ? 'transparent' : chosen.kind;
  const choose = (stageBackground: AvatarBackground | null) => settings.update({ stageBackground });
  const chooseKind = (value: string) => {
    if (value === 'avatar') choose(null);
    else if (value === 'transparent') choose({ kind: value });
    else if (value === 'colour') choose({ kind: value, rgb: [...GREEN] });
    else if (first !== undefined) choose({ kind: 'image', imageId: first.id });
  };
  const labels: Readonly<Record<Kind, string>> = {
    avatar: t('stage.backgroundAvatar'),
    transparent: t('stage.backgroundTransparent'),
    colour: t('stage.backgroundColour'),
    image: t('stage.backgroundPicture'),
  };
  return (
    <Section title={t('stage.background')}>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('stage.background')}
        value={kind}
        onChange={chooseKind}
        data={KINDS.map(value => ({
          value,
          label: labels[value],
          disabled: value === 'image' && first === undefined,
        }))}
      />
      {chosen?.kind === 'colour' && (
        <ColorInput
          size="xs"
          mt={8}
          aria-label={t('stage.backgroundColour')}
          value={hexOf(chosen.rgb)}
          onChangeEnd={text => {
            const rgb = rgbOf(text);
            if (rgb !== null) choose({ kind: 'colour', rgb });
          }}
        />
      )}
      {chosen?.kind === 'image' && (
        <Box mt={8}>
          <BackgroundPictures
            pictures={pictures}
            chosenId={chosen.imageId}
            choose={imageId => choose({ kind: 'image', imageId })}
          />
        </Box>
      )}
    </Section>
  );
};
