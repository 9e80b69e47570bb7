/** A/B: the same speech under two to four settings, seen at once, changed while it talks. */
import { Button, SegmentedControl } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { voiceOf } from '../settings/in-force.ts';
import { BlindVote } from './blind-vote.tsx';
import type { Zoom } from './compare.ts';
import { ComparePicture } from './compare-picture.tsx';
import classes from './compare-screen.module.css';
import { CompareTalk } from './compare-talk.tsx';
import type { Look } from './draw-compare.ts';
import { SidePanel } from './side-panel.tsx';

const LOOKS: readonly Look[] = ['wipe', 'beside', 'difference', 'blink'];
const ZOOMS: readonly Zoom[] = ['whole', 'face', 'mouth'];

/** Route `/compare`. */
export const CompareScreen = () => {
  const { t } = useTranslation();
  const { avatars, settings, compare, holdStage } = useStudio();
  const avatar = useStore(avatars.view, view => view.list?.find(item => item.id === view.selectedId));
  const { look, zoom, blind } = useStore(compare.view);
  const link = useStore(compare.stage.view, view => view.link);
  const id = avatar?.id;
  useEffect(() => {
    const shown = avatars.selected();
    if (shown === null || shown.id !== id) return;
    const release = holdStage();
    const used = settings.view.getState();
    const { renderer, portrait, compositor } = used;
    compare.open(shown, { renderer, portrait, compositor, voice: voiceOf(used) });
    return () => {
      compare.close();
      release();
    };
  }, [avatars, settings, compare, holdStage, id]);
  if (avatar === undefined)
    return (
      <main className={classes.empty} id="main" tabIndex={-1}>
        <h1>{t('compare.title')}</h1>
        <p>{t('avatars.emptyHelp')}</p>
        <Button component={Link} href="/" variant="default">
          {t('mouth.back')}
        </Button>
      </main>
    );
  return (
    <div className={classes.screen}>
      <main className={classes.main} id="main" aria-label={t('compare.title')} tabIndex={-1}>
        <header className={classes.header}>
          <h1 className={classes.name}>
            {avatar.name} <span>{t('compare.title')}</span>
          </h1>
          <span className={classes.gap} />
          <SegmentedControl
            size="xs"
            aria-label={t('compare.look')}
            disabled={blind !== null}
            value={look}
            onChange={value => compare.set({ look: value as Look })}
            data={LOOKS.map(value => ({ value, label: t(`compare.${value}`) }))}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('compare.zoom')}
            value={zoom}
            onChange={value => compare.set({ zoom: value as Zoom })}
            data={ZOOMS.map(value => ({ value, label: t(`compare.${value}`) }))}
          />
        </header>
        <section className={classes.stage} aria-label={t('compare.title')}>
          <ComparePicture />
          {link.at === 'refused' && (
            <div className={classes.note} role="alert">
              <strong>{t('compare.refused')}</strong>
              <ErrorNote error={link.error} />
            </div>
          )}
          {(link.at === 'connecting' || link.at === 'creating' || link.at === 'lost') && (
            <div className={classes.note} role="status">
              {t(link.at === 'lost' ? 'stage.lost' : 'compare.preparing')}
            </div>
          )}
        </section>
        {blind === null ? <CompareTalk /> : <BlindVote />}
      </main>
      <SidePanel />
    </div>
  );
};
