/** What can be done with all avatars that are marked: tags, export, delete. */
import { Button, TagsInput } from '@mantine/core';
import { IconDownload, IconTag, IconTrash, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { tagsInUse } from './avatar-browser.ts';
import { exportAvatars } from './export-avatars.ts';
import classes from './selection-panel.module.css';

/** Above the grid while something is marked. */
export const SelectionPanel = ({ marked }: { marked: readonly AvatarView[] }) => {
  const { t } = useTranslation();
  const { avatars, browser } = useStudio();
  const list = useStore(avatars.view, view => view.list) ?? [];
  const [tags, setTags] = useState<string[]>([]);
  const ids = marked.map(({ id }) => id);
  const tag = (add: readonly string[], remove: readonly string[]): void => {
    void avatars.tag(ids, add, remove);
    setTags([]);
  };
  return (
    <div className={classes.panel} role="toolbar" aria-label={t('avatars.selection')}>
      <strong className={classes.count}>{t('avatars.marked', { count: ids.length })}</strong>
      <TagsInput
        className={classes.tags ?? ''}
        size="xs"
        aria-label={t('avatars.tagMarked')}
        placeholder={tags.length === 0 ? t('avatars.tagMarked') : ''}
        data={tagsInUse(list).map(item => item.tag)}
        limit={200}
        value={tags}
        onChange={setTags}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconTag size={14} />}
        disabled={tags.length === 0}
        onClick={() => tag(tags, [])}
      >
        {t('avatars.addTags')}
      </Button>
      <Button size="xs" variant="default" disabled={tags.length === 0} onClick={() => tag([], tags)}>
        {t('avatars.removeTags')}
      </Button>
      <span className={classes.gap} />
      <Button
        size="xs"
        variant="default"
        onClick={() => exportAvatars(ids)}
        leftSection={<IconDownload size={14} />}
      >
        {t('avatars.exportFolders')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconTrash size={14} />}
        onClick={() => {
          browser.mark([]);
          void avatars.remove(...ids);
        }}
      >
        {t('avatars.removeShort')}
      </Button>
      <IconButton size={28} label={t('avatars.clearMarks')} onClick={() => browser.mark([])}>
        <IconX size={15} />
      </IconButton>
    </div>
  );
};
