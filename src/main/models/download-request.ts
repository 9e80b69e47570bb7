/** One HTTP request for the rest of a file: redirects checked, ranges understood. Knows no disk. */
import { StudioError } from '../../shared/errors.ts';

/** Where to go on: `bytes` are there, of the version named by `validator` (an ETag or a date; null: nobody can tell). */
export type ResumePoint = { bytes: number; total: number | null; validator: string | null };

/** What the server answers. `from`: where the body begins; 0 when the server starts anew. */
export type RangeAnswer =
  | {
      kind: 'body';
      from: number;
      total: number | null;
      validator: string | null;
      body: AsyncIterable<Uint8Array>;
    }
  | { kind: 'whole' }
  | { kind: 'broken'; why: string };

const MAX_REDIRECTS = 5;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const isLoopback = (url: URL): boolean => LOOPBACK.test(url.hostname);

/** A download's address. @throws StudioError `request/invalid` unless it is https, or http on this machine, without a password in it. */
export const downloadUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const trusted =
    url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)));
  if (trusted && url.username === '' && url.password === '') return url;
  throw new StudioError(
    'request/invalid',
    'The address must begin with https:// and carry no password (http:// works for this machine only).',
  );
};

// A redirect may leave neither https nor, from anywhere else, reach into this machine.
const followed = (from: URL, location: string | null): URL => {
  const next =
    location !== null && URL.canParse(location, from.href) ? downloadUrl(new URL(location, from).href) : null;
  if (next !== null && (isLoopback(from) || !isLoopback(next))) return next;
  throw new StudioError('model/download-failed', 'The server sends on to an address that is not allowed.');
};

const strongValidator = (headers: Headers): string | null => {
  const tag = headers.get('etag');
  return tag !== null && !tag.startsWith('W/') ? tag : headers.get('last-modified');
};

const length = (headers: Headers): number | null => {
  const text = headers.get('content-length');
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
};

const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Asks for what is missing. Errors: model/download-failed for answers that another try would not change, request/invalid; network
 * errors are thrown as they are.
 */
export const requestRange = async (
  address: string,
  resume: ResumePoint,
  signal: AbortSignal,
): Promise<RangeAnswer> => {
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (resume.bytes > 0) {
    headers.range = `bytes=${resume.bytes}-`;
    if (resume.validator !== null) headers['if-range'] = resume.validator;
  }
  let url = downloadUrl(address);
  for (let redirects = 0; ; redirects++) {
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    if (response.status >= 300 && response.status < 400 && response.status !== 304) {
      await response.body?.cancel();
      if (redirects >= MAX_REDIRECTS)
        throw new StudioError('model/download-failed', 'The server sends on and on. Check the address.');
      url = followed(url, response.headers.get('location'));
      continue;
    }
    return read(response, resume);
  }
};

const read = async (response: Response, resume: ResumePoint): Promise<RangeAnswer> => {
  const { status, headers, body } = response;
  const give = (from: number, total: number | null): RangeAnswer =>
    body === null
      ? { kind: 'broken', why: 'the answer was empty' }
      : { kind: 'body', from, total, validator: strongValidator(headers), body };
  if (status === 200) return give(0, length(headers));
  if (status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
    if (range !== null && Number(range[1]) === resume.bytes)
      return give(resume.bytes, range[2] === '*' ? null : Number(range[2]));
  }
  await body?.cancel();
  if (status === 416) {
    // Nothing is left to send: it is whole if it has the size that was named, else begin anew.
    const total = /^bytes \*\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? resume.total;
    if (total !== null && Number(total) === resume.bytes) return { kind: 'whole' };
  }
  if (RETRIED.has(status)) return { kind: 'broken', why: `the server answered ${status}` };
  throw new StudioError(
    'model/download-failed',
    `The server answered ${status}. Check the address${status === 401 || status === 403 ? ', and that it may be read without signing in' : ''}.`,
    { status },
  );
};
