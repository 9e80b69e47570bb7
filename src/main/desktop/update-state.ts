/** Where an update stands, as a state machine over what the updater announces. Pure; fetches and installs nothing. */

import type { UpdateState } from '../../shared/desktop-facts.ts';
import { assertNever } from '../../shared/errors.ts';

/** What happens to an update. Notes come as the release page has them: text, HTML, or a list by versions. */
export type UpdateEvent =
  | { name: 'checking' }
  | { name: 'none' }
  | { name: 'found'; version: string; notes: unknown }
  | { name: 'download' }
  | { name: 'progress'; percent: number }
  | { name: 'fetched' }
  | { name: 'failed'; message: string };

const LONGEST_NOTES = 8000;
const LONGEST_MESSAGE = 300;

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
  '&amp;': '&',
};

const plainText = (html: string): string =>
  html
    .replace(/<(br|\/p|\/li|\/h[1-6]|\/div)\s*\/?>/gi, '\n')
    .replace(/<li[^>]*>/gi, '• ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|nbsp|amp);/g, entity => ENTITIES[entity] ?? entity)
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, LONGEST_NOTES);

/** Release notes as plain text; '' for what is none. */
export const readNotes = (notes: unknown): string => {
  if (typeof notes === 'string') return plainText(notes);
  if (!Array.isArray(notes)) return '';
  const parts = notes.map((part: { version?: unknown; note?: unknown } | null) =>
    typeof part?.note === 'string' ? `${String(part.version ?? '')}\n${plainText(part.note)}` : '',
  );
  return parts.filter(Boolean).join('\n\n').slice(0, LONGEST_NOTES);
};

/** The state after an event; what does not fit the state changes nothing. */
export const nextUpdate = (state: UpdateState, event: UpdateEvent): UpdateState => {
  if (state.at === 'off') return state;
  switch (event.name) {
    case 'checking':
      // A version that lies ready, or is on its way, is not lost to a look for another.
      return state.at === 'ready' || state.at === 'downloading' ? state : { at: 'checking' };
    case 'none':
      return state.at === 'checking' ? { at: 'current' } : state;
    case 'found':
      return state.at === 'ready' || state.at === 'downloading'
        ? state
        : { at: 'available', version: event.version, notes: readNotes(event.notes) };
    case 'download':
      return state.at === 'available' ? { ...state, at: 'downloading', percent: 0 } : state;
    case 'progress':
      return state.at === 'downloading'
        ? { ...state, percent: Math.min(100, Math.max(state.percent, event.percent)) }
        : state;
    case 'fetched':
      return state.at === 'downloading' ? { at: 'ready', version: state.version, notes: state.notes } : state;
    case 'failed':
      return state.at === 'ready'
        ? state
        : { at: 'failed', message: event.message.split('\n')[0]?.slice(0, LONGEST_MESSAGE) ?? '' };
    default:
      return assertNever(event);
  }
};

/** What the app is, for updates. `packageType` is what the Linux packages say of themselves; `source` is whether the build names a place to look. */
export type UpdateFacts = {
  packaged: boolean;
  portable: boolean;
  source: boolean;
  platform: NodeJS.Platform;
  appImage: boolean;
  packageType: string | null;
};

/** The first state: off where nothing could be installed. */
export const firstUpdateState = (facts: UpdateFacts): UpdateState => {
  if (!facts.packaged) return { at: 'off', why: 'unpackaged' };
  if (facts.portable) return { at: 'off', why: 'portable' };
  if (!facts.source) return { at: 'off', why: 'no-source' };
  const installed = facts.platform !== 'linux' || facts.appImage || facts.packageType !== null;
  return installed ? { at: 'idle' } : { at: 'off', why: 'portable' };
};
