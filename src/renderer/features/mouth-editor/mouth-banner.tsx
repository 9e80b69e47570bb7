/** Over the canvas: another window has stored this mouth, or its metadata was made for another picture; and what can be done about it. */
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import classes from './mouth-screen.module.css';
import { isForeign } from './picture-hash.ts';

/** Nothing while all is well. */
export const MouthBanner = () => {
  const { t } = useTranslation();
  const { mouth, mouthKeeper } = useStudio();
  const conflict = useStore(mouth.view, view => view.conflict);
  const foreign = useStore(mouth.view, ({ history, avatar }) =>
    isForeign(history?.present.base ?? null, avatar?.pictureHash ?? null),
  );
  const detected = useStore(mouth.view, view => view.detected !== null);
  const saving = useStore(mouth.view, view => view.saving);
  const button = (name: string, run: () => void, disabled = false) => (
    <Button key={name} size="compact-sm" variant="default" disabled={disabled || saving} onClick={run}>
      {t(`mouth.${name}`)}
    </Button>
  );
  if (conflict !== null)
    return (
      <Banner title={t('mouth.conflict', { number: conflict })} help={t('mouth.conflictHelp')}>
        {button('takeNewest', () => void mouthKeeper.takeNewest())}
        {button('saveOver', () => void mouthKeeper.save(true))}
      </Banner>
    );
  if (!foreign) return null;
  return (
    <Banner title={t('mouth.foreign')} help={t('mouth.foreignHelp')}>
      {button('ownPicture', () => mouthKeeper.ownPicture())}
      {button('fitToFace', () => mouthKeeper.fitToFace(), !mouthKeeper.canFit)}
      {button('detectAnew', () => mouth.snapBack(), !detected)}
    </Banner>
  );
};

const Banner = ({ title, help, children }: { title: string; help: string; children: ReactNode }) => (
  <div className={classes.banner} role="alert">
    <IconAlertTriangle size={20} stroke={1.6} aria-hidden="true" />
    <div className={classes.bannerText}>
      <strong>{title}</strong>
      <span>{help}</span>
    </div>
    <div className={classes.bannerTools}>{children}</div>
  </div>
);
