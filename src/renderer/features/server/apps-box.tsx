/** Apps the user settled something about, and what. */
import { Button, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AppVerdict } from '../../../shared/studio/access.ts';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import classes from './server-screen.module.css';
import { shortTime } from './short-time.ts';

/** Empty: says how apps come here. */
export const AppsBox = () => {
  const { t, i18n } = useTranslation();
  const { access } = useStudio();
  const apps = useStore(access.view, view => view.apps);
  return (
    <Section title={t('server.apps')}>
      {apps.length === 0 && <p className={classes.hint}>{t('server.appsEmpty')}</p>}
      {apps.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{t('server.app')}</th>
              <th>{t('server.verdict')}</th>
              <th>{t('server.settled')}</th>
              <th>{t('server.lastSeen')}</th>
              <th>
                <span className="visually-hidden">{t('server.forget')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {apps.map(app => {
              const name = app.name || t('server.unnamed');
              return (
                <tr key={app.key}>
                  <td>
                    <b>{name}</b>
                  </td>
                  <td>
                    <SegmentedControl
                      size="xs"
                      aria-label={t('server.verdictOf', { name })}
                      value={app.verdict}
                      onChange={value => void access.settleApp(app, value as AppVerdict)}
                      data={(['always', 'never'] as const).map(value => ({
                        value,
                        label: t(`server.verdicts.${value}`),
                      }))}
                    />
                  </td>
                  <td>{shortTime(app.decidedAt, i18n.language)}</td>
                  <td>
                    {app.lastSeenAt === null ? t('server.never') : shortTime(app.lastSeenAt, i18n.language)}
                  </td>
                  <td className={classes.number}>
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      color="gray"
                      aria-label={t('server.forgetApp', { name })}
                      onClick={() => void access.forgetApp(app)}
                    >
                      {t('server.forget')}
                    </Button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Section>
  );
};
