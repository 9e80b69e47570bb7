/** The pictures of the library that can stand behind somebody, to choose one. Knows not behind whom. */
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import classes from './background-field.module.css';

/** Those without a face come first; moving ones and `exceptId` are left out. */
export const picturesBehind = (
  list: readonly AvatarView[] | null,
  exceptId: string | null,
): readonly AvatarView[] =>
  (list ?? [])
    .filter(other => other.id !== exceptId && other.moving === null)
    .sort((a, b) => Math.sign(a.faces.length) - Math.sign(b.faces.length));

/** Scrolls sideways when there are many. */
export const BackgroundPictures = ({
  pictures,
  chosenId,
  choose,
}: {
  pictures: readonly AvatarView[];
  chosenId: string;
  choose(id: string): void;
}) => {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.pictures} aria-label={t('avatars.backgroundPicture')}>
      {pictures.map(({ id, name, thumbnailUrl }) => (
        <UnstyledButton
          key={id}
          className={classes.picture}
          aria-label={name}
          aria-pressed={id === chosenId}
          onClick={() => choose(id)}
        >
          <img src={thumbnailUrl} alt="" loading="lazy" />
        </UnstyledButton>
      ))}
    </fieldset>
  );
};
