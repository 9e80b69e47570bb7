/** The comparison on screen: its sides, how they are laid, the blind test, and the live session that draws them all. Knows no React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import type { LiveAsk } from '../stage/live-link.ts';
import type { Stage } from '../stage/stage.ts';
import { type BlindTest, beginTest, shownAt, vote } from './blind-test.ts';
import type { Look, Region } from './draw-compare.ts';
import { addSide, firstSides, removeSide, SIDE_NAMES, type Side, wireSides } from './sides.ts';

/** What part of the picture is compared. */
export type Zoom = 'whole' | 'face' | 'mouth';

/** What the screen shows. `selected`: the side whose settings are open. */
export type CompareView = {
  avatar: AvatarView | null;
  sides: readonly Side[];
  selected: number;
  look: Look;
  zoom: Zoom;
  /** 0..1 from the left. */ wipe: number;
  blind: BlindTest | null;
  revealed: boolean;
};

/** What it needs. `stage` is its own; `chance` gives 0..1. */
export type CompareDeps = {
  stage: Stage;
  chance(): number;
  size(avatar: AvatarView): { width: number; height: number };
  background(): string;
};

const FPS = 25;
/** What of a side is seen; its voice is heard from the next sentence on. */
const DRAWN: readonly (keyof Side)[] = ['renderer', 'portrait', 'compositor'];
/** Room about the mouth and the face, in their own sizes. */
const MOUTH_ROOM = 2.4;
const FACE_ROOM = 1.35;

/** Made once for the page; a session runs only while the screen is open. */
export class Compare {
  readonly view: StoreApi<CompareView>;
  readonly stage: Stage;
  readonly #deps: CompareDeps;

  constructor(deps: CompareDeps) {
    this.#deps = deps;
    this.stage = deps.stage;
    this.view = createStore<CompareView>(() => ({
      avatar: null,
      sides: [],
      selected: 1,
      look: 'wipe',
      zoom: 'face',
      wipe: 0.5,
      blind: null,
      revealed: false,
    }));
  }

  /** Opens the comparison of an avatar; the setting in use is the first side, unless sides are there from before. */
  open(avatar: AvatarView, used: Side): void {
    const { sides, avatar: before } = this.view.getState();
    // Of somebody else only what was tried stays, not what they are kept with.
    const kept = before?.id === avatar.id ? sides : sides.map((side, i) => (i === 0 ? used : side));
    this.view.setState({ avatar, sides: sides.length === 0 ? firstSides(used) : kept });
    this.#show();
  }

  /** The screen was left. */
  close(): void {
    this.stage.show(null);
  }

  /** Changes one side; the live picture follows. */
  change(index: number, patch: Partial<Side>): void {
    const sides = this.view.getState().sides.map((side, i) => (i === index ? { ...side, ...patch } : side));
    this.view.setState({ sides });
    if (DRAWN.some(key => key in patch)) this.stage.tune({ compare: wireSides(sides) });
  }

  /** One side more, or one less: the session is opened anew. */
  add(): void {
    this.#resize(addSide(this.view.getState().sides));
  }

  /** See add. */
  remove(index: number): void {
    this.#resize(removeSide(this.view.getState().sides, index));
  }

  /** Chooses how it is laid, looked at, and which side is open. */
  set(patch: Partial<Pick<CompareView, 'look' | 'zoom' | 'wipe' | 'selected'>>): void {
    this.view.setState(patch);
  }

