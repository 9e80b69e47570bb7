/** Title, search, tags, order and the ways in. */
import { MultiSelect, Select, TextInput } from '@mantine/core';
import { IconSearch, IconTag } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { useStudio } from '../../app/studio.ts';
import { type AvatarSort, SORTS, tagsInUse } from './avatar-browser.ts';
import classes from './avatars-screen.module.css';
import { ImportMenu } from './import-menu.tsx';

/** Of more tags the one is found by typing. */
const LISTED = 200;

/** The id of the search field, for the key that goes there. */
export const AVATAR_SEARCH_ID = 'avatar-search';

/** `found`: how many of `list` are shown. */
export const AvatarsHeader = ({ list, found }: { list: readonly AvatarView[]; found: number }) => {
  const { t } = useTranslation();
  const { browser } = useStudio();
  const { search, tags, sort } = useStore(browser.view);
  const used = useMemo(() => tagsInUse(list), [list]);
  const filtered = found !== list.length;
  return (
    <header className={classes.header}>
      <h1 className={classes.title}>
        {t('avatars.title')}
        <span className={classes.count} role="status">
          {filtered ? t('avatars.countOf', { found, all: list.length }) : list.length}
        </span>
      </h1>
      <TextInput
        id={AVATAR_SEARCH_ID}
        className={classes.search ?? ''}
        size="sm"
        aria-label={t('avatars.search')}
        placeholder={t('avatars.search')}
        leftSection={<IconSearch size={15} />}
        value={search}
        onChange={event => browser.look({ search: event.currentTarget.value })}
        onKeyDown={event => {
          if (event.key === 'Escape' && search !== '') {
            event.stopPropagation();
            browser.look({ search: '' });
          }
        }}
      />
      <MultiSelect
        className={classes.tags ?? ''}
        size="sm"
        clearable
        disabled={used.length === 0}
        searchable={used.length > LISTED}
        limit={LISTED}
        aria-label={t('avatars.filterTags')}
        placeholder={tags.length === 0 ? t('avatars.filterTags') : ''}
        leftSection={<IconTag size={15} />}
        value={[...tags]}
        data={[...new Set([...used.map(({ tag }) => tag), ...tags])]}
        onChange={chosen => browser.look({ tags: chosen })}
      />
      <Select
        className={classes.sort ?? ''}
        size="sm"
        allowDeselect={false}
        aria-label={t('avatars.sort')}
        value={sort}
        data={SORTS.map(value => ({ value, label: t(`avatars.sorts.${value}`) }))}
        onChange={value => browser.look({ sort: value as AvatarSort })}
      />
      <ImportMenu />
    </header>
  );
};
