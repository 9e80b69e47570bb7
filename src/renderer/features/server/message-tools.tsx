/** What the list of messages shows, stops, forgets and hands out. */
import { Button, Menu, SegmentedControl, Select, type SelectProps, Switch, TextInput } from '@mantine/core';
import { IconDownload, IconPlayerPause, IconPlayerPlay, IconSearch, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { MESSAGE_PATHS } from '../../../shared/studio/message-log.ts';
import { useStudio } from '../../app/studio.ts';
import type { choicesOf, MessageFilter } from './message-filter.ts';
import classes from './message-part.module.css';

/** `shown`: how many pass the filters. */
export const MessageTools = ({
  shown,
  choices,
}: {
  shown: number;
  choices: ReturnType<typeof choicesOf>;
}) => {
  const { t } = useTranslation();
  const { messages } = useStudio();
  const { lines, filter, isPaused, waiting, dropped, selected, withOwnPage } = useStore(messages.view);
  const choose = (patch: Partial<MessageFilter>): void => messages.setFilter(patch);
  const nameOf = ({ name, isOwnPage }: Choice): string =>
    isOwnPage ? t('figures.thisPage') : name || t('server.unnamed');
  const chosen =
    filter.clientId ??
    lines.find(({ n }) => n === selected)?.clientId ??
    onlyOne(choices.clients)?.id ??
    null;
  const client = choices.clients.find(({ id }) => id === chosen);
  return (
    <div className={classes.tools}>
      <Narrow
        of="client"
        all="allClients"
        value={filter.clientId}
        choose={clientId => choose({ clientId })}
        data={numbered(choices.clients, nameOf)}
      />
      <Narrow
        of="protocol"
        all="allProtocols"
        value={filter.protocol}
        choose={protocol => choose({ protocol })}
        data={choices.protocols}
      />
      <Narrow
        of="type"
        all="allTypes"
        searchable
        value={filter.type}
        choose={type => choose({ type })}
        data={choices.types}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('server.log.direction')}
        value={filter.direction ?? 'both'}
        onChange={value => choose({ direction: value === 'both' ? null : (value as 'in' | 'out') })}
        data={(['both', 'in', 'out'] as const).map(value => ({ value, label: t(`server.log.${value}`) }))}
      />
      <TextInput
        size="xs"
        className={classes.search ?? ''}
        aria-label={t('server.log.search')}
        placeholder={t('server.log.search')}
        leftSection={<IconSearch size={14} />}
        value={filter.text}
        onChange={({ currentTarget }) => choose({ text: currentTarget.value })}
      />
      <Switch
        size="xs"
        label={t('figures.thisPage')}
        checked={withOwnPage}
        onChange={({ currentTarget }) => messages.setWithOwnPage(currentTarget.checked)}
      />
      <span className={classes.count} title={t('server.log.dropped', { count: dropped })}>
        {lines.length > 0 && t('server.log.count', { shown, all: lines.length })}
      </span>
      <Button
        size="compact-sm"
        variant={isPaused ? 'filled' : 'default'}
        leftSection={isPaused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
        onClick={() => messages.setPaused(!isPaused)}
      >
        {isPaused
          ? waiting > 0
            ? t('server.log.resumeWith', { count: waiting })
            : t('server.log.resume')
          : t('server.log.pause')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconTrash size={14} />}
        disabled={lines.length === 0}
        onClick={() => void messages.clear()}
      >
        {t('server.log.clear')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconDownload size={14} />}
            disabled={client === undefined}
            title={client === undefined ? t('server.log.exportHelp') : undefined}
          >
            {t('server.log.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {client !== undefined && (
            <>
              <Menu.Item component="a" href={transcriptUrl(client.id, false)} download>
                {t('server.log.exportPlain', { name: nameOf(client) })}
              </Menu.Item>
              <Menu.Item component="a" href={transcriptUrl(client.id, true)} download>
                {t('server.log.exportPictures')}
              </Menu.Item>
              <Menu.Label>{t('server.log.hidden')}</Menu.Label>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
};

/** One choice that narrows the list; `of` and `all` are keys of its name and of what it says unset. */
const Narrow = ({
  of,
  all,
  choose,
  ...rest
}: {
  of: string;
  all: string;
  choose(value: string | null): void;
} & Pick<SelectProps, 'data' | 'value' | 'searchable'>) => {
  const { t } = useTranslation();
  return (
    <Select
      size="xs"
      aria-label={t(`server.log.${of}`)}
      placeholder={t(`server.log.${all}`)}
      clearable
      onChange={choose}
      {...rest}
    />
  );
};

const onlyOne = <T,>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);

const transcriptUrl = (clientId: string, pictures: boolean): string =>
  `${MESSAGE_PATHS.transcript}?client=${encodeURIComponent(clientId)}${pictures ? '&pictures=1' : ''}`;

type Choice = ReturnType<typeof choicesOf>['clients'][number];

/** Clients of one name get a number: a list must not name two alike. */
const numbered = (
  clients: readonly Choice[],
  nameOf: (client: Choice) => string,
): { value: string; label: string }[] =>
  clients.map((client, index) => {
    const same = clients.slice(0, index).filter(other => nameOf(other) === nameOf(client)).length;
    return { value: client.id, label: same === 0 ? nameOf(client) : `${nameOf(client)} (${same + 1})` };
  });
