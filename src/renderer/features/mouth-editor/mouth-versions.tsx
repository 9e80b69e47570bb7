/** The versions of the mouth, newest first: each with its lips, when and how it was made, to be looked at, named and brought back. */
import { Badge, Button, Group, TextInput, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { MouthVersion } from '../../../shared/studio/mouth-methods.ts';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import { lipPath } from '../avatars/lip-path.ts';
import { differenceOf, inPicture } from './mouth-difference.ts';
import classes from './mouth-versions.module.css';

const DRAWING = { width: 54, height: 30, room: 3 };

/** The lips filling a small box. */
const Lips = ({ lips, size }: { lips: MouthVersion['lips']; size: { width: number; height: number } }) => {
  if (lips === null) return <span className={classes.drawing} />;
  const outer = inPicture(lips.outer, size);
  const [xs, ys] = [outer.map(([x]) => x), outer.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const { room } = DRAWING;
  const fit = Math.min((DRAWING.width - 2 * room) / width, (DRAWING.height - 2 * room) / height);
  const [dx, dy] = [(DRAWING.width - width * fit) / 2, (DRAWING.height - height * fit) / 2];
  const placed = (points: typeof outer) =>
    points.map(([x, y]): [number, number] => [(x - left) * fit + dx, (y - top) * fit + dy]);
  const one = { x: 1, y: 1 };
  return (
    <svg className={classes.drawing} viewBox={`0 0 ${DRAWING.width} ${DRAWING.height}`} aria-hidden="true">
      <path className={classes.outer} d={lipPath(placed(outer), one)} />
      {lips.inner.length > 2 && (
        <path className={classes.inner} d={lipPath(placed(inPicture(lips.inner, size)), one)} />
      )}
    </svg>
  );
};

/** The panel's part. */
export const MouthVersions = () => {
  const { t } = useTranslation();
  const { mouthKeeper } = useStudio();
  const { versions } = useStore(mouthKeeper.view);
  useEffect(() => () => void mouthKeeper.look(null), [mouthKeeper]);
  return (
    <Section title={t('mouth.versions')}>
      {versions === null ? (
        <p className={classes.none}>{t('mouth.versionsLoading')}</p>
      ) : (
        <ol className={classes.list} aria-label={t('mouth.versions')}>
          {versions.map((version, index) => (
            <Version key={version.revision} version={version} isNewest={index === 0} />
          ))}
        </ol>
      )}
    </Section>
  );
};

const Version = ({ version, isNewest }: { version: MouthVersion; isNewest: boolean }) => {
  const { t, i18n } = useTranslation();
  const { mouth, mouthKeeper } = useStudio();
  const open = useStore(mouthKeeper.view, view => view.open === version.revision);
  const size = useStore(mouth.view, view => view.size);
  const { revision, at, source, label, restoredFrom, otherPicture, keyFrames } = version;
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const made =
    restoredFrom === null
      ? t(`mouth.source.${source}`)
      : t('mouth.source.restored', { number: restoredFrom });
  return (
    <li className={classes.version} data-open={open || undefined}>
      <UnstyledButton
        className={classes.head}
        aria-expanded={open}
        onClick={() => void mouthKeeper.look(open ? null : revision)}
      >
        <Lips lips={version.lips} size={size} />
        <span className={classes.facts}>
          <strong>
            {label === '' ? t('mouth.version', { number: revision }) : label}
            {isNewest && (
              <Badge size="xs" variant="light" ml={6}>
                {t('mouth.newest')}
              </Badge>
            )}
          </strong>
          <span>
            {made} · {when.format(new Date(at))}
          </span>
          {keyFrames > 0 && <span>{t('mouth.keyFrames', { count: keyFrames })}</span>}
          {otherPicture && <span className={classes.other}>{t('mouth.otherPicture')}</span>}
        </span>
      </UnstyledButton>
      {open && <Opened version={version} isNewest={isNewest} />}
    </li>
  );
};

/** What differs, the name, and the way back. */
const Opened = ({ version, isNewest }: { version: MouthVersion; isNewest: boolean }) => {
  const { t } = useTranslation();
  const { mouth, mouthKeeper } = useStudio();
  const { document, ghost, saving } = useStore(mouth.view);
  const [label, setLabel] = useState(version.label);
  const other = ghost?.document ?? null;
  const difference = other === null || document === null ? null : differenceOf(document.outer, other.outer);
  const percent = (value: number): string => `${value > 0 ? '+' : ''}${Math.round(value * 100)} %`;
  return (
    <div className={classes.opened}>
      <p className={classes.difference} role="status">
        {difference === null || difference.most < 0.05
          ? t('mouth.noDifference')
          : t('mouth.difference', {
              most: difference.most.toFixed(1),
              mean: difference.mean.toFixed(1),
              width: percent(difference.width),
              height: percent(difference.height),
            })}
      </p>
      <Group gap={6} wrap="nowrap">
        <TextInput
          size="xs"
          className={classes.label ?? ''}
          aria-label={t('mouth.label')}
          placeholder={t('mouth.label')}
          maxLength={80}
          value={label}
          onChange={event => setLabel(event.currentTarget.value)}
          onBlur={() => label.trim() !== version.label && void mouthKeeper.label(version.revision, label)}
          onKeyDown={event => event.key === 'Enter' && event.currentTarget.blur()}
        />
        <Button
          size="compact-sm"
          disabled={isNewest || saving}
          onClick={() => void mouthKeeper.restore(version.revision)}
        >
          {t('mouth.restore')}
        </Button>
      </Group>
    </div>
  );
};
