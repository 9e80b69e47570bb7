/** Puts pictures back that main left out because this process holds them. The other end of `sendPicturesOnce`. */
import type { EngineRequest } from '../../../shared/engine-link.ts';
import { PictureShelf } from '../../../shared/picture-shelf.ts';
import type { ParentPort } from './serve-calls.ts';

/** A port whose `openSession` requests are whole again. */
export const restorePictures = (port: ParentPort): ParentPort => {
  const shelf = new PictureShelf<Uint8Array>();

  const whole = (message: EngineRequest): EngineRequest => {
    if (message.call !== 'openSession') return message;
    const { avatar } = message.params;
    const { sha256, picture } = avatar;
    if (sha256 === undefined) return message;
    if (picture.length > 0) {
      shelf.put(sha256, picture, picture.length);
      return message;
    }
    const held = shelf.use(sha256);
    if (held === null) return message;
    return { ...message, params: { ...message.params, avatar: { ...avatar, picture: held } } };
  };

  return {
    send: reply => port.send(reply),
    onMessage: listener => port.onMessage(message => listener(whole(message as EngineRequest))),
  };
};
