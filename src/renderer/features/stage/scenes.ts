/** Scenes: what is on the stage, kept under a name and put back at once. Knows the stores it reads and changes, not React. */
import type { AvatarBackground } from '../../../shared/studio/avatar-profile.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { MAX_SCENES, type Scene, type StudioSettings } from '../../../shared/studio/settings.ts';
import { hexOf } from '../../ui/hex-colour.ts';
import type { Avatars } from '../avatars/avatars.ts';
import { putOn } from '../settings/in-force.ts';
import type { Settings } from '../settings/settings.ts';
import type { LiveAsk } from './live-link.ts';

/** What a scene takes from the studio's settings; nothing for a scene without a background of its own. */
type Part = Pick<
  StudioSettings,
  'stageBackground' | 'renderer' | 'portrait' | 'compositor' | 'voiceId' | 'rate' | 'pitch'
>;

/** The settings a scene stands for. */
export const partOf = (scene: Scene): Part => ({
  stageBackground: scene.background,
  renderer: scene.renderer,
  portrait: scene.portrait,
  compositor: scene.compositor,
  voiceId: scene.voiceId,
  rate: scene.rate,
  pitch: scene.pitch,
});

/** What a session is asked to lay behind a picture with alpha; nothing: as the avatar's profile says, also where the picture chosen is gone. */
export const backdropFor = (
  { hasAlpha }: Pick<AvatarView, 'hasAlpha'>,
  wanted: AvatarBackground | null,
  has: (pictureId: string) => boolean,
): Pick<LiveAsk, 'background'> => {
  if (wanted === null || !hasAlpha) return {};
  if (wanted.kind === 'image')
    return has(wanted.imageId) ? { background: { avatar_id: wanted.imageId } } : {};
  return { background: wanted.kind === 'colour' ? hexOf(wanted.rgb) : 'transparent' };
};

/** See the methods. */
export class Scenes {
  readonly #settings: Settings;
  readonly #avatars: Avatars;
  readonly #newId: () => string;

  constructor(deps: { settings: Settings; avatars: Avatars; newId: () => string }) {
    this.#settings = deps.settings;
    this.#avatars = deps.avatars;
    this.#newId = deps.newId;
  }

  /** Keeps what is on the stage; false when there are enough scenes. */
  keep(name: string): boolean {
    const { scenes } = this.#settings.view.getState();
    if (scenes.length >= MAX_SCENES || name.trim() === '') return false;
    this.#settings.update({ scenes: [...scenes, this.#now(this.#newId(), name.trim().slice(0, 40))] });
    return true;
  }

  /** Lets a scene be what is on the stage now. */
  replace(id: string): void {
    this.#change(id, ({ name }) => this.#now(id, name));
  }

  /** Another name. */
  rename(id: string, name: string): void {
    if (name.trim() !== '') this.#change(id, scene => ({ ...scene, name: name.trim().slice(0, 40) }));
  }

  /** Forgets one; what is given puts it back where it was. */
  remove(id: string): () => void {
    const { scenes } = this.#settings.view.getState();
    const place = scenes.findIndex(scene => scene.id === id);
    this.#settings.update({ scenes: scenes.filter(scene => scene.id !== id) });
    return () => {
      const now = this.#settings.view.getState().scenes;
      if (place < 0 || now.length >= MAX_SCENES || now.some(scene => scene.id === id)) return;
      this.#settings.update({ scenes: now.toSpliced(place, 0, scenes[place]!) });
    };
  }

  /** Puts a scene on the stage. An avatar that is gone leaves the one that is there. */
  show(id: string): void {
    const scene = this.#settings.view.getState().scenes.find(known => known.id === id);
    if (scene === undefined) return;
    const known = this.#avatars.view.getState().list?.some(avatar => avatar.id === scene.avatarId);
    // First who: an avatar brings its own defaults, and the scene has the last word.
    if (known === true) this.#avatars.select(scene.avatarId);
    this.#settings.update(putOn(this.#settings.view.getState(), partOf(scene)));
  }

  #now(id: string, name: string): Scene {
    const {
      stageBackground: background,
      renderer,
      portrait,
      compositor,
      voiceId,
      rate,
      pitch,
    } = this.#settings.view.getState();
    const avatarId = this.#avatars.view.getState().selectedId;
    return { id, name, avatarId, background, renderer, portrait, compositor, voiceId, rate, pitch };
  }

  #change(id: string, change: (scene: Scene) => Scene): void {
    const { scenes } = this.#settings.view.getState();
    this.#settings.update({ scenes: scenes.map(scene => (scene.id === id ? change(scene) : scene)) });
  }
}
