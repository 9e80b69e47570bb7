/** The grid: only the rows in sight are drawn. Arrows walk, Enter shows on the stage, F2 renames, Space marks, Delete removes. */
import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { useStudio } from '../../app/studio.ts';
import { gridStep } from './avatar-browser.ts';
import classes from './avatar-grid.module.css';
import { AvatarTile, tileId } from './avatar-tile.tsx';

const TILE = 172;
const GAP = 8;
const ROW = 232;

/** What the grid tells the screen. `current`: the avatar whose details are shown. */
export type GridProps = {
  shown: readonly AvatarView[];
  currentId: string | null;
  choose(id: string | null): void;
  show(id: string): void;
};

/** One list box, whose active option is the current avatar. */
export const AvatarGrid = ({ shown, currentId, choose, show }: GridProps) => {
  const { t } = useTranslation();
  const { avatars, browser } = useStudio();
  const marked = useStore(browser.view, view => view.marked);
  const stageId = useStore(avatars.view, view => view.selectedId);
  const [naming, setNaming] = useState<string | null>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const { ref: measured, width } = useElementSize();
  const columns = Math.max(1, Math.floor((width + GAP) / (TILE + GAP)));
  const rows = useVirtualizer({
    count: Math.ceil(shown.length / columns),
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    gap: GAP,
    overscan: 2,
  });
  // What is looked for anew is seen from its beginning, unless the chosen one is still there.
  const looked = useStore(browser.view, ({ search, tags, sort }) => [search, sort, ...tags].join('\n'));
  const before = useRef(looked);
  useEffect(() => {
    if (looked === before.current) return;
    before.current = looked;
    rows.scrollToOffset(0);
  }, [looked, rows]);
  const index = shown.findIndex(avatar => avatar.id === currentId);
  const row = Math.floor(index / columns);
  useEffect(() => {
    if (row >= 0) rows.scrollToIndex(row);
  }, [row, rows]);

  const pick = (id: string, mode: 'only' | 'toggle' | 'range'): void => {
    if (mode === 'toggle') browser.toggle(id);
    else if (mode === 'range') browser.toggleRange(id, shown);
    else {
      browser.mark([]);
      browser.anchorAt(id);
      choose(id);
    }
  };
  const chosen = (): readonly string[] =>
    marked.size > 0 ? [...marked] : currentId === null ? [] : [currentId];
  const keyDown = (event: React.KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.altKey) return;
    const handled = act(event);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const act = (event: React.KeyboardEvent): boolean => {
    const all = event.ctrlKey || event.metaKey;
    if (all && event.key.toLowerCase() === 'a') {
      browser.mark(shown.map(avatar => avatar.id));
      return true;
    }
    if (all) return false;
    const to = gridStep(event.key, index, columns, shown.length);
    if (to !== null) {
      const next = shown[to];
      if (next === undefined) return false;
      if (event.shiftKey) {
        if (currentId !== null && marked.size === 0) browser.mark([currentId]);
        browser.toggleRange(next.id, shown);
      }
      choose(next.id);
      return true;
    }
    if (event.key === 'Delete' || event.key === 'Backspace') {
      const ids = chosen();
      browser.mark([]);
      void avatars.remove(...ids);
      return ids.length > 0;
    }
    if (event.key === 'Escape') {
      if (marked.size > 0) browser.mark([]);
      else if (currentId !== null) choose(null);
      else return false;
      return true;
    }
    if (currentId === null) return false;
    if (event.key === 'Enter') show(currentId);
    else if (event.key === 'F2') setNaming(currentId);
    else if (event.key === ' ') browser.toggle(currentId);
    else return false;
    return true;
  };
  const named = (): void => {
    setNaming(null);
    scroll.current?.focus();
  };
  return (
    <div
      ref={scroll}
      className={classes.grid}
      role="listbox"
      aria-multiselectable="true"
      aria-label={t('avatars.list')}
      aria-activedescendant={index >= 0 ? tileId(currentId!) : undefined}
      tabIndex={0}
      onKeyDown={keyDown}
    >
      <div ref={measured} className={classes.rows} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index: at, start }) => (
          <div
            key={at}
            className={classes.row}
            role="presentation"
            style={{
              transform: `translateY(${start}px)`,
              height: ROW,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            }}
          >
            {shown.slice(at * columns, (at + 1) * columns).map(avatar => {
              const { background } = avatar.profile;
              return (
                <AvatarTile
                  key={avatar.id}
                  avatar={avatar}
                  behind={background.kind === 'image' ? avatars.get(background.imageId) : null}
                  current={avatar.id === currentId}
                  marked={marked.has(avatar.id)}
                  onStage={avatar.id === stageId}
                  rushing={rows.isScrolling}
                  naming={avatar.id === naming}
                  pick={mode => pick(avatar.id, mode)}
                  show={() => show(avatar.id)}
                  rename={() => setNaming(avatar.id)}
                  named={named}
                />
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
};
