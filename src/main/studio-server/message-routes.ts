/** The message log over the studio's own server: a watching socket, pictures, transcripts. The gateway has checked who it is. */
import type { Clock } from '../../shared/clock.ts';
import { StudioError } from '../../shared/errors.ts';
import type { MessageBatch } from '../../shared/studio/message-log.ts';
import { MESSAGE_PATHS } from '../../shared/studio/message-log.ts';
import type { StreamRequest, StreamRoute } from '../gateway/stream-route.ts';
import type { Connection, Dialogue, Route } from '../protocols/front-end.ts';
import type { KeptMessage, MessageLog } from './message-log.ts';
import type { MessageViews } from './message-view.ts';
import { writeTranscript } from './transcript.ts';

/** What they stand on. */
export type MessageRoutesDeps = {
  log: MessageLog;
  views: MessageViews;
  clock: Clock;
  version: string;
};

/** Lines are sent together, ms: twelve clients bring hundreds a second. */
const BATCH_MS = 120;
const BATCH_LINES = 500;
/** A page that does not read is told later. */
const MAX_QUEUED_BYTES = 4 * 1024 * 1024;

const watch = (connection: Connection, { log, views, clock }: MessageRoutesDeps): Dialogue => {
  let waiting: KeptMessage[] = [];
  let overlooked = 0;
  let cancel = (): void => {};
  let isTimed = false;
  const send = (batch: MessageBatch): void => connection.sendText(JSON.stringify(batch));
  const flush = (): void => {
    isTimed = false;
    if (connection.queuedBytes > MAX_QUEUED_BYTES) {
      overlooked += waiting.length;
      waiting = [];
    }
    const lines = waiting.splice(0, BATCH_LINES).map(message => views.line(message));
    if (lines.length > 0) send({ lines, dropped: log.dropped + overlooked, cleared: false });
    if (waiting.length > 0) later();
  };
  const later = (): void => {
    if (isTimed) return;
    isTimed = true;
    cancel = clock.after(BATCH_MS, flush);
  };
  const queue = (message: KeptMessage): void => {
    if (waiting.length < 10 * BATCH_LINES) waiting.push(message);
    else overlooked += 1;
    later();
  };
  const ownPage = connection.query.get('own') === '1';
  for (const message of log.list()) if (ownPage || !message.client.isOwnPage) queue(message);
  const stop = log.watch(queue, { ownPage });
  const unclear = log.onClear(() => {
    waiting = [];
    overlooked = 0;
    send({ lines: [], dropped: 0, cleared: true });
  });
  return {
    onText: () => {},
    onBinary: () => {},
    onClose: () => {
      cancel();
      unclear();
      stop();
    },
  };
};

const numberIn = ({ query }: StreamRequest, name: string): number => {
  const value = Number(query.get(name));
  if (Number.isSafeInteger(value)) return value;
  throw new StudioError('request/invalid', `${name} must be a whole number.`);
};

const fileName = (client: string): string =>
  `dialogue-${client.replaceAll(/\W+/g, '-').slice(0, 40) || 'client'}.jsonl`;

/** The routes. */
export const createMessageRoutes = (deps: MessageRoutesDeps): (Route | StreamRoute)[] => {
  const { log, views, version } = deps;
  return [
    {
      kind: 'ws',
      path: MESSAGE_PATHS.watch,
      maxMessageBytes: 1024,
      open: connection => watch(connection, deps),
    },
    {
      kind: 'stream',
      method: 'GET',
      path: MESSAGE_PATHS.picture,
      maxBodyBytes: 0,
      answer: async request => {
        const message = log.get(numberIn(request, 'n'));
        if (message === null) throw new StudioError('store/not-found', 'This message is not kept any more.');
        return {
          status: 200,
          headers: { 'content-type': 'image/jpeg', 'cache-control': 'private, max-age=600' },
          body: views.picture(message, numberIn(request, 'frame')),
        };
      },
    },
    {
      kind: 'stream',
      method: 'GET',
      path: MESSAGE_PATHS.transcript,
      maxBodyBytes: 0,
      answer: async ({ query }) => {
        const messages = log.list().filter(({ client }) => client.id === query.get('client'));
        if (messages.length === 0)
          throw new StudioError('store/not-found', 'No message of this client is kept any more.');
        const { client } = views.line(messages[0]!);
        const text = writeTranscript(messages, {
          source: `${client || 'a client without a name'} on Mouthpiece ${version}, ${new Date().toISOString()}`,
          withPictures: query.get('pictures') === '1',
          shape: message => views.shape(message),
        });
        return {
          status: 200,
          headers: {
            'content-type': 'application/x-ndjson',
            'content-disposition': `attachment; filename="${fileName(client)}"`,
          },
          body: text,
        };
      },
    },
  ];
};
