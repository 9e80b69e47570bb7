/** Making a file of a kept session: another avatar, renderer, look, voice, size, shape or background than it had. */
import { Button, ColorInput, Select } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { PostprocessMode } from '../../../shared/compositor-options.ts';
import { drawingKinds } from '../../../shared/model-manifest.ts';
import type { RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import { ExportFields, FIRST_CHOICE } from '../export/export-fields.tsx';
import { canBeClear } from '../export/export-sizes.ts';
import { type AgainChoice, againAsk, lookSources, SOUND, THEN } from './again-choice.ts';
import classes from './session-detail.module.css';

/** Of more avatars the one is found by typing. */
const LISTED = 100;

/** A part of a panel. */
export const RenderAgain = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const { avatars, exports, settings, sessions, models, page } = useStudio();
  const list = useStore(avatars.view, view => view.list) ?? [];
  const starting = useStore(exports.view, view => view.starting);
  const installed = useStore(models.view, view => view.models);
  const voices = useStore(page, view => view.voices);
  const now = useStore(settings.view);
  useEffect(() => void models.load(), [models]);
  const [choice, setChoice] = useState<AgainChoice>({
    ...FIRST_CHOICE,
    avatarId: session.avatarId,
    look: THEN,
    renderer: null,
    mode: null,
    voice: SOUND,
    part: '',
    background: '',
  });
  const change = (patch: Partial<AgainChoice>): void => setChoice(old => ({ ...old, ...patch }));
  const avatar = list.find(item => item.id === choice.avatarId) ?? list[0];
  const looks = lookSources(session, now);
  const base = looks.find(({ id }) => id === choice.look) ?? looks[0]!;
  const renderers: RendererId[] = ['portrait', ...drawingKinds(installed)];
  const drawn = choice.renderer ?? base.look.renderer;
  if (!renderers.includes(drawn)) renderers.push(drawn);
  const start = (): void => {
    if (avatar === undefined) return;
    const { file, speechOf } = againAsk(session, avatar, choice, base.look, id => sessions.textOf(id));
    void exports.add(avatar.id, file, speechOf);
  };
  const sound = choice.container === 'wav';
  return (
    <Section title={t('sessions.renderAgain')}>
      <div className={classes.fields}>
        {!sound && (
          <>
            <Select
              size="xs"
              label={t('sessions.as')}
              allowDeselect={false}
              searchable={list.length > LISTED}
              limit={LISTED}
              value={avatar?.id ?? null}
              data={list.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={value => change({ avatarId: value })}
            />
            <Select
              size="xs"
              label={t('sessions.look')}
              allowDeselect={false}
              value={base.id}
              data={looks.map(({ id, name }) => ({ value: id, label: name ?? t(`sessions.looks.${id}`) }))}
              onChange={value => value !== null && change({ look: value, renderer: null, mode: null })}
            />
            <Select
              size="xs"
              label={t('settings.rendererTitle')}
              allowDeselect={false}
              value={drawn}
              data={renderers.map(value => ({ value, label: t(`settings.renderer.${value}`) }))}
              onChange={value => change({ renderer: value as RendererId })}
            />
            <Select
              size="xs"
              label={t('settings.compositor.mode')}
              allowDeselect={false}
              value={choice.mode ?? base.look.compositor.mode}
              data={PostprocessMode.options.map(value => ({
                value,
                label: t(`settings.mode.${value}`),
              }))}
              onChange={value => change({ mode: value as PostprocessMode })}
            />
          </>
        )}
        {session.said !== '' && (
          <Select
            size="xs"
            label={t('talk.voice')}
            allowDeselect={false}
            value={choice.voice}
            data={[
              { value: SOUND, label: t('sessions.keptSound') },
              ...voices.map(({ id, label }) => ({ value: id, label })),
            ]}
            onChange={value => value !== null && change({ voice: value })}
          />
        )}
        {session.takes.length > 0 && choice.voice === SOUND && (
          <Select
            size="xs"
            label={t('sessions.part')}
            allowDeselect={false}
            value={choice.part}
            data={[
              { value: '', label: t('sessions.whole') },
              ...session.takes.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={value => change({ part: value ?? '' })}
          />
        )}
        <ExportFields choice={choice} hasAlpha={avatar?.hasAlpha === true} change={change} />
        {avatar?.hasAlpha === true && !sound && !(choice.transparent && canBeClear(choice.container)) && (
          <ColorInput
            size="xs"
            label={t('sessions.background')}
            placeholder={t('sessions.backgroundKeep')}
            format="hex"
            value={choice.background}
            onChange={background => change({ background })}
          />
        )}
        <Button
          size="sm"
          leftSection={<IconMovie size={15} />}
          disabled={avatar === undefined}
          loading={starting}
          onClick={start}
        >
          {t('export.start')}
        </Button>
      </div>
    </Section>
  );
};
