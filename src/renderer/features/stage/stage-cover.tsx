/** What the stage says when it has no live picture: nobody, connecting, lost, refused. */
import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX, IconUserPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import classes from './stage-cover.module.css';

/** Nothing while the picture lives. */
export const StageCover = () => {
  const { t } = useTranslation();
  const { stage, avatars, page, retry } = useStudio();
  const { link, pictured } = useStore(stage.view);
  const connection = useStore(page, view => view.connection);
  const avatar = useStore(avatars.view, view => view.list?.find(item => item.id === view.selectedId));
  const noAvatars = useStore(avatars.view, view => view.list?.length === 0);
  const again = (
    <Button size="xs" variant="default" onClick={retry}>
      {t('common.retry')}
    </Button>
  );
  if (link.at === 'lost' || connection === 'lost')
    return (
      <Cover icon={<IconPlugConnectedX size={28} stroke={1.4} />} title={t('stage.lost')} action={again}>
        {t('stage.lostHelp')}
      </Cover>
    );
  if (link.at === 'refused') {
    return (
      <Cover icon={<IconAlertTriangle size={28} stroke={1.4} />} title={t('stage.refused')} action={again}>
        <ErrorNote error={link.error} />
      </Cover>
    );
  }
  if (link.at === 'none' && noAvatars)
    return (
      <Cover icon={<IconUserPlus size={28} stroke={1.4} />} title={t('stage.none')}>
        {t('stage.noneHelp')}
      </Cover>
    );
  if (link.at === 'live' && pictured) return null;
  return (
    <div className={classes.waiting} role="status">
      <Loader size={16} color="var(--text-2)" />
      {link.at === 'creating' || link.at === 'live'
        ? t('stage.creating', { name: avatar?.name ?? '' })
        : t('stage.connecting')}
    </div>
  );
};

const Cover = ({ icon, title, action, children }: CoverProps) => (
  <div className={classes.cover} role="status">
    <div className={classes.box}>
      {icon}
      <strong className={classes.title}>{title}</strong>
      <div className={classes.help}>{children}</div>
      {action}
    </div>
  </div>
);

type CoverProps = { icon: ReactNode; title: string; action?: ReactNode; children: ReactNode };
