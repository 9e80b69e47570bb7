/** Asks a served studio what its page asks, from outside the page. */
import type { StudioMethod, StudioParams, StudioResult } from '../../src/shared/studio-api.ts';
import type { ServedStudio } from './served-studio.ts';
import { SocketClient } from './socket-client.ts';

/** Asks the server what the page asks, from outside the page. @throws Error with the server's words. */
export const askStudio = async <M extends StudioMethod>(
  server: Pick<ServedStudio, 'url' | 'token'>,
  method: M,
  params: StudioParams<M>,
): Promise<StudioResult<M>> => {
  const url = new URL('/studio/rpc', server.url);
  url.protocol = 'ws:';
  const client = await SocketClient.open(url.href, { headers: { authorization: `Bearer ${server.token}` } });
  client.send({ id: 1, method, params });
  for (;;) {
    const message = await client.json();
    if (message.id !== 1) continue;
    client.close();
    if (message.error !== undefined) throw new Error(JSON.stringify(message.error));
    return message.result as StudioResult<M>;
  }
};
