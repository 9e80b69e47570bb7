/** What the studio keeps about who may use its server. Contract only; knows no SQL and no secret. */
import type { AppVerdict, TokenScope } from '../../shared/studio/access.ts';

/** An app and what the user settled about it. Times are ISO 8601 in UTC. */
export type StoredApp = {
  key: string;
  name: string;
  verdict: AppVerdict;
  decidedAt: string;
  lastSeenAt: string | null;
};

/** A token; `hash` is the SHA-256 of its secret, hex. */
export type StoredToken = {
  id: string;
  name: string;
  hash: string;
  scopes: readonly TokenScope[];
  createdAt: string;
  lastUsedAt: string | null;
};

/** Apps and tokens. */
export type AccessStore = {
  /** Settled last first. */ apps(): StoredApp[];
  settleApp(app: Pick<StoredApp, 'key' | 'name' | 'verdict'>): void;
  /** It has connected. */ seeApp(key: string): void;
  forgetApp(key: string): void;
  /** Newest first, without revoked ones. */ tokens(): StoredToken[];
  addToken(token: Omit<StoredToken, 'createdAt' | 'lastUsedAt'>): void;
  /** It was used just now. */ touchToken(id: string): void;
  /** False when there is no such token. */ setRevoked(id: string, isRevoked: boolean): boolean;
};
