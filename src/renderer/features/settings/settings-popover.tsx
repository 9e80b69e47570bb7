/** Language, theme, and what is kept. */
import { Popover, SegmentedControl, Switch } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { StudioSettings } from '../../../shared/studio/settings.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './settings-popover.module.css';

/** A button in the rail. */
export const SettingsPopover = () => {
  const { t } = useTranslation();
  const { settings, server } = useStudio();
  const { language, theme, keepSessionAudio } = useStore(
    settings.view,
    useShallow(({ language, theme, keepSessionAudio }) => ({ language, theme, keepSessionAudio })),
  );
  const about = useStore(server.view, view => view.server);
  return (
    <Popover position="right-end" width={320} trapFocus>
      <Popover.Target>
        <IconButton label={t('app.settings')} side="right" size={36}>
          <IconSettings size={20} stroke={1.6} />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.box ?? ''}>
        <h2 className={classes.title}>{t('settings.title')}</h2>
        <div className={classes.field}>
          <span>{t('settings.language')}</span>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('settings.language')}
            value={language}
            onChange={value => settings.update({ language: value as StudioSettings['language'] })}
            data={[
              { value: 'system', label: t('settings.system') },
              { value: 'en', label: t('settings.english') },
              { value: 'zh', label: t('settings.chinese') },
            ]}
          />
        </div>
        <div className={classes.field}>
          <span>{t('settings.theme')}</span>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('settings.theme')}
            value={theme}
            onChange={value => settings.update({ theme: value as StudioSettings['theme'] })}
            data={[
              { value: 'system', label: t('settings.system') },
              { value: 'light', label: t('settings.light') },
              { value: 'dark', label: t('settings.dark') },
            ]}
          />
        </div>
        <Switch
          label={t('settings.keepAudio')}
          description={t('settings.keepAudioHelp')}
          checked={keepSessionAudio}
          onChange={event => settings.update({ keepSessionAudio: event.currentTarget.checked })}
        />
        {about !== null && (
          <dl className={classes.about}>
            <dt>{t('settings.version')}</dt>
            <dd>{about.version}</dd>
            <dt>{t('settings.data')}</dt>
            <dd>{about.dataDir}</dd>
          </dl>
        )}
      </Popover.Dropdown>
    </Popover>
  );
};
