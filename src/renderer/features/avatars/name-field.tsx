/** Renaming in place: Enter or leaving keeps the name, Esc does not. */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { useStudio } from '../../app/studio.ts';

/** `done` is called once it is over. */
export const NameField = ({ avatar, done }: { avatar: AvatarView; done: () => void }) => {
  const { t } = useTranslation();
  const { avatars } = useStudio();
  const [name, setName] = useState(avatar.name);
  const save = () => {
    if (name.trim() !== avatar.name) void avatars.rename(avatar.id, name);
    done();
  };
  return (
    <TextInput
      size="xs"
      w="100%"
      data-autofocus
      autoFocus
      maxLength={80}
      aria-label={t('avatars.nameLabel')}
      value={name}
      onFocus={event => event.currentTarget.select()}
      onChange={event => setName(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={event => {
        event.stopPropagation();
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') done();
      }}
    />
  );
};
