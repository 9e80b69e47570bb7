/** The settings of each side, presets, the blind test, and keeping the winner. */
import { Button, Group, ScrollArea, SegmentedControl, Switch } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { CompositorOptions } from '../../../shared/compositor-options.ts';
import { PortraitOptions } from '../../../shared/renderer-options/portrait.ts';
import { MAX_VARIANTS } from '../../../shared/variant.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Section } from '../../ui/section.tsx';
import { fitsMode } from '../settings/compositor-fields.ts';
import { putOn } from '../settings/in-force.ts';
import { OptionsForm } from '../settings/options-form.tsx';
import { RendererChoice } from '../settings/renderer-select.tsx';
import classes from './compare-screen.module.css';
import { Presets } from './presets.tsx';
import { SideVoice } from './side-voice.tsx';
import { LEAST_SIDES, SIDE_NAMES } from './sides.ts';
import { VoteResults } from './vote-results.tsx';

/** Right panel. */
export const SidePanel = () => {
  const { t } = useTranslation();
  const { compare, settings, avatars, edits } = useStudio();
  const { sides, selected, blind, revealed } = useStore(compare.view);
  const avatar = useStore(avatars.view, view => view.list?.find(item => item.id === view.selectedId));
  const used = useStore(settings.view, view => JSON.stringify([view.portrait, view.compositor]));
  const side = sides[selected];
  if (side === undefined) return <aside className={classes.panel} aria-label={t('compare.sides')} />;
  const { portrait, compositor, renderer, voice } = side;
  const kept = avatar?.profile;
  const isKept =
    JSON.stringify([portrait, compositor]) === used &&
    JSON.stringify([portrait, compositor]) ===
      JSON.stringify([kept?.look?.portrait, kept?.look?.compositor]) &&
    kept?.renderer === renderer &&
    JSON.stringify([voice.voiceId, voice.rate, voice.pitch]) ===
      JSON.stringify([kept.voiceId, kept.rate, kept.pitch]);
  const keep = () => {
    if (avatar === undefined) return;
    // In force at once, and only for this one: the studio's own look comes back with the next.
    settings.update(putOn(settings.view.getState(), { portrait, compositor, renderer, ...voice }));
    edits.change(avatar.id, { look: { portrait, compositor }, renderer, ...voice });
  };
  return (
    <aside className={classes.panel} aria-label={t('compare.sides')}>
      <div className={classes.sides}>
        <SegmentedControl
          style={{ flex: 1 }}
          size="sm"
          aria-label={t('compare.side')}
          disabled={blind !== null}
          value={String(selected)}
          onChange={value => compare.set({ selected: Number(value) })}
          data={sides.map((_, i) => ({ value: String(i), label: SIDE_NAMES[i] ?? '' }))}
        />
        <IconButton
          label={t('compare.addSide')}
          disabled={sides.length >= MAX_VARIANTS || blind !== null}
          onClick={() => compare.add()}
        >
          <IconPlus size={17} stroke={1.6} />
        </IconButton>
        <IconButton
          label={t('compare.removeSide', { name: SIDE_NAMES[selected] })}
          disabled={sides.length <= LEAST_SIDES || blind !== null}
          onClick={() => compare.remove(selected)}
        >
          <IconMinus size={17} stroke={1.6} />
        </IconButton>
      </div>
      <ScrollArea className={classes.scroll}>
        {blind === null && (
          <>
            <RendererChoice
              renderer={side.renderer}
              choose={chosen => compare.change(selected, { renderer: chosen })}
            />
            <Section title={t('settings.blend')}>
              <OptionsForm
                schema={CompositorOptions}
                names="settings.compositor"
                values={side.compositor}
                only={key => fitsMode(key, side.compositor)}
                change={patch => compare.change(selected, { compositor: { ...side.compositor, ...patch } })}
              />
            </Section>
            <Section title={t('settings.life')}>
              <OptionsForm
                schema={PortraitOptions}
                names="settings.portrait"
                values={side.portrait}
                change={patch => compare.change(selected, { portrait: { ...side.portrait, ...patch } })}
              />
            </Section>
            <SideVoice
              voice={side.voice}
              change={patch => compare.change(selected, { voice: { ...side.voice, ...patch } })}
            />
            <Presets side={side} use={chosen => compare.change(selected, chosen)} />
          </>
        )}
        <Section title={t('compare.blind')}>
          <Switch
            label={t('compare.blindHelp')}
            checked={blind !== null}
            onChange={() => compare.toggleBlind()}
          />
        </Section>
        {/* While the sides are hidden, counts that move would tell who is who. */}
        {(blind === null || revealed) && <VoteResults />}
      </ScrollArea>
      <Group className={classes.keep}>
        <Button fullWidth disabled={isKept || blind !== null} onClick={keep}>
          {t(isKept ? 'compare.kept' : 'compare.keep', { name: SIDE_NAMES[selected] })}
        </Button>
      </Group>
    </aside>
  );
};