  /** Starts or ends a blind test of the first side against the open one. */
  toggleBlind(): void {
    const { blind } = this.view.getState();
    const pair = this.#pair();
    this.view.setState({
      blind: blind === null ? beginTest(pair, this.#deps.chance()) : null,
      revealed: false,
    });
  }

  /** Notes a preference; gives the two that were seen and the place of the better one, null while nothing is tested. */
  vote(choice: 'left' | 'right' | 'same'): { pair: [Side, Side]; winner: 0 | 1 | null } | null {
    const { blind, sides } = this.view.getState();
    const [first, second] = [sides[blind?.pair[0] ?? -1], sides[blind?.pair[1] ?? -1]];
    if (blind === null || first === undefined || second === undefined) return null;
    const winner = choice === 'same' ? null : shownAt(blind, choice) === blind.pair[0] ? 0 : 1;
    this.view.setState({ blind: vote(blind, choice, this.#deps.chance()), revealed: false });
    return { pair: [first, second], winner };
  }

  /** Shows which was which. */
  reveal(): void {
    this.view.setState({ revealed: true });
  }

  /** Sides from left to right as they are drawn, with the names that may be shown. */
  shown(): { shown: number[]; names: string[] } {
    const { look, sides, blind, revealed } = this.view.getState();
    if (blind !== null) {
      const shown = [shownAt(blind, 'left'), shownAt(blind, 'right')];
      return { shown, names: revealed ? shown.map(nameOf) : ['?', '?'] };
    }
    const shown = look === 'beside' ? sides.map((_, i) => i) : [...this.#pair()];
    return { shown, names: shown.map(nameOf) };
  }

  /** How texts are voiced: as the open side says; in a blind test as the first does, which tells nothing. */
  voice(): { language: 'auto' } & Side['voice'] {
    const { sides, selected, blind } = this.view.getState();
    const side = sides[blind === null ? selected : 0];
    return { language: 'auto', ...(side?.voice ?? { voiceId: null, rate: 1, pitch: 1 }) };
  }

  /** The part of a side that is looked at, in pixels of a side of this size. */
  region(side: { width: number; height: number }): Region {
    const { avatar, zoom } = this.view.getState();
    const all = { x: 0, y: 0, ...side };
    if (avatar === null || zoom === 'whole') return all;
    const face = avatar.faces[avatar.faceIndex];
    const mouth = avatar.mouth?.animation;
    const about =
      zoom === 'mouth' && mouth !== undefined
        ? squareAbout(
            mouth.mouth_center[0] * side.width,
            mouth.mouth_center[1] * side.height,
            mouth.mouth_rx * side.width * MOUTH_ROOM,
          )
        : face === undefined
          ? null
          : squareAbout(
              ((face[0] + face[2]) / 2) * side.width,
              ((face[1] + face[3]) / 2) * side.height,
              (Math.max((face[2] - face[0]) * side.width, (face[3] - face[1]) * side.height) / 2) * FACE_ROOM,
            );
    return about === null ? all : within(about, side);
  }

  #pair(): [number, number] {
    const { selected } = this.view.getState();
    return [0, selected === 0 ? 1 : selected];
  }

  #resize(sides: readonly Side[]): void {
    const { selected } = this.view.getState();
    if (sides === this.view.getState().sides) return;
    this.view.setState({ sides, selected: Math.min(selected, sides.length - 1), blind: null });
    this.#show();
  }

  #show(): void {
    const { avatar, sides } = this.view.getState();
    if (avatar === null || sides.length === 0) return;
    const ask: LiveAsk = {
      avatarId: avatar.id,
      ...this.#deps.size(avatar),
      fps: FPS,
      background: this.#deps.background(),
      renderer: sides[0]!.renderer,
      portrait: sides[0]!.portrait,
      compositor: sides[0]!.compositor,
      compare: wireSides(sides),
    };
    this.stage.show(ask);
  }
}

const nameOf = (index: number): string => SIDE_NAMES[index] ?? '';

const squareAbout = (x: number, y: number, half: number): Region => ({
  x: x - half,
  y: y - half,
  width: 2 * half,
  height: 2 * half,
});

const within = (region: Region, side: { width: number; height: number }): Region => {
  const width = Math.min(region.width, side.width);
  const height = Math.min(region.height, side.height);
  return {
    x: Math.min(side.width - width, Math.max(0, region.x)),
    y: Math.min(side.height - height, Math.max(0, region.y)),
    width,
    height,
  };
};
