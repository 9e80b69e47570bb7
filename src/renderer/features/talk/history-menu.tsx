/** What was said before, to be said again. */
import { Menu } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/icon-button.tsx';
import type { SpokenHistory } from './spoken-history.ts';

const SHOWN = 12;

/** Newest first; nothing before anything was said. */
export const HistoryMenu = ({ history, pick }: { history: SpokenHistory; pick(text: string): void }) => {
  const { t } = useTranslation();
  const texts = [...new Set([...history.texts].reverse())].slice(0, SHOWN);
  if (texts.length === 0) return null;
  return (
    <Menu position="top-end" width={420}>
      <Menu.Target>
        <IconButton size={28} side="top" label={t('talk.history')}>
          <IconHistory size={16} stroke={1.6} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        {texts.map(text => (
          <Menu.Item key={text} onClick={() => pick(text)}>
            {text.length > 90 ? `${text.slice(0, 90)}…` : text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};
