/** What stands behind an avatar's picture. */
import { ColorInput, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AvatarBackground } from '../../../shared/studio/avatar-profile.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { useStudio } from '../../app/studio.ts';
import { hexOf, rgbOf } from '../../ui/hex-colour.ts';
import classes from './background-field.module.css';
import { BackgroundPictures, picturesBehind } from './background-pictures.tsx';

const KINDS = ['keep', 'colour', 'image', 'transparent'] as const;
const FIRST_COLOUR: [number, number, number] = [0x2b, 0x4c, 0x6f];
const SWATCHES = ['#20242c', '#f4f1ea', '#2b4c6f', '#3f6b52', '#7a3e3e', '#00b140'];

/** The first choice of a kind; null: there is no picture to choose. */
const firstOf = (kind: AvatarBackground['kind'], others: readonly AvatarView[]): AvatarBackground | null => {
  if (kind === 'colour') return { kind, rgb: FIRST_COLOUR };
  if (kind !== 'image') return { kind };
  const scene = others.find(other => other.faces.length === 0) ?? others[0];
  return scene === undefined ? null : { kind, imageId: scene.id };
};

/** Pictures of the library can stand there too; those without a face come first. */
export const BackgroundField = ({ avatar }: { avatar: AvatarView }) => {
  const { t } = useTranslation();
  const { avatars, edits } = useStudio();
  const list = useStore(avatars.view, view => view.list);
  const others = picturesBehind(list, avatar.id);
  const { background } = avatar.profile;
  const choose = (chosen: AvatarBackground | null): void => {
    if (chosen !== null) edits.change(avatar.id, { background: chosen });
  };
  return (
    <div className={classes.field}>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t('avatars.background')}
        value={background.kind}
        onChange={kind => choose(firstOf(kind as AvatarBackground['kind'], others))}
        data={KINDS.map(value => ({
          value,
          label: t(`avatars.backgrounds.${value}`),
          disabled: value === 'image' && others.length === 0,
        }))}
      />
      {background.kind === 'colour' && (
        <ColorInput
          size="xs"
          format="hex"
          aria-label={t('avatars.backgroundColour')}
          value={hexOf(background.rgb)}
          swatches={SWATCHES}
          eyeDropperButtonProps={{ 'aria-label': t('avatars.pickColour') }}
          onChange={hex => {
            const rgb = rgbOf(hex);
            if (rgb !== null) choose({ kind: 'colour', rgb });
          }}
        />
      )}
      {background.kind === 'image' && (
        <BackgroundPictures
          pictures={others}
          chosenId={background.imageId}
          choose={imageId => choose({ kind: 'image', imageId })}
        />
      )}
      <p className={classes.help}>
        {t(avatar.hasAlpha ? `avatars.backgroundHelp.${background.kind}` : 'avatars.backgroundOpaque')}
      </p>
    </div>
  );
};
