/** Neural models: what is installed and how fast it is here, how to bring one, and what this machine computes with. */
import { Alert, Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Page } from '../../ui/page.tsx';
import { AddModel } from './add-model.tsx';
import { DownloadRow } from './download-row.tsx';
import { ModelCard } from './model-card.tsx';
import classes from './models-screen.module.css';
import { Providers } from './providers.tsx';

/** Route `/models`. */
export const ModelsScreen = () => {
  const { t } = useTranslation();
  const { models } = useStudio();
  const { models: list, downloads, licence, error, adding } = useStore(models.view);
  useEffect(() => void models.load(), [models]);
  const running = downloads.filter(({ state }) => state !== 'done');
  return (
    <Page title={t('models.title')}>
      <div className={classes.columns}>
        <div>
          <ul className={classes.cards} aria-label={t('models.installed')}>
            <li className={classes.card}>
              <div className={classes.head}>
                <h2>{t('models.portrait')}</h2>
                <span className={classes.badge}>{t('models.builtIn')}</span>
              </div>
              <p>{t('models.portraitHelp')}</p>
            </li>
            {list?.map(model => (
              <ModelCard key={model.id} model={model} />
            ))}
          </ul>
          {list?.length === 0 && <p className={classes.hint}>{t('models.empty')}</p>}
          {running.length > 0 && (
            <ul className={classes.cards} aria-label={t('models.downloads')}>
              {running.map(download => (
                <DownloadRow key={download.id} download={download} />
              ))}
            </ul>
          )}
        </div>
        <div className={classes.side}>
          {error !== null && (
            <div className={classes.error} role="alert">
              <strong>{t(`errors.${error.code}.title`)}</strong>
              <ErrorNote error={error} />
            </div>
          )}
          {licence !== null && (
            <Alert variant="default" title={t('models.licence')} className={classes.licence ?? ''}>
              <p>{licence.text}</p>
              <Button size="compact-sm" loading={adding} onClick={() => void models.acceptLicence()}>
                {t('models.accept')}
              </Button>{' '}
              <Button size="compact-sm" variant="subtle" color="gray" onClick={() => models.declineLicence()}>
                {t('common.cancel')}
              </Button>
            </Alert>
          )}
          <AddModel />
          <Providers />
        </div>
      </div>
    </Page>
  );
};
