/** The slim rail at the left: screens above, commands and settings below. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconCommand, IconUserScreen } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { SettingsPopover } from '../features/settings/settings-popover.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import markUrl from './mark.svg';
import classes from './rail.module.css';

/** More screens join the list as they come. */
export const Rail = () => {
  const { t } = useTranslation();
  return (
    <nav className={classes.rail} aria-label={t('app.navigation')}>
      <img className={classes.mark} src={markUrl} alt={t('app.name')} width={30} height={30} />
      <div className={classes.screens}>
        <Tooltip label={t('app.studio')} position="right">
          <UnstyledButton className={classes.screen} aria-current="page" aria-label={t('app.studio')}>
            <IconUserScreen size={20} stroke={1.6} />
          </UnstyledButton>
        </Tooltip>
      </div>
      <IconButton label={t('app.commands')} keys="Ctrl K" side="right" size={36} onClick={spotlight.open}>
        <IconCommand size={19} stroke={1.6} />
      </IconButton>
      <SettingsPopover />
    </nav>
  );
};
