/** Fills a data folder with kept sessions before a server opens it: for long lists in tests, benches and pictures. */

import path from 'node:path';
import Database from 'better-sqlite3';
import { openStore } from '../../src/main/store/sqlite/open-store.ts';
import { silentLog } from '../../src/shared/log.ts';

const PROTOCOLS = ['studio', 'omnirt', 'flashtalk'] as const;
const TEXTS = [
  'Good morning, everyone.',
  '你好，世界。',
  'The quick brown fox jumps over the lazy dog.',
  '',
] as const;

/** `count` ended sessions, one every 20 minutes back from `now`; every 50th with errors, every 100th a take. Without sound. */
export const writeManySessions = (dataDir: string, count: number, now = new Date()): void => {
  openStore({ dataDir, log: silentLog }).close();
  const db = new Database(path.join(dataDir, 'studio.db'));
  const session = db.prepare(`INSERT INTO sessions
    (id, protocol, avatar_name, settings, started_at, ended_at, audio_ms, frames, errors, client_name)
    VALUES (@id, @protocol, @avatarName, '{"fps":25,"renderer":"portrait"}', @startedAt, @endedAt, @ms, @frames, @errors, @client)`);
  const text = db.prepare('INSERT INTO session_texts (session_id, sequence, text) VALUES (?, 1, ?)');
  const take = db.prepare(
    'INSERT INTO session_takes (id, session_id, name, from_ms, to_ms, at) VALUES (?, ?, ?, 0, NULL, ?)',
  );
  db.transaction(() => {
    for (let i = 0; i < count; i++) {
      const id = `avt_many${i}`;
      const started = new Date(now.getTime() - i * 20 * 60_000);
      const ms = 3_000 + ((i * 7_919) % 240_000);
      const protocol = PROTOCOLS[i % 3]!;
      session.run({
        id,
        protocol,
        avatarName: i % 5 === 4 ? null : i % 2 === 0 ? 'Mira' : 'Nilo',
        startedAt: started.toISOString(),
        endedAt: new Date(started.getTime() + ms).toISOString(),
        ms,
        frames: Math.round(ms / 40),
        errors: i % 50 === 7 ? 1 + (i % 3) : 0,
        client: protocol === 'studio' ? null : 'Python websockets',
      });
      if (protocol === 'studio' && TEXTS[i % 4] !== '') text.run(id, TEXTS[i % 4]);
      if (i % 100 === 3) take.run(`tak_${i}`, id, `Take ${Math.floor(i / 100) + 1}`, started.toISOString());
    }
  })();
  db.close();
};
