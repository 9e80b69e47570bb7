/** Looks under a name: saved, used, given away as a file, taken from one, deleted. */
import { Button, CloseButton, Group, TextInput } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { LookPreset } from '../../../shared/studio/settings.ts';
import { pickFiles } from '../../app/file-pickers.ts';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { saveTextFile } from '../../ui/save-file.ts';
import { Section } from '../../ui/section.tsx';
import classes from './compare-screen.module.css';
import { presetText, readPreset, type Side, sideOf } from './sides.ts';

/** `side` is what a new preset holds; `use` takes one. */
export const Presets = ({ side, use }: { side: Side; use(side: Side): void }) => {
  const { t } = useTranslation();
  const { settings, deleted } = useStudio();
  const presets = useStore(settings.view, view => view.presets);
  const [name, setName] = useState('');
  const [error, setError] = useState<ErrorData | null>(null);
  const put = (preset: LookPreset): void => {
    settings.update({ presets: [...presets.filter(known => known.name !== preset.name), preset] });
    setError(null);
  };
  const remove = (preset: LookPreset): void => {
    settings.update({ presets: presets.filter(known => known !== preset) });
    deleted(preset.name, () => {
      const now = settings.view.getState().presets;
      if (!now.some(known => known.name === preset.name)) settings.update({ presets: [...now, preset] });
    });
  };
  const take = async (): Promise<void> => {
    const [file] = await pickFiles('.json,application/json', false);
    if (file === undefined) return;
    try {
      put(readPreset(await file.text()));
    } catch (caught) {
      setError(toErrorData(caught));
    }
  };
  return (
    <Section
      title={t('compare.presets')}
      aside={
        <IconButton size={24} label={t('compare.takePreset')} onClick={() => void take()}>
          <IconUpload size={15} stroke={1.6} />
        </IconButton>
      }
    >
      <ul className={classes.presets}>
        {presets.map(preset => (
          <li key={preset.name}>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              className={classes.preset ?? ''}
              onClick={() => use(sideOf(preset, side))}
            >
              {preset.name}
            </Button>
            <IconButton
              size={24}
              label={t('compare.givePreset', { name: preset.name })}
              onClick={() =>
                saveTextFile(`${preset.name}.mouthpiece.json`, presetText(preset), 'application/json')
              }
            >
              <IconDownload size={15} stroke={1.6} />
            </IconButton>
            <CloseButton
              size="xs"
              aria-label={t('compare.deletePreset', { name: preset.name })}
              onClick={() => remove(preset)}
            />
          </li>
        ))}
      </ul>
      <Group gap={6} wrap="nowrap">
        <TextInput
          size="xs"
          style={{ flex: 1 }}
          maxLength={60}
          placeholder={t('compare.presetName')}
          aria-label={t('compare.presetName')}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <Button
          size="compact-sm"
          variant="default"
          disabled={name.trim() === ''}
          onClick={() => {
            put({ name: name.trim(), ...side });
            setName('');
          }}
        >
          {t('compare.savePreset')}
        </Button>
      </Group>
      {error !== null && <ErrorNote error={error} />}
    </Section>
  );
};
