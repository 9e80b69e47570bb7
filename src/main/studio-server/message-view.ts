/** Kept messages as the page sees them: what they are, their beginning, their loudness, without secrets and paths. Knows no socket. */

import { identifyApp } from '../../shared/app-name.ts';
import { StudioError } from '../../shared/errors.ts';
import type { MessageDetail, MessageLine } from '../../shared/studio/message-log.ts';
import type { MessageShape, SpokenProtocol } from '../protocols/front-end.ts';
import type { KeptMessage } from './message-log.ts';
import { redactJson, redactText, redactValue } from './redact.ts';

const LINE_TEXT = 300;
/** Texts beyond this are told by their length: reading them would hold up everybody. */
const READ_TEXT = 256 * 1024;
const DETAIL_TEXT = 200_000;
const LINE_PEAKS = 40;
const DETAIL_PEAKS = 400;
const HEX_ROWS = 16;

/** Loudness of PCM s16le in `count` parts, 0 to 1, three decimals. */
export const peaksOf = (pcm: Uint8Array, count: number): number[] => {
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const samples = pcm.byteLength >> 1;
  const parts = Math.min(count, samples);
  return Array.from({ length: parts }, (_, part) => {
    let peak = 0;
    const end = Math.floor(((part + 1) * samples) / parts);
    for (let i = Math.floor((part * samples) / parts); i < end; i++)
      peak = Math.max(peak, Math.abs(view.getInt16(i * 2, true)));
    return Math.round((peak / 32_768) * 1000) / 1000;
  });
};

const textOf = ({ bytes }: KeptMessage): string => Buffer.from(bytes).toString('utf8');

/** Long values (pictures as base64) are named by their length. */
const shorten = (value: unknown): unknown => {
  if (typeof value === 'string') return value.length > 400 ? `(${value.length} characters)` : value;
  if (Array.isArray(value)) return value.length > 200 ? `(${value.length} values)` : value.map(shorten);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shorten(inner)]));
};

const hexRows = (bytes: Uint8Array): string[] =>
  Array.from({ length: Math.min(HEX_ROWS, Math.ceil(bytes.length / 16)) }, (_, row) => {
    const part = Buffer.from(bytes.subarray(row * 16, row * 16 + 16));
    const hex = [...part].map(byte => byte.toString(16).padStart(2, '0')).join(' ');
    const ascii = [...part]
      .map(byte => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.'))
      .join('');
    return `${(row * 16).toString(16).padStart(4, '0')}  ${hex.padEnd(47)}  ${ascii}`;
  });

/** Reads messages with the words of their protocols. */
export class MessageViews {
  readonly #protocols: () => readonly SpokenProtocol[];

  constructor(protocols: () => readonly SpokenProtocol[]) {
    this.#protocols = protocols;
  }

  /** What it is. */
  shape(message: KeptMessage): MessageShape {
    const spoken = this.#protocols().find(({ id }) => id === message.client.protocol);
    const data = message.isBinary ? message.bytes : textOf(message);
    return spoken?.inspect(data) ?? { type: message.isBinary ? 'binary' : 'text', headers: [] };
  }

  /** For the list. */
  line(message: KeptMessage, shape = this.shape(message)): MessageLine {
    const { client, bytes, isBinary } = message;
    const { sound } = shape;
    const text = isBinary ? null : message.size > READ_TEXT ? '' : textOf(message);
    const value = text === null ? undefined : redactJson(text);
    const shown = value === undefined ? redactText(text ?? '') : JSON.stringify(shorten(value));
    return {
      n: message.n,
      at: message.at,
      clientId: client.id,
      client: client.token?.name ?? identifyApp(client).name,
      isOwnPage: client.isOwnPage,
      protocol: client.protocol,
      direction: message.direction,
      isBinary,
      bytes: message.size,
      type: shape.type,
      text: text === null ? null : shown.slice(0, LINE_TEXT),
      frames: shape.frames?.length ?? 0,
      peaks:
        sound === undefined
          ? null
          : peaksOf(bytes.subarray(sound.offset, sound.offset + sound.length), LINE_PEAKS),
      isCut: message.size > bytes.length,
    };
  }

  /** All of it. */
  detail(message: KeptMessage): MessageDetail {
    const shape = this.shape(message);
    const { sound } = shape;
    const text = message.isBinary ? null : textOf(message);
    const value = text === null ? undefined : redactJson(text);
    const laidOut = value === undefined ? redactText(text ?? '') : JSON.stringify(shorten(value), null, 2);
    return {
      line: this.line(message, shape),
      headers: shape.headers.map(({ name, value: raw }) => ({ name, value: String(redactValue(raw, name)) })),
      text: text === null ? null : laidOut.slice(0, DETAIL_TEXT),
      hex: message.isBinary ? hexRows(message.bytes) : [],
      peaks:
        sound === undefined
          ? null
          : peaksOf(message.bytes.subarray(sound.offset, sound.offset + sound.length), DETAIL_PEAKS),
    };
  }

  /** A JPEG in it. @throws StudioError `store/not-found` */
  picture(message: KeptMessage, frame: number): Uint8Array {
    const part = this.shape(message).frames?.[frame];
    if (part === undefined)
      throw new StudioError('store/not-found', 'There is no such picture in the message.');
    return message.bytes.subarray(part.offset, part.offset + part.length);
  }
}
