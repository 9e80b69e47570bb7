/** One avatar in the grid: framed as it will be shown, with its name, its tags and what is missing. */
import { IconAlertTriangle, IconCheck, IconMovie } from '@tabler/icons-react';
import { memo, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import classes from './avatar-tile.module.css';
import { FramedPicture, fitting } from './framed-picture.tsx';
import { NameField } from './name-field.tsx';
import { stageFrame } from './shown-crop.ts';

/** What a tile shows of the grid's state. */
export type TileProps = {
  avatar: AvatarView;
  behind: AvatarView | null;
  current: boolean;
  marked: boolean;
  onStage: boolean;
  /** The grid is being scrolled. */ rushing: boolean;
  naming: boolean;
  /** `mode` tells what the click is for, as file managers do. */ pick(
    mode: 'only' | 'toggle' | 'range',
  ): void;
  show(): void;
  rename(): void;
  named(): void;
};

/** A tile that is scrolled past sooner asks for no picture, ms: those that are in sight would wait behind all of them. */
const GLANCE_MS = 120;

/** Whether a tile is worth its picture: at once, or while all rushes by after a moment. */
const useWorth = (rushing: boolean): boolean => {
  const [worth, setWorth] = useState(!rushing);
  useEffect(() => {
    const timer = setTimeout(() => setWorth(true), GLANCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return worth;
};

/** The id of a tile's element. */
export const tileId = (avatarId: string): string => `avatar-tile-${avatarId}`;

/** Chosen by click, shown on the stage by double click. */
export const AvatarTile = memo((props: TileProps) => {
  const { avatar, behind, current, marked, onStage, naming } = props;
  const { t } = useTranslation();
  const { id, name, profile, mouth, moving, demo } = avatar;
  const worth = useWorth(props.rushing);
  const frame = stageFrame(avatar, profile.shape);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys
    <div
      id={tileId(id)}
      className={classes.tile}
      role="option"
      aria-selected={marked || current}
      aria-label={[name, onStage ? t('avatars.onStage') : '', mouth === null ? t('avatars.mouthNotSet') : '']
        .filter(Boolean)
        .join(', ')}
      data-current={current || undefined}
      data-marked={marked || undefined}
      onClick={event =>
        props.pick(event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'only')
      }
      onDoubleClick={() => props.show()}
    >
      <div className={classes.room}>
        <div className={classes.frame} style={fitting(frame)}>
          {worth && <FramedPicture avatar={avatar} shape={profile.shape} behind={behind} />}
        </div>
        <span
          className={classes.mark}
          title={t('avatars.mark', { name })}
          aria-hidden="true"
          onClick={event => {
            event.stopPropagation();
            props.pick('toggle');
          }}
        >
          {marked && <IconCheck size={13} stroke={3} />}
        </span>
        <span className={classes.badges}>
          {onStage && <b data-live>{t('avatars.onStage')}</b>}
          {mouth === null && (
            <b data-warn>
              <IconAlertTriangle size={11} aria-hidden="true" />
              {t('avatars.mouthNotSet')}
            </b>
          )}
          {moving !== null && (
            <b>
              <IconMovie size={11} aria-hidden="true" />
              {t('avatars.clip')}
            </b>
          )}
          {demo && <b>{t('avatars.demo')}</b>}
        </span>
      </div>
      <div className={classes.foot}>
        {naming ? (
          <NameField avatar={avatar} done={() => props.named()} />
        ) : (
          <span className={classes.name} title={name}>
            {name}
          </span>
        )}
        <span className={classes.tags}>{profile.tags.join(' · ')}</span>
      </div>
    </div>
  );
});
