/** OmniRT's routes: the native WebSocket, the FlashTalk-compatible ones, the list of models. Glue only. */
import {
  type Connection,
  type Dialogue,
  type FrontEndDefinition,
  type FrontEndDeps,
  type HttpReply,
  type Route,
  silentMeter,
} from '../front-end.ts';
import { ownedBy } from '../owned-sessions.ts';
import { NativeDialogue } from './dialogue.ts';
import { FlashTalkDialogue } from './flashtalk-dialogue.ts';
import type { FlashTalkModel } from './flashtalk-messages.ts';
import { FLASHTALK, OMNIRT } from './inspect-message.ts';
import { MODEL_PATHS } from './model-paths.ts';
import { type AsksUpstream, modelStatuses, modelsList } from './models-list.ts';
import { DEFAULT_OMNIRT_SETTINGS, type OmnirtSettings } from './omnirt-settings.ts';
import { preloadAvatar } from './preload.ts';
import { ProxyDialogue } from './proxy-dialogue.ts';
import { RendererPicker } from './renderer-picker.ts';
import { ResumeShelf } from './resume-shelf.ts';
import { rulesOf, SessionDoor } from './session-door.ts';
import { UpstreamReach } from './upstream-reach.ts';
import { errorMessage, type WireFailure } from './wire.ts';

/** Largest message taken: a 20 MB picture as base64 and its metadata. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
/** What other servers of the family take. */
const MAX_FORWARDED_BYTES = 50 * 1024 * 1024;

type WsRoute = Extract<Route, { kind: 'ws' }>;

const NOT_HERE =
  'This model is not available here. Use /v1/audio2video/flashtalk or /v1/audio2video/wav2lip.';

/** One coded error, then the socket closes, as the reference does for MuseTalk. */
const absentModel = (connection: Connection): Dialogue => {
  connection.sendText(errorMessage({ code: 'runtime_not_ready', message: NOT_HERE }));
  connection.close(1000, 'The model is not available.');
  return { onText: () => {}, onBinary: () => {}, onClose: () => {} };
};

const MODELS_PATHS = ['/v1/audio2video/models', '/v1/avatar/models'] as const;
const PRELOAD_PATHS = ['/v1/audio2video/wav2lip/preload', '/v1/avatar/wav2lip/preload'] as const;

const jsonReply = (value: unknown): HttpReply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

const createRoutes = (deps: FrontEndDeps, settings: OmnirtSettings): Route[] => {
  const { runtime, speech, clock, log, dial } = deps;
  const rules = rulesOf(deps, settings);
  const meter = deps.meter ?? silentMeter;
  const picker = new RendererPicker(deps, settings);
  const doorDeps = { ...deps, settings, picker };
  const doorFor = (connection: Connection) => ({
    ...doorDeps,
    sessions: ownedBy(deps.sessions, connection),
  });
  const admitMuseTalk = async (): Promise<WireFailure | null> =>
    runtime === 'resident' && (await picker.drawsMuseTalk())
      ? null
      : { code: 'musetalk_proxy_not_configured', message: NOT_HERE };
  const shelf = new ResumeShelf<NativeDialogue>();
  const native: Route = {
    kind: 'ws',
    path: '/v1/avatar/realtime',
    protocol: OMNIRT,
    maxMessageBytes: MAX_MESSAGE_BYTES,
    open: connection => {
      const door = new SessionDoor(
        doorFor(connection),
        connection.isOwnPage === true ? 'studio' : 'omnirt',
        'cover',
      );
      return new NativeDialogue({ connection, door, rules, speech, clock, log, meter, shelf });
    },
  };
  const flashTalk = (model: FlashTalkModel): WsRoute['open'] => {
    const admit = model === 'musetalk' ? { admit: admitMuseTalk } : {};
    return connection => {
      const door = new SessionDoor(doorFor(connection), 'flashtalk', 'stretch');
      return new FlashTalkDialogue({ connection, door, rules, clock, log, meter, model, ...admit });
    };
  };
  const ofModels = MODEL_PATHS.flatMap(({ model, paths, speaks }) => {
    const url = settings.upstreams[model];
    const isForwarded = url !== undefined && dial !== undefined;
    const spoken = speaks === null || runtime === 'proxy' ? absentModel : flashTalk(speaks);
    const open: WsRoute['open'] = isForwarded
      ? connection => new ProxyDialogue({ connection, dial, url, clock, log, meter })
      : spoken;
    const maxMessageBytes = isForwarded ? MAX_FORWARDED_BYTES : MAX_MESSAGE_BYTES;
    return paths.map((path): Route => ({ kind: 'ws', path, protocol: FLASHTALK, maxMessageBytes, open }));
  });
  const reach = dial === undefined ? null : new UpstreamReach(dial, clock);
  const asksUpstream: AsksUpstream = async model => {
    const url = settings.upstreams[model];
    return url === undefined || reach === null ? null : reach.answers(url);
  };
  const models = MODELS_PATHS.map(
    (path): Route => ({
      kind: 'http',
      method: 'GET',
      path,
      protocol: FLASHTALK,
      answer: async () => jsonReply(modelsList(await modelStatuses(runtime, picker, asksUpstream))),
    }),
  );
  const preload = PRELOAD_PATHS.map(
    (path): Route => ({
      kind: 'http',
      method: 'POST',
      path,
      protocol: FLASHTALK,
      maxBodyBytes: MAX_MESSAGE_BYTES,
      answer: async ({ body }) => {
        const door = new SessionDoor(doorDeps, 'flashtalk', 'stretch');
        return jsonReply(await preloadAvatar(body, { door, rules, runtime }));
      },
    }),
  );
  return [native, ...ofModels, ...models, ...preload];
};

/** The front-end with process-wide settings of the reference; what is not named has its default. */
export const omnirtWith = (settings: Partial<OmnirtSettings>): FrontEndDefinition => ({
  id: 'omnirt',
  create: deps => ({ routes: createRoutes(deps, { ...DEFAULT_OMNIRT_SETTINGS, ...settings }) }),
});
