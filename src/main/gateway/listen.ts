/** Finds a free port on the loopback. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StudioError } from '../../shared/errors.ts';

const HOST = '127.0.0.1';

const listenOnce = (server: Server, port: number): Promise<'listening' | 'taken'> =>
  new Promise((resolve, reject) => {
    const done = (): void => {
      server.off('error', failed);
      server.off('listening', listening);
    };
    const failed = (error: NodeJS.ErrnoException): void => {
      done();
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve('taken');
      else reject(error);
    };
    const listening = (): void => {
      done();
      resolve('listening');
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen(port, HOST);
  });

/** Listens on the first free port of `attempts` ones from `port` on; gives the port. @throws StudioError `config/invalid` */
export const listen = async (server: Server, port: number, attempts: number): Promise<number> => {
  const last = Math.min(65_535, port + Math.max(1, attempts) - 1);
  for (let candidate = port; candidate <= last; candidate++) {
    if ((await listenOnce(server, candidate)) === 'listening') return (server.address() as AddressInfo).port;
  }
  const tried = port === last ? `Port ${port} is taken` : `The ports ${port} to ${last} are taken`;
  throw new StudioError(
    'config/invalid',
    `${tried}. Choose another one with --port, or 0 for any free port.`,
    {
      port,
    },
  );
};
