/** The process's log: JSON lines on stderr, so that stdout stays for answers. */
import pino from 'pino';
import type { Log } from '../shared/log.ts';

/** A Log over pino. */
export const createProcessLog = (level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): Log => {
  const logger = pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
  };
};
