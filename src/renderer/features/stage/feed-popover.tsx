/** The clean window: how it looks, opening it, and a link for streaming programs. */
import { Button, Popover, Switch } from '@mantine/core';
import { IconCheck, IconCopy, IconPictureInPicture } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { FeedSettings } from '../../../shared/studio/settings.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './feed-popover.module.css';
import { openFeedWindow } from './feed-window.ts';

/** What only the desktop app can do with a window. */
const DESKTOP_ONLY: readonly (keyof FeedSettings)[] = ['onTop', 'clickThrough'];
const SWITCHES: readonly (keyof FeedSettings)[] = ['transparent', 'sound', ...DESKTOP_ONLY];

/** A button over the picture. */
export const FeedPopover = ({ className }: { className: string }) => {
  const { t } = useTranslation();
  const { settings, stage, copyFeedLink } = useStudio();
  const feed = useStore(settings.view, view => view.feed);
  const link = useStore(stage.view, view => view.link);
  const [copied, setCopied] = useState(false);
  const isDesktop = 'desktop' in window;
  const open = () => openFeedWindow(feed, link.at === 'live' ? link : { width: 540, height: 720 });
  const copy = async () => {
    if (!(await copyFeedLink(t('stage.feedToken')))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <Popover position="bottom-end" width={300} withinPortal={false}>
      <Popover.Target>
        <IconButton label={t('stage.feed')} className={className}>
          <IconPictureInPicture size={17} stroke={1.6} />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.box ?? ''}>
        <p className={classes.help}>{t('stage.feedHelp')}</p>
        {SWITCHES.filter(name => isDesktop || !DESKTOP_ONLY.includes(name)).map(name => (
          <Switch
            key={name}
            label={t(`stage.feed_${name}`)}
            checked={feed[name]}
            onChange={event => settings.update({ feed: { ...feed, [name]: event.currentTarget.checked } })}
          />
        ))}
        <Button size="xs" onClick={open}>
          {t('stage.feedOpen')}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          onClick={() => void copy()}
        >
          {t(copied ? 'stage.feedCopied' : 'stage.feedCopy')}
        </Button>
        <p className={classes.help}>{t('stage.feedCopyHelp')}</p>
      </Popover.Dropdown>
    </Popover>
  );
};
