/** Everything that is settled for one avatar: frame, background, name and tags, who draws and speaks, whose face it is. */
import { Button, ScrollArea, TagsInput } from '@mantine/core';
import {
  IconArrowBackUp,
  IconDownload,
  IconPlayerPlay,
  IconTrash,
  IconVectorSpline,
  IconX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { MAX_TAGS } from '../../../shared/studio/avatar-profile.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Section } from '../../ui/section.tsx';
import { tagsInUse } from './avatar-browser.ts';
import { AvatarDefaults } from './avatar-defaults.tsx';
import classes from './avatar-details.module.css';
import { BackgroundField } from './background-field.tsx';
import { exportAvatars } from './export-avatars.ts';
import { FacePicker } from './face-picker.tsx';
import { FramingEditor } from './framing-editor.tsx';
import { KeptField } from './kept-field.tsx';

/** Right panel. `close` goes back to the grid alone. */
export const AvatarDetails = ({ avatar, close }: { avatar: AvatarView; close(): void }) => {
  const { t, i18n } = useTranslation();
  const { avatars, edits } = useStudio();
  const [, go] = useLocation();
  const list = useStore(avatars.view, view => view.list) ?? [];
  const { id, name, profile, licence } = avatar;
  const { consent, background } = profile;
  const behind = background.kind === 'image' ? (avatars.get(background.imageId) ?? null) : null;
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' });
  const isStaged = useStore(avatars.view, view => view.selectedId === id);
  const used = isStaged
    ? t('avatars.usedNow')
    : avatar.lastUsedAt === null
      ? t('avatars.neverUsed')
      : t('avatars.lastUsed', { date: date.format(new Date(avatar.lastUsedAt)) });
  return (
    <aside className={classes.panel} aria-label={t('avatars.details', { name })}>
      <header className={classes.header}>
        <h2 className={classes.title} title={name}>
          {name}
        </h2>
        <IconButton label={t('avatars.undoChange')} keys="Ctrl Z" onClick={() => edits.undo()}>
          <IconArrowBackUp size={17} stroke={1.6} />
        </IconButton>
        <IconButton label={t('avatars.closeDetails')} onClick={close}>
          <IconX size={17} stroke={1.6} />
        </IconButton>
      </header>
      <ScrollArea className={classes.scroll} viewportProps={{ tabIndex: -1 }}>
        <Section title={t('avatars.framingTitle')}>
          <FramingEditor key={id} avatar={avatar} behind={behind} />
        </Section>
        <FacePicker avatar={avatar} />
        <Section title={t('avatars.about')}>
          <div className={classes.fields}>
            <KeptField
              label={t('avatars.nameLabel')}
              value={name}
              maxLength={80}
              required
              keep={kept => edits.change(id, { name: kept })}
            />
            <TagsInput
              size="xs"
              label={t('avatars.tags')}
              placeholder={profile.tags.length === 0 ? t('avatars.tagsHint') : ''}
              maxTags={MAX_TAGS}
              data={tagsInUse(list).map(({ tag }) => tag)}
              value={[...profile.tags]}
              onChange={tags =>
                edits.change(id, { tags: tags.map(tag => tag.trim().slice(0, 40)).filter(Boolean) })
              }
            />
            <p className={classes.facts}>
              {avatar.width}×{avatar.height} ·{' '}
              {avatar.moving === null
                ? t('avatars.still')
                : t('avatars.moving', {
                    frames: avatar.moving.frames,
                    fps: Math.round(avatar.moving.fps),
                  })}{' '}
              · {t('avatars.added', { date: date.format(new Date(avatar.createdAt)) })} · {used}
            </p>
          </div>
        </Section>
        <Section title={t('avatars.background')}>
          <BackgroundField avatar={avatar} />
        </Section>
        <Section title={t('avatars.defaults')}>
          <div className={classes.fields}>
            <AvatarDefaults avatar={avatar} />
          </div>
        </Section>
        <Section title={t('avatars.consentTitle')}>
          <div className={classes.fields}>
            <KeptField
              label={t('avatars.whose')}
              placeholder={t('avatars.whoseHint')}
              value={consent.whose}
              maxLength={200}
              keep={whose => edits.change(id, { consent: { ...consent, whose } })}
            />
            <KeptField
              label={t('avatars.consentNote')}
              placeholder={t('avatars.consentHint')}
              value={consent.note}
              maxLength={2000}
              lines={2}
              keep={note => edits.change(id, { consent: { ...consent, note } })}
            />
            <KeptField
              label={t('avatars.licence')}
              placeholder={t('avatars.licenceHint')}
              value={licence}
              maxLength={200}
              keep={kept => edits.change(id, { licence: kept })}
            />
          </div>
        </Section>
      </ScrollArea>
      <footer className={classes.footer}>
        <Button
          flex={1}
          size="sm"
          leftSection={<IconPlayerPlay size={16} stroke={1.8} />}
          onClick={() => {
            avatars.select(id);
            go('/');
          }}
        >
          {t('avatars.toStage')}
        </Button>
        <IconButton
          onClick={() => go(`/mouth/${id}`)}
          variant="default"
          size={36}
          side="top"
          label={t('mouth.edit')}
        >
          <IconVectorSpline size={17} stroke={1.6} />
        </IconButton>
        <IconButton
          onClick={() => exportAvatars([id])}
          variant="default"
          size={36}
          side="top"
          label={t('avatars.exportFolder')}
        >
          <IconDownload size={17} stroke={1.6} />
        </IconButton>
        <IconButton
          variant="default"
          size={36}
          side="top"
          label={t('avatars.remove', { name })}
          onClick={() => void avatars.remove(id)}
        >
          <IconTrash size={17} stroke={1.6} />
        </IconButton>
      </footer>
    </aside>
  );
};
