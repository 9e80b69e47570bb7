/** Passing messages at the corner: errors with what to do, undo of a delete, finished videos. */
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCircleCheck, IconTrash } from '@tabler/icons-react';
import type { i18n } from 'i18next';
import type { Avatars } from '../features/avatars/avatars.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import type { Notices } from './studio.ts';

const LONG_MS = 9_000;

const offerUndo = (i18n: i18n, id: string, text: string, back: () => void): void => {
  const undo = () => {
    notifications.hide(id);
    back();
  };
  notifications.show({
    id,
    icon: <IconTrash size={16} />,
    color: 'gray',
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{text}</Text>
        <Button size="compact-sm" variant="light" flex="none" onClick={undo}>
          {i18n.t('common.undo')}
        </Button>
      </Group>
    ),
    autoClose: LONG_MS,
    closeButtonProps: { 'aria-label': i18n.t('common.close') },
  });
};

/** Notices shown by Mantine. `avatars` is asked when an undo is clicked. */
export const createNotices = (i18n: i18n, avatars: () => Avatars): Notices => ({
  failed: error => {
    if (error.code === 'request/cancelled') return;
    notifications.show({
      id: error.code,
      icon: <IconAlertTriangle size={16} />,
      color: 'red',
      title: i18n.t(`errors.${error.code}.title`),
      message: <ErrorNote error={error} />,
      autoClose: LONG_MS,
      closeButtonProps: { 'aria-label': i18n.t('common.close') },
    });
  },
  removed: gone => {
    const ids = gone.map(avatar => avatar.id);
    const text =
      gone.length === 1
        ? i18n.t('avatars.removed', { name: gone[0]!.name })
        : i18n.t('avatars.removedMany', { count: gone.length });
    offerUndo(i18n, `removed-${ids.join(' ')}`, text, () => void avatars().restore(...ids));
  },
  undo: ({ key, name }, back) =>
    offerUndo(
      i18n,
      `undo-${key}-${name}`,
      i18n.t(`server.${key}`, { name: name || i18n.t('server.unnamed') }),
      back,
    ),
  deleted: (name, back) => offerUndo(i18n, `deleted-${name}`, i18n.t('common.deleted', { name }), back),
  finished: done => {
    notifications.show({
      icon: <IconCircleCheck size={16} />,
      color: 'teal',
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{i18n.t('export.finished', { name: done.fileName })}</Text>
          {done.downloadUrl !== null && (
            <Button
              size="compact-sm"
              variant="light"
              flex="none"
              component="a"
              href={done.downloadUrl}
              download={done.fileName}
            >
              {i18n.t('export.download')}
            </Button>
          )}
        </Group>
      ),
      autoClose: LONG_MS,
      closeButtonProps: { 'aria-label': i18n.t('common.close') },
    });
  },
});
