/** Who gets in: host names, origins, credentials, in every combination that matters. */
import { describe, expect, test } from 'vitest';
import { type AccessFacts, type AccessPolicy, decideAccess } from '../../../src/main/gateway/access.ts';

const POLICY: AccessPolicy = {
  port: 8765,
  requireToken: false,
  allowOrigins: ['https://example.org'],
  strangersMayAsk: false,
};
const LOCAL: AccessFacts = {
  path: '/v1/avatar/realtime',
  upgrade: true,
  host: '127.0.0.1:8765',
  origin: null,
  fetchSite: null,
  fetchMode: null,
  credential: 'none',
  scopes: [],
};

const verdict = (facts: Partial<AccessFacts>, policy: Partial<AccessPolicy> = {}): number | 'in' => {
  const decision = decideAccess({ ...LOCAL, ...facts }, { ...POLICY, ...policy });
  return decision.allow ? 'in' : decision.status;
};

describe('who gets in', () => {
  test.each<[string, Partial<AccessFacts>, Partial<AccessPolicy>, number | 'in']>([
    ['a local program without token', {}, {}, 'in'],
    ['localhost by name', { host: 'localhost:8765' }, {}, 'in'],
    ['upper case', { host: 'LOCALHOST:8765' }, {}, 'in'],
    ['IPv6 loopback', { host: '[::1]:8765' }, {}, 'in'],
    ['no Host', { host: null }, {}, 403],
    ['a rebound name (CVE-2024-28224)', { host: 'evil.example:8765' }, {}, 403],
    ['a rebound name with a loopback prefix', { host: '127.0.0.1.evil.example:8765' }, {}, 403],
    ['a trailing dot', { host: 'localhost.:8765' }, {}, 403],
    ['another port', { host: '127.0.0.1:9999' }, {}, 403],
    ['no port', { host: '127.0.0.1' }, {}, 403],
    ['0.0.0.0', { host: '0.0.0.0:8765' }, {}, 403],
    ['a foreign page', { origin: 'https://evil.example' }, {}, 403],
    ['a sandboxed page', { origin: 'null' }, {}, 403],
    ['a page of another local port', { origin: 'http://localhost:3000' }, {}, 403],
    ['our port by https', { origin: 'https://localhost:8765' }, {}, 403],
    ['an allowed page', { origin: 'https://example.org' }, {}, 'in'],
    ['a page that looks allowed', { origin: 'https://example.org.evil.example' }, {}, 403],
    ['our own page', { origin: 'http://localhost:8765' }, {}, 'in'],
    [
      'an image tag of a foreign page',
      { upgrade: false, fetchSite: 'cross-site', fetchMode: 'no-cors' },
      {},
      403,
    ],
    [
      'an image tag of another local port',
      { upgrade: false, fetchSite: 'same-site', fetchMode: 'no-cors' },
      {},
      403,
    ],
    ['a link', { upgrade: false, fetchSite: 'cross-site', fetchMode: 'navigate' }, {}, 'in'],
    ['no token where one is required', {}, { requireToken: true }, 401],
    ['health without the required token', { path: '/healthz', upgrade: false }, { requireToken: true }, 401],
    ['the API token where required', { credential: 'api' }, { requireToken: true }, 'in'],
    ['the cookie where required', { credential: 'session' }, { requireToken: true }, 'in'],
    [
      'a token does not excuse a foreign origin',
      { credential: 'api', origin: 'https://evil.example' },
      {},
      403,
    ],
    ['a token does not excuse a foreign host', { credential: 'api', host: 'evil.example' }, {}, 403],
    ['the studio without cookie', { path: '/studio/rpc' }, {}, 401],
    ['the studio with cookie', { path: '/studio/rpc', credential: 'session' }, {}, 'in'],
    [
      'the studio for an allowed page without cookie',
      { path: '/studio/rpc', origin: 'https://example.org' },
      {},
      401,
    ],
    ['the page without cookie', { path: '/', upgrade: false }, {}, 401],
    ['FlashTalk on the root', { path: '/', upgrade: true }, {}, 'in'],
    ['a path that only begins like the studio', { path: '/studios', upgrade: false }, {}, 'in'],
  ])('%s', (_name, facts, policy, expected) => {
    expect(verdict(facts, policy)).toBe(expected);
  });

  test('only an allowed foreign origin is told so', () => {
    const own = decideAccess({ ...LOCAL, origin: 'http://127.0.0.1:8765' }, POLICY);
    const foreign = decideAccess({ ...LOCAL, origin: 'https://example.org' }, POLICY);
    expect(own).toEqual({ allow: true, corsOrigin: null });
    expect(foreign).toEqual({ allow: true, corsOrigin: 'https://example.org' });
  });
});
