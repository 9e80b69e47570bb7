/** OmniRT's routes: the native WebSocket, the FlashTalk-compatible ones, the list of models. Glue only. */
import {
  type Connection,
  type Dialogue,
  type FrontEndDefinition,
  type FrontEndDeps,
  type Route,
  silentMeter,
} from '../front-end.ts';
import { NativeDialogue } from './dialogue.ts';
import { FlashTalkDialogue } from './flashtalk-dialogue.ts';
import { modelsList } from './models-list.ts';
import { DEFAULT_OMNIRT_SETTINGS, type OmnirtSettings } from './omnirt-settings.ts';
import { rulesOf, SessionDoor } from './session-door.ts';
import { errorMessage } from './wire.ts';

/** Largest message taken: a 20 MB picture as base64 and its metadata. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

const FLASHTALK_PATHS: readonly { path: string; model: 'soulx-flashtalk-14b' | 'wav2lip' }[] = [
  { path: '/', model: 'soulx-flashtalk-14b' },
  { path: '/v1/audio2video/flashtalk', model: 'soulx-flashtalk-14b' },
  { path: '/v1/avatar/flashtalk', model: 'soulx-flashtalk-14b' },
  { path: '/v1/audio2video/wav2lip', model: 'wav2lip' },
  { path: '/v1/avatar/wav2lip', model: 'wav2lip' },
];

/** Models of the family that no renderer here draws: one coded error, then the socket closes, as the reference does for MuseTalk. */
const ABSENT_MODELS: readonly { path: string; code: string }[] = [
  { path: '/v1/audio2video/quicktalk', code: 'runtime_not_ready' },
  { path: '/v1/avatar/quicktalk', code: 'runtime_not_ready' },
  { path: '/v1/audio2video/musetalk', code: 'musetalk_proxy_not_configured' },
  { path: '/v1/avatar/musetalk', code: 'musetalk_proxy_not_configured' },
  { path: '/v1/audio2video/fasterliveportrait', code: 'runtime_not_ready' },
  { path: '/v1/avatar/fasterliveportrait', code: 'runtime_not_ready' },
  { path: '/v1/video2video/fasterliveportrait', code: 'runtime_not_ready' },
  { path: '/v1/avatar/video-clone/fasterliveportrait', code: 'runtime_not_ready' },
];

const absentModel = (connection: Connection, code: string): Dialogue => {
  const message =
    'This model is not available here. Use /v1/audio2video/flashtalk or /v1/audio2video/wav2lip.';
  connection.sendText(errorMessage({ code, message }));
  connection.close(1000, 'The model is not available.');
  return { onText: () => {}, onBinary: () => {}, onClose: () => {} };
};

const MODELS_PATHS = ['/v1/audio2video/models', '/v1/avatar/models'] as const;

/** The gateway lets in no loopback origin but our own page's. */
const isOwnPage = ({ origin }: Connection): boolean =>
  origin !== null && /^http:\/\/(localhost|127\.0\.0\.1|\[::1\]):\d+$/.test(origin);

const createRoutes = (deps: FrontEndDeps, settings: OmnirtSettings): Route[] => {
  const rules = rulesOf(deps.runtime, settings);
  const meter = deps.meter ?? silentMeter;
  const { speech, clock, log } = deps;
  const native: Route = {
    kind: 'ws',
    path: '/v1/avatar/realtime',
    maxMessageBytes: MAX_MESSAGE_BYTES,
    open: connection => {
      const door = new SessionDoor(deps, isOwnPage(connection) ? 'studio' : 'omnirt', 'cover');
      return new NativeDialogue({ connection, door, rules, speech, clock, log, meter });
    },
  };
  const compatible = FLASHTALK_PATHS.map(
    ({ path, model }): Route => ({
      kind: 'ws',
      path,
      maxMessageBytes: MAX_MESSAGE_BYTES,
      open: connection => {
        const door = new SessionDoor(deps, 'flashtalk', 'stretch');
        return new FlashTalkDialogue({ connection, door, rules, clock, log, meter, model });
      },
    }),
  );
  const absent = ABSENT_MODELS.map(
    ({ path, code }): Route => ({
      kind: 'ws',
      path,
      maxMessageBytes: 1024,
      open: connection => absentModel(connection, code),
    }),
  );
  const models = MODELS_PATHS.map(
    (path): Route => ({
      kind: 'http',
      method: 'GET',
      path,
      answer: async () => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(modelsList(deps.runtime)),
      }),
    }),
  );
  return [native, ...compatible, ...absent, ...models];
};

/** The front-end with process-wide settings of the reference; what is not named has its default. */
export const omnirtWith = (settings: Partial<OmnirtSettings>): FrontEndDefinition => ({
  id: 'omnirt',
  create: deps => ({ routes: createRoutes(deps, { ...DEFAULT_OMNIRT_SETTINGS, ...settings }) }),
});
