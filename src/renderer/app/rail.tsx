/** The slim rail at the left: screens above, commands and settings below. */
import { spotlight } from '@mantine/spotlight';
import { IconCommand } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { ExportPanel } from '../features/export/export-panel.tsx';
import { SettingsPopover } from '../features/settings/settings-popover.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Tip } from '../ui/tip.tsx';
import markUrl from './mark.svg';
import classes from './rail.module.css';
import { ALL_SCREENS, railPlace } from './screens.ts';

/** Screens that are reached from another one mark that one. */
export const Rail = () => {
  const { t } = useTranslation();
  const [location] = useLocation();
  const here = railPlace(location);
  return (
    <nav className={classes.rail} aria-label={t('app.navigation')}>
      <img className={classes.mark} src={markUrl} alt={t('app.name')} width={30} height={30} />
      <div className={classes.screens}>
        {ALL_SCREENS.map(({ id, path, title, icon: Icon }) =>
          Icon === undefined ? null : (
            <Tip key={id} label={t(title)} position="right">
              <Link
                className={classes.screen}
                href={path}
                aria-current={here === id ? 'page' : undefined}
                aria-label={t(title)}
              >
                <Icon size={20} stroke={1.6} />
              </Link>
            </Tip>
          ),
        )}
      </div>
      <IconButton label={t('app.commands')} keys="Ctrl K" side="right" size={36} onClick={spotlight.open}>
        <IconCommand size={19} stroke={1.6} />
      </IconButton>
      <ExportPanel />
      <SettingsPopover />
    </nav>
  );
};
