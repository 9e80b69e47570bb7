/** Sends each picture to an engine process once: sessions opened with it again carry its hash alone. Knows the call `openSession`, no avatar's meaning. */
import { createHash } from 'node:crypto';
import type { EngineRequest } from '../../shared/engine-link.ts';
import { PictureShelf } from '../../shared/picture-shelf.ts';
import type { EngineProcess } from './engine.ts';

/** Less travels as it is: looking it up would cost as much. */
const WORTH_BYTES = 32 * 1024;
const NOTHING = new Uint8Array();

/** A channel whose pictures travel once; the other end is `restorePictures` of the pipeline. */
export const sendPicturesOnce = (process: EngineProcess): EngineProcess => {
  const shelf = new PictureShelf<true>();

  const thrifty = (message: EngineRequest): EngineRequest => {
    if (message.call !== 'openSession') return message;
    const { avatar } = message.params;
    if (avatar.picture.length < WORTH_BYTES) return message;
    const sha256 = createHash('sha256').update(avatar.picture).digest('hex');
    const isHeld = shelf.use(sha256) !== null;
    if (!isHeld) shelf.put(sha256, true, avatar.picture.length);
    const picture = isHeld ? NOTHING : avatar.picture;
    return { ...message, params: { ...message.params, avatar: { ...avatar, picture, sha256 } } };
  };

  return {
    get pid() {
      return process.pid;
    },
    // RemoteEngine sends requests and nothing else.
    send: message => process.send(thrifty(message as EngineRequest)),
    onMessage: listener => process.onMessage(listener),
    onExit: listener => process.onExit(listener),
    kill: () => process.kill(),
  };
};
