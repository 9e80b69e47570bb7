/** Bringing a model: from a file on this machine, from an address, or from a KServe server. */
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import classes from './models-screen.module.css';

const WAYS = ['file', 'url', 'server'] as const;
type Way = (typeof WAYS)[number];

/** One form at a time. */
export const AddModel = () => {
  const { t } = useTranslation();
  const { models } = useStudio();
  const adding = useStore(models.view, view => view.adding);
  const [way, setWay] = useState<Way>('file');
  const [where, setWhere] = useState('');
  const [name, setName] = useState('');
  const [hash, setHash] = useState('');
  const add = async (): Promise<void> => {
    const place = where.trim();
    const done =
      way === 'file'
        ? await models.import(place)
        : way === 'url'
          ? await models.download({
              url: place,
              ...(hash === '' ? {} : { sha256: hash.trim().toLowerCase() }),
            })
          : await models.connect({
              url: place,
              kind: 'wav2lip',
              models: [{ role: 'network', model: name.trim() }],
            });
    if (!done) return;
    setWhere('');
    setHash('');
  };
  return (
    <Section title={t('models.add')}>
      <form
        className={classes.form}
        onSubmit={event => {
          event.preventDefault();
          void add();
        }}
      >
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('models.add')}
          value={way}
          onChange={value => setWay(value as Way)}
          data={WAYS.map(value => ({ value, label: t(`models.way.${value}`) }))}
        />
        <TextInput
          size="sm"
          label={t(`models.where.${way}`)}
          description={t(`models.whereHelp.${way}`)}
          value={where}
          required
          spellCheck={false}
          onChange={event => setWhere(event.currentTarget.value)}
        />
        {way === 'url' && (
          <TextInput
            size="sm"
            label={t('models.sha256')}
            value={hash}
            pattern="[0-9a-fA-F]{64}"
            spellCheck={false}
            onChange={event => setHash(event.currentTarget.value)}
          />
        )}
        {way === 'server' && (
          <>
            <Select size="sm" label={t('models.kindLabel')} value="wav2lip" data={['wav2lip']} readOnly />
            <TextInput
              size="sm"
              label={t('models.serverModel')}
              value={name}
              required
              onChange={event => setName(event.currentTarget.value)}
            />
          </>
        )}
        <Button type="submit" size="sm" loading={adding} disabled={where.trim() === ''}>
          {t(`models.go.${way}`)}
        </Button>
      </form>
    </Section>
  );
};
