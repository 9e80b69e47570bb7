/** Apps the user settled something about, and what. */
import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AppVerdict } from '../../../shared/studio/access.ts';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import { KeptAction, KeptTable, KeptTimes } from './kept-table.tsx';
import classes from './server-screen.module.css';

/** Empty: says how apps come here. */
export const AppsBox = () => {
  const { t } = useTranslation();
  const { access } = useStudio();
  const apps = useStore(access.view, view => view.apps);
  return (
    <Section title={t('server.apps')}>
      {apps.length === 0 && <p className={classes.hint}>{t('server.appsEmpty')}</p>}
      {apps.length > 0 && (
        <KeptTable
          heads={[
            { text: t('server.app') },
            { text: t('server.verdict') },
            { text: t('server.settled') },
            { text: t('server.lastSeen') },
          ]}
          action={t('server.forget')}
        >
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
                <KeptTimes since={app.decidedAt} last={app.lastSeenAt} />
                <KeptAction
                  text={t('server.forget')}
                  label={t('server.forgetApp', { name })}
                  color="gray"
                  act={() => void access.forgetApp(app)}
                />
              </tr>
            );
          })}
        </KeptTable>
      )}
    </Section>
  );
};
