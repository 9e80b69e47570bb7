/** Right panel: the look, or the session's figures; below, who is connected. */
import { ScrollArea, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LookPanel } from '../settings/look-panel.tsx';
import { ConnectedList } from './connected-list.tsx';
import classes from './inspector.module.css';
import { SessionFigures } from './session-figures.tsx';

type Tab = 'look' | 'figures';

/** The choice of tab is not kept. */
export const Inspector = () => {
  const { t } = useTranslation();
  const [tab, setTab] = useState<Tab>('look');
  return (
    <aside className={classes.inspector} aria-label={t(`settings.${tab}`)}>
      <div className={classes.tabs}>
        <SegmentedControl
          w="100%"
          size="sm"
          aria-label={t('settings.look')}
          value={tab}
          onChange={value => setTab(value as Tab)}
          data={[
            { value: 'look', label: t('settings.look') },
            { value: 'figures', label: t('settings.figures') },
          ]}
        />
      </div>
      <ScrollArea className={classes.scroll}>
        {tab === 'look' ? <LookPanel /> : <SessionFigures />}
      </ScrollArea>
      <ConnectedList />
    </aside>
  );
};
