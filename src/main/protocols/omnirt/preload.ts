/** `POST …/wav2lip/preload`: prepares a frame avatar ahead of its first session. Errors are answers too, with HTTP 200, as the reference does it. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors.ts';
import type { FrontEndDeps } from '../front-end.ts';
import type { CreateRequest, CreateRules, ReferencePicture } from './create-request.ts';
import { toWireFailure } from './error-codes.ts';
import { readInit } from './flashtalk-messages.ts';
import type { SessionDoor } from './session-door.ts';
import { readText, type WireFailure } from './wire.ts';

/** What it works with. */
export type PreloadDeps = { door: SessionDoor; rules: CreateRules; runtime: FrontEndDeps['runtime'] };

const errorBody = ({ code, message }: WireFailure): object => ({ type: 'error', code, message });

/** OpenTalking names folders here and sends no picture: any base64 stands for it until the paths were checked. */
const NO_STILL = 'AAAA';

/** The still of an avatar that has none: its first frame. Failures name no path. */
const firstFrameOf = async ({ folder }: CreateRequest): Promise<ReferencePicture> => {
  const dir = folder?.dir ?? '';
  try {
    const pictures = (await readdir(dir)).filter(name => /\.(png|jpe?g|webp)$/i.test(name)).sort();
    return { from: 'bytes', bytes: await readFile(path.join(dir, pictures[0] ?? '')) };
  } catch {
    throw new StudioError('avatar/unreadable', 'The first picture of the frame folder cannot be read.');
  }
};

/** The answer's body. `cache_source` is `memory` or `built`: what lies on the disk is taken into memory while it is prepared. */
export const preloadAvatar = async (body: Uint8Array, deps: PreloadDeps): Promise<object> => {
  const { door, rules, runtime } = deps;
  if (runtime !== 'resident') {
    return errorBody({ code: 'preload_unsupported', message: 'Only the resident runtime prepares avatars.' });
  }
  const started = performance.now();
  const message = readText(Buffer.from(body).toString('utf8'));
  if (message.at === 'invalid-json') return errorBody({ code: 'bad_json', message: 'Invalid JSON' });
  const { ref_image: still = NO_STILL } = message.fields;
  const fields = { ...message.fields, ref_image: still, reference_mode: 'frames' };
  let request = await readInit(fields, 'wav2lip', rules);
  if ('code' in request) return errorBody(request);
  try {
    if (still === NO_STILL) request = { ...request, picture: await firstFrameOf(request) };
    const { cacheHit } = await door.prepare(request);
    return {
      type: 'preload_result',
      frames: request.folder?.pictures ?? 0,
      elapsed_ms: Math.round((performance.now() - started) * 1000) / 1000,
      cache_hit: cacheHit,
      cache_source: cacheHit ? 'memory' : 'built',
    };
  } catch (error) {
    return errorBody(toWireFailure(error));
  }
};
