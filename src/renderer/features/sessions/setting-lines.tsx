/** The settings a session ran with, as lines; all of them as JSON to copy. */
import { Button, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import { Figure } from '../../ui/figure.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './session-detail.module.css';
import { settingLines } from './session-look.ts';

/** Settings whose values have names of their own. */
const NAMED_VALUES: Readonly<Record<string, string>> = {
  renderer: 'settings.renderer',
  postprocessMode: 'settings.mode',
  delivery: 'sessions.deliveries',
  background: 'sessions.backgrounds',
};

/** A part of a panel. */
export const SettingLines = ({ settings }: Pick<SessionView, 'settings'>) => {
  const { t } = useTranslation();
  return (
    <Section
      title={t('sessions.settings')}
      aside={
        <CopyButton value={JSON.stringify(settings, null, 2)}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              c="var(--text-2)"
              fw={500}
              mr={-7}
              onClick={copy}
            >
              {t(copied ? 'common.copied' : 'sessions.copyJson')}
            </Button>
          )}
        </CopyButton>
      }
    >
      <dl className={classes.figures}>
        {settingLines(settings).map(({ name, value }) => (
          <Figure
            key={name}
            name={t(`sessions.setting.${name}`, { defaultValue: name })}
            value={t(`${NAMED_VALUES[name]}.${value}`, { defaultValue: value })}
          />
        ))}
      </dl>
    </Section>
  );
};
