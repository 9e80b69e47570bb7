/** The server's switches: protocols, questions, port. */
import { Button, NumberInput, Switch } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { DoorView } from '../../../shared/studio/access.ts';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import classes from './server-screen.module.css';

/** Each change holds at once. */
export const SettingsBox = () => {
  const { t } = useTranslation();
  const { access } = useStudio();
  const door = useStore(access.view, view => view.door);
  if (door === null) return null;
  return (
    <Section title={t('server.settings')}>
      <fieldset className={classes.switches}>
        <legend>{t('server.protocols')}</legend>
        {door.protocols.map(({ id, paths, enabled }) => (
          <Switch
            key={id}
            size="xs"
            label={t(`server.protocolName.${id}`, { defaultValue: id })}
            description={paths.slice(0, 2).join(' · ')}
            checked={enabled}
            onChange={({ currentTarget }) => void access.setProtocol(id, currentTarget.checked)}
          />
        ))}
      </fieldset>
      <div className={classes.switches}>
        <Switch
          size="xs"
          label={t('server.ask')}
          description={t(door.canAsk ? 'server.askHelp' : 'server.neverAsks')}
          disabled={!door.canAsk}
          checked={door.canAsk && door.settings.askNewApps}
          onChange={({ currentTarget }) => void access.setDoor({ askNewApps: currentTarget.checked })}
        />
      </div>
      <PortField key={door.port} door={door} />
      {door.requireToken && <p className={classes.hint}>{t('server.tokensDemanded')}</p>}
      {door.allowOrigins.length > 0 && (
        <p className={classes.hint}>
          {t('server.origins')}: {door.allowOrigins.join(', ')}
        </p>
      )}
    </Section>
  );
};

const PortField = ({ door }: { door: DoorView }) => {
  const { t } = useTranslation();
  const { access } = useStudio();
  const help = useId();
  const [value, setValue] = useState<number | string>(door.port);
  const [busy, setBusy] = useState(false);
  const isSettled = door.portSetBy !== null;
  const port = typeof value === 'number' && Number.isInteger(value) && value >= 1024 ? value : null;
  const move = async (): Promise<void> => {
    setBusy(true);
    await access.setPort(port);
    setBusy(false);
  };
  return (
    <form
      className={classes.port}
      onSubmit={event => {
        event.preventDefault();
        if (port !== null && port !== door.port && !isSettled) void move();
      }}
    >
      <NumberInput
        size="xs"
        label={t('server.port')}
        aria-describedby={help}
        min={1024}
        max={65_535}
        allowDecimal={false}
        thousandSeparator=""
        hideControls
        disabled={isSettled}
        value={value}
        onChange={setValue}
      />
      <Button
        type="submit"
        size="xs"
        variant="default"
        loading={busy}
        disabled={isSettled || port === null || port === door.port}
      >
        {t('server.portMove')}
      </Button>
      <p className={classes.hint} id={help}>
        {isSettled ? t('server.portSetBy', { by: door.portSetBy }) : t('server.portHelp')}
      </p>
    </form>
  );
};
