/** The user's global keys: press them in a field, take them away, see which could not be had. */
import { CloseButton, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import classes from './desktop-section.module.css';
import { acceleratorOf, GLOBAL_COMMANDS, withKeys } from './global-keys.ts';

/** One field a command. */
export const GlobalKeysPart = () => {
  const { t } = useTranslation();
  const { desktop, settings } = useStudio();
  const preferences = useStore(settings.view, view => view.desktop);
  const state = useStore(desktop.view, view => view.state);
  const choose = (command: string, keys: string | null): void =>
    settings.update({
      desktop: { ...preferences, hotkeys: withKeys(preferences.hotkeys, command, keys) },
    });
  return (
    <div className={classes.keys}>
      <p className={classes.hint}>{t('desktop.keysHelp')}</p>
      {GLOBAL_COMMANDS.map(({ command, title }) => {
        const keys = preferences.hotkeys[command] ?? '';
        const told = state?.hotkeys.find(hotkey => hotkey.command === command && hotkey.keys === keys);
        const wrong = told !== undefined && told.state !== 'active' ? t(`desktop.key.${told.state}`) : null;
        return (
          <TextInput
            key={command}
            size="xs"
            label={t(title)}
            placeholder={t('desktop.pressKeys')}
            value={keys.replaceAll('+', ' ')}
            error={wrong}
            readOnly
            onKeyDown={event => {
              const pressed = acceleratorOf(event.nativeEvent, desktop.bridge?.platform ?? 'linux');
              // Tab and Escape leave the field, as everywhere.
              if (pressed === null || event.key === 'Tab' || event.key === 'Escape') return;
              event.preventDefault();
              event.stopPropagation();
              choose(command, pressed);
            }}
            rightSection={
              keys === '' ? null : (
                <CloseButton
                  size="xs"
                  aria-label={t('desktop.noKeys', { command: t(title) })}
                  onClick={() => choose(command, null)}
                />
              )
            }
          />
        );
      })}
    </div>
  );
};
