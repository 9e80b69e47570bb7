/** The pictures of the library that can stand behind somebody, to choose one. Knows not behind whom. */
import { UnstyledButton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import classes from './background-field.module.css';

/** Width of a picture and the room beside it, px. */
const PICTURE = 54;
const GAP = 6;

/** Those without a face come first; moving ones and `exceptId` are left out. */
export const picturesBehind = (
  list: readonly AvatarView[] | null,
  exceptId: string | null,
): readonly AvatarView[] =>
  (list ?? [])
    .filter(other => other.id !== exceptId && other.moving === null)
    .sort((a, b) => Math.sign(a.faces.length) - Math.sign(b.faces.length));

/** Scrolls sideways when there are many; only those in sight are drawn. Opens at the chosen one. */
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
  const scroll = useRef<HTMLFieldSetElement>(null);
  const row = useVirtualizer({
    horizontal: true,
    count: pictures.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => PICTURE,
    gap: GAP,
    overscan: 4,
  });
  const first = useRef(pictures.findIndex(({ id }) => id === chosenId));
  useEffect(() => {
    if (first.current >= 0) row.scrollToIndex(first.current);
  }, [row]);
  return (
    <fieldset ref={scroll} className={classes.pictures} aria-label={t('avatars.backgroundPicture')}>
      <div className={classes.row} style={{ width: row.getTotalSize() }}>
        {row.getVirtualItems().map(({ index, start }) => {
          const { id, name, thumbnailUrl } = pictures[index]!;
          return (
            <UnstyledButton
              key={id}
              className={classes.picture}
              style={{ transform: `translateX(${start}px)` }}
              aria-label={name}
              aria-pressed={id === chosenId}
              onClick={() => choose(id)}
            >
              <img src={thumbnailUrl} alt="" loading="lazy" />
            </UnstyledButton>
          );
        })}
      </div>
    </fieldset>
  );
};
