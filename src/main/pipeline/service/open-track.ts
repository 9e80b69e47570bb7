/** Opens what a session or an export draws with: a renderer's track on an avatar, or several side by side. Knows no session. */
import type { OpenSession } from '../../../shared/engine-link.ts';
import type { VideoFormat } from '../../../shared/media.ts';
import type { RendererChoice } from '../../../shared/renderer-options/renderer-choice.ts';
import type { FrameTarget, MovingFacts } from '../avatar/avatar-contract.ts';
import type { FrameBuffer } from '../frame-buffer.ts';
import { overBackdrop } from '../renderers/over-backdrop.ts';
import type { AvatarAssets, ListedRenderer, Renderer, Track } from '../renderers/renderer.ts';
import { createSideBySide } from '../renderers/side-by-side.ts';
import type { Lazy } from './lazy.ts';
import { pictureWalkOf } from './picture-walk.ts';
import type { PictureWalk } from './pose.ts';

/** What is asked of a track. With `compare` the renderer and compositor of the ask itself are not drawn. */
export type TrackAsk = RendererChoice &
  Pick<OpenSession, 'avatar' | 'compositor' | 'format' | 'fit' | 'background' | 'compare'>;

/** An opened track, the size of its frames, and what is to be said of it. */
export type OpenedTrack = {
  track: Track;
  walk: PictureWalk;
  format: VideoFormat;
  assets: AvatarAssets & { cacheHit: boolean };
  lookAheadMs: number;
  notes: readonly string[];
};

/** What opening needs: framed avatars and loaded renderers. */
export type TrackOpenerDeps = {
  frame(
    avatar: OpenSession['avatar'],
    target: FrameTarget,
  ): Promise<AvatarAssets & { cacheHit: boolean; moving: MovingFacts | null }>;
  backdrop(picture: Uint8Array, size: { width: number; height: number }): Promise<FrameBuffer>;
  renderer(id: string): { definition: ListedRenderer; loaded: Lazy<Renderer<never>> };
};

const notesOf = ({ compositor, renderer }: Pick<TrackAsk, 'compositor' | 'renderer'>): string[] =>
  compositor.mode === 'easy_enhanced' && renderer === 'portrait'
    ? [
        'easy_enhanced restores faces that a network drew; the portrait moves your picture itself, so easy_improved is used.',
      ]
    : [];

/** Errors: avatar/*, model/*, session/bad-config. What was opened before a failure is closed. */
export const createTrackOpener = ({ frame, backdrop, renderer }: TrackOpenerDeps) => {
  const openOne = async (ask: TrackAsk): Promise<OpenedTrack> => {
    const { fit, background } = ask;
    const { width, height } = ask.format;
    const { definition, loaded } = renderer(ask.renderer);
    const plain: FrameTarget['background'] =
      background.kind === 'image' ? { kind: 'transparent' } : background;
    const [framed, ready, behind] = await Promise.all([
      frame(ask.avatar, { width, height, fit, background: plain }),
      loaded.get(),
      background.kind === 'image' ? backdrop(background.picture, { width, height }) : null,
    ]);
    const assets = { ...framed, liveliness: ask.avatar.liveliness ?? 1 };
    const bare = await ready.prepare(assets, ask.options as never, ask.compositor);
    const track = behind !== null && assets.hasAlpha ? overBackdrop(bare, behind) : bare;
    return {
      track,
      walk: pictureWalkOf(assets.moving),
      format: ask.format,
      assets,
      lookAheadMs: definition.lookAheadMs,
      notes: [...(track.notes ?? []), ...notesOf(ask)],
    };
  };

  return async (ask: TrackAsk): Promise<OpenedTrack> => {
    const { compare, ...shared } = ask;
    if (compare === undefined) return openOne(ask);
    const opened: OpenedTrack[] = [];
    try {
      for (const { label: _, ...variant } of compare) opened.push(await openOne({ ...shared, ...variant }));
      const sides = opened.map(({ track }, i) => ({ track, label: compare[i]!.label }));
      const first = opened[0]!;
      return {
        ...first,
        track: await createSideBySide(sides, ask.format),
        format: { ...ask.format, width: ask.format.width * compare.length },
        lookAheadMs: Math.max(...opened.map(one => one.lookAheadMs)),
        notes: [...new Set(opened.flatMap(one => one.notes))],
      };
    } catch (error) {
      for (const { track } of opened) await track.close();
      throw error;
    }
  };
};
