/** What the desktop app tells the page while it runs: a global key, a screen to show, that it was loaded again. Mounted with the palette, which knows the commands. */
import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/studio.ts';

/** Runs the page's command of that id, and goes where links lead. */
export const useDesktopEvents = (
  commands: readonly { id: string; run(): void }[],
  go: (route: string) => void,
): void => {
  const { t } = useTranslation();
  const { desktop } = useStudio();
  const { bridge } = desktop;
  useEffect(() => {
    desktop.start(why =>
      notifications.show({
        id: 'recovered',
        title: t('desktop.recovered.title'),
        message: t(`desktop.recovered.${why}`),
        closeButtonProps: { 'aria-label': t('common.close') },
      }),
    );
  }, [desktop, t]);
  const known = useRef(commands);
  known.current = commands;
  useEffect(() => {
    if (bridge === null) return;
    const stopCommands = bridge.onCommand(id => known.current.find(command => command.id === id)?.run());
    const stopRoutes = bridge.onRoute(go);
    return () => {
      stopCommands();
      stopRoutes();
    };
  }, [bridge, go]);
};
