/** One installed model: what it is, whether it is whole, how fast it is here. */
import { Button, Group, Popover } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { ModelView } from '../../../shared/model-view.ts';
import { useStudio } from '../../app/studio.ts';
import { readableBytes } from '../../ui/readable-bytes.ts';
import { framesPerSecond } from './models.ts';
import classes from './models-screen.module.css';

/** A list item. */
export const ModelCard = ({ model }: { model: ModelView }) => {
  const { t, i18n } = useTranslation();
  const { models } = useStudio();
  const busy = useStore(models.view, view => view.busy[model.id]);
  const benchmarks = useStore(models.view, view => view.benchmarks[model.id]);
  const action = (name: 'verify' | 'benchmark') => (
    <Button
      size="compact-sm"
      variant="default"
      loading={busy === name}
      disabled={busy !== undefined && busy !== name}
      onClick={() => void models[name](model.id)}
    >
      {t(`models.${name}`)}
    </Button>
  );
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <h2>{model.label}</h2>
        <span className={classes.badge}>{t(`models.kind.${model.kind}`)}</span>
        {model.state === 'damaged' && (
          <span className={classes.badge} data-tone="bad">
            {t('models.damaged')}
          </span>
        )}
      </div>
      <p>{t(`models.kindHelp.${model.kind}`)}</p>
      {model.why !== null && <p className={classes.bad}>{model.why}</p>}
      <p className={classes.facts}>
        {model.bytes > 0 ? readableBytes(model.bytes) : t('models.remote')} · {model.licence.slice(0, 120)}
      </p>
      {benchmarks !== undefined && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{t('models.part')}</th>
              <th>{t('models.provider')}</th>
              <th>{t('models.run')}</th>
              <th>{t('models.fps')}</th>
            </tr>
          </thead>
          <tbody>
            {benchmarks.map(result => (
              <tr key={`${result.role} ${result.provider}`}>
                <td>{result.role}</td>
                <td>{t(`models.providerName.${result.provider}`)}</td>
                <td>
                  {result.runMs.toFixed(1)} {t('figures.ms')}
                </td>
                <td>{readableRate(framesPerSecond(result), i18n.language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Group gap={6}>
        {action('benchmark')}
        {action('verify')}
        <Remove model={model} loading={busy === 'remove'} />
      </Group>
    </li>
  );
};

/** Tenths matter only where a model is slow. */
const readableRate = (fps: number, language: string): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: fps < 100 ? 1 : 0 }).format(fps);

// Gigabytes cannot be kept aside for an undo: this is asked first.
const Remove = ({ model, loading }: { model: ModelView; loading: boolean }) => {
  const { t } = useTranslation();
  const { models } = useStudio();
  const [asked, setAsked] = useState(false);
  return (
    <Popover opened={asked} onChange={setAsked} width={260} trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          c="var(--bad)"
          loading={loading}
          onClick={() => setAsked(true)}
        >
          {t('models.remove')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={classes.ask}>{t('models.removeAsk', { name: model.label })}</p>
        <Group gap={6}>
          <Button
            size="compact-sm"
            onClick={() => {
              setAsked(false);
              void models.remove(model.id);
            }}
          >
            {t('models.remove')}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setAsked(false)}>
            {t('common.cancel')}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
};
