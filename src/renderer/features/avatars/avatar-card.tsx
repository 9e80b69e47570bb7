/** One avatar in the panel: its face, its name, what can be done with it. */
import { Menu, UnstyledButton } from '@mantine/core';
import {
  IconAdjustmentsHorizontal,
  IconAlertTriangle,
  IconDots,
  IconPencil,
  IconTrash,
  IconVectorSpline,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './avatar-card.module.css';
import { cardPicture, faceCrop } from './face-crop.ts';
import { LipCurves } from './lip-curves.tsx';
import { NameField } from './name-field.tsx';

/** Selected by click or Enter; F2 or a double click renames, Delete removes. */
export const AvatarCard = ({
  avatar,
  selected,
  lips,
}: {
  avatar: AvatarView;
  selected: boolean;
  lips: boolean;
}) => {
  const { t } = useTranslation();
  const { avatars } = useStudio();
  const [, go] = useLocation();
  const [naming, setNaming] = useState(false);
  const { x, y, side } = faceCrop(avatar);
  const badge = avatar.mouth === null ? t('avatars.mouthNotSet') : avatar.demo ? t('avatars.demo') : null;
  return (
    <li className={classes.card} data-selected={selected || undefined}>
      <UnstyledButton
        className={classes.picture}
        aria-label={t('avatars.select', { name: avatar.name })}
        aria-pressed={selected}
        onClick={() => avatars.select(avatar.id)}
        onDoubleClick={() => setNaming(true)}
        onKeyDown={event => {
          if (event.key === 'F2') setNaming(true);
          if (event.key === 'Delete') void avatars.remove(avatar.id);
        }}
      >
        <svg viewBox={`${x} ${y} ${side} ${side}`} preserveAspectRatio="xMidYMid slice" aria-hidden="true">
          <image
            href={cardPicture(avatar)}
            width={avatar.width}
            height={avatar.height}
            preserveAspectRatio="none"
          />
          {lips && <LipCurves avatar={avatar} />}
        </svg>
        {badge !== null && (
          <span className={classes.badge} data-warn={avatar.mouth === null || undefined}>
            {avatar.mouth === null && <IconAlertTriangle size={11} aria-hidden="true" />}
            {badge}
          </span>
        )}
      </UnstyledButton>
      <div className={classes.foot}>
        {naming ? (
          <NameField avatar={avatar} done={() => setNaming(false)} />
        ) : (
          <>
            <span className={classes.name} title={avatar.name}>
              {avatar.name}
            </span>
            <Menu position="bottom-end" width={150} shadow="none">
              <Menu.Target>
                <IconButton
                  size={22}
                  className={classes.more ?? ''}
                  label={t('avatars.actions', { name: avatar.name })}
                >
                  <IconDots size={15} />
                </IconButton>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setNaming(true)}>
                  {t('avatars.renameShort')}
                </Menu.Item>
                <Menu.Item
                  leftSection={<IconAdjustmentsHorizontal size={15} />}
                  onClick={() => go(`/avatars/${avatar.id}`)}
                >
                  {t('avatars.edit')}
                </Menu.Item>
                <Menu.Item
                  leftSection={<IconVectorSpline size={15} />}
                  onClick={() => go(`/mouth/${avatar.id}`)}
                >
                  {t('mouth.edit')}
                </Menu.Item>
                <Menu.Item
                  color="var(--bad)"
                  leftSection={<IconTrash size={15} />}
                  onClick={() => void avatars.remove(avatar.id)}
                >
                  {t('avatars.removeShort')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        )}
      </div>
    </li>
  );
};
