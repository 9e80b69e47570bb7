/** Writes that need not outlive a power cut: without waiting for the disk, in the loop that sockets share. Knows no table. */
import type Database from 'better-sqlite3';

/** The database keeps its full durability for everything else. */
export const lightWriter =
  (db: Database.Database) =>
  (write: () => void): void => {
    db.pragma('synchronous = NORMAL');
    try {
      write();
    } finally {
      db.pragma('synchronous = FULL');
    }
  };
