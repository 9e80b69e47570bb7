/** What the list is narrowed to: words, protocol, avatar, time, errors, takes. */
import { Chip, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { TIME_SPANS, type TimeSpan } from './session-times.ts';
import classes from './sessions-screen.module.css';

/** One line under the title. */
export const SessionFilters = () => {
  const { t } = useTranslation();
  const { sessions } = useStudio();
  const { narrowing, facets } = useStore(sessions.view);
  const { search, protocol, avatarId, span, withErrors, takesOnly } = narrowing;
  return (
    <search className={classes.filters} aria-label={t('sessions.search')}>
      <TextInput
        className={classes.search ?? ''}
        size="sm"
        aria-label={t('sessions.search')}
        placeholder={t('sessions.searchHint')}
        leftSection={<IconSearch size={15} />}
        value={search}
        maxLength={100}
        onChange={event => sessions.narrow({ search: event.currentTarget.value })}
      />
      <Select
        size="sm"
        w={160}
        clearable
        aria-label={t('sessions.protocol')}
        placeholder={t('sessions.allProtocols')}
        value={protocol}
        data={facets.protocols.map(value => ({
          value,
          label: t(`sessions.protocols.${value}`, { defaultValue: value }),
        }))}
        onChange={value => sessions.narrow({ protocol: value })}
      />
      <Select
        size="sm"
        w={160}
        clearable
        searchable={facets.avatars.length > 8}
        aria-label={t('sessions.avatar')}
        placeholder={t('sessions.allAvatars')}
        value={avatarId}
        data={facets.avatars.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={value => sessions.narrow({ avatarId: value })}
      />
      <Select
        size="sm"
        w={170}
        aria-label={t('sessions.time')}
        allowDeselect={false}
        value={span}
        data={TIME_SPANS.map(value => ({ value, label: t(`sessions.times.${value}`) }))}
        onChange={value => value !== null && sessions.narrow({ span: value as TimeSpan })}
      />
      <Chip
        size="sm"
        variant="outline"
        checked={takesOnly}
        onChange={checked => sessions.narrow({ takesOnly: checked })}
      >
        {t('sessions.takesOnly')}
      </Chip>
      <Chip
        size="sm"
        variant="outline"
        checked={withErrors}
        onChange={checked => sessions.narrow({ withErrors: checked })}
      >
        {t('sessions.withErrors')}
      </Chip>
    </search>
  );
};
