/** Microphone on and off, its level, and which one. */
import { Button, Popover, Select, Switch, Text } from '@mantine/core';
import { IconChevronUp, IconDeviceSpeaker, IconMicrophone, IconMicrophoneFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { LevelMeter } from './level-meter.tsx';
import classes from './microphone-button.module.css';

const DEFAULT_DEVICE = 'default';

/** The button starts and stops; the arrow beside it opens device choice. */
export const MicrophoneButton = ({ disabled }: { disabled: boolean }) => {
  const { t } = useTranslation();
  const { talk, settings } = useStudio();
  const { voiceInterrupts, textInterrupts } = useStore(
    settings.view,
    useShallow(({ voiceInterrupts, textInterrupts }) => ({ voiceInterrupts, textInterrupts })),
  );
  const { source, devices, deviceId, monitor } = useStore(talk.view);
  const on = source.at === 'microphone';
  const system = source.at === 'system';
  const named = devices.filter(device => device.id !== DEFAULT_DEVICE);
  const choose = (value: string | null) => {
    const chosen = value === DEFAULT_DEVICE ? null : value;
    if (on) void talk.listen(chosen);
    else talk.view.setState({ deviceId: chosen });
  };
  return (
    <div className={classes.group} data-on={on || undefined}>
      <IconButton
        variant="default"
        size={40}
        className={classes.toggle ?? ''}
        disabled={disabled}
        loading={on && source.opening}
        label={t(on ? 'talk.microphoneStop' : 'talk.microphoneStart')}
        aria-pressed={on}
        onClick={() => void talk.toggleMicrophone()}
      >
        {on ? <IconMicrophoneFilled size={19} /> : <IconMicrophone size={19} stroke={1.6} />}
      </IconButton>
      {(on || system) && <LevelMeter />}
      <Popover position="top-end" width={280}>
        <Popover.Target>
          <IconButton
            variant="default"
            h={40}
            w={24}
            className={classes.more ?? ''}
            label={t('talk.device')}
            onClick={() => void talk.refreshDevices()}
          >
            <IconChevronUp size={14} />
          </IconButton>
        </Popover.Target>
        <Popover.Dropdown className={classes.options ?? ''}>
          <Select
            label={t('talk.device')}
            comboboxProps={{ withinPortal: false }}
            allowDeselect={false}
            value={named.some(device => device.id === deviceId) ? deviceId : DEFAULT_DEVICE}
            data={[
              { value: DEFAULT_DEVICE, label: t('talk.deviceDefault') },
              ...named.map(({ id, label }) => ({ value: id, label: label === '' ? id.slice(0, 8) : label })),
            ]}
            onChange={choose}
          />
          {named.length === 0 && (
            <Text size="xs" c="dimmed">
              {t('talk.deviceNames')}
            </Text>
          )}
          <Button
            size="xs"
            variant={system ? 'light' : 'default'}
            leftSection={<IconDeviceSpeaker size={16} stroke={1.6} />}
            disabled={disabled}
            onClick={() => void talk.listenToSystem()}
          >
            {t(system ? 'talk.loopbackStop' : 'talk.loopback')}
          </Button>
          <Switch
            label={t('talk.voiceInterrupts')}
            description={t('talk.voiceInterruptsHelp')}
            checked={voiceInterrupts}
            onChange={event => settings.update({ voiceInterrupts: event.currentTarget.checked })}
          />
          <Switch
            label={t('talk.textInterrupts')}
            description={t('talk.textInterruptsHelp')}
            checked={textInterrupts}
            onChange={event => settings.update({ textInterrupts: event.currentTarget.checked })}
          />
          <Switch
            label={t('talk.monitor')}
            description={t('talk.monitorHelp')}
            checked={monitor}
            onChange={event => talk.setMonitor(event.currentTarget.checked)}
          />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
};
