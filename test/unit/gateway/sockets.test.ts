/** WebSocket peers: too large, too slow, silent, too many. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Connection, Route } from '../../../src/main/protocols/front-end.ts';
import { SocketClient } from '../../support/socket-client.ts';
import { gatewayForTests } from './gateway-fixture.ts';

const gateway = gatewayForTests();

describe('sockets', () => {
  const socketRoute = (onOpen: (connection: Connection) => void, maxMessageBytes = 1000): Route => ({
    kind: 'ws',
    path: '/talk',
    maxMessageBytes,
    open: connection => {
      onOpen(connection);
      return {
        onText: text => {
          if (text === 'throw') throw new Error('a bug');
          connection.sendText(text);
        },
        onBinary: () => {},
        onClose: () => {},
      };
    },
  });

  test('a message over the bound closes its own socket with 1009', async () => {
    await gateway.start({ routes: [socketRoute(() => {})] });
    const client = await SocketClient.open(`${gateway.server.wsBase}/talk`);
    const other = await SocketClient.open(`${gateway.server.wsBase}/talk`);
    client.send('x'.repeat(2000));
    expect(await client.next()).toBeNull();
    expect(client.closed?.code).toBe(1009);
    other.send('"still here"');
    await other.next();
    other.send('throw');
    expect(await other.next()).toBeNull();
    expect(other.closed?.code).toBe(1011);
  });

  test('a peer that reads nothing loses droppable messages at 8 MB and is cut off at the hard bound', async () => {
    let peer: Connection | undefined;
    await gateway.start({
      routes: [
        socketRoute(connection => {
          peer = connection;
        }),
      ],
      limits: { slowPeerBytes: 8 << 20, deadPeerBytes: 16 << 20 },
    });
    const client = await SocketClient.open(`${gateway.server.wsBase}/talk`);
    client.socket.pause();
    const megabyte = new Uint8Array(1 << 20);
    let dropped = 0;
    for (let i = 0; i < 64; i++) if (peer?.sendBinary(megabyte, { droppable: true }) === false) dropped += 1;
    expect(dropped).toBeGreaterThan(40);
    expect(peer?.queuedBytes).toBeLessThanOrEqual(8 << 20);
    for (let i = 0; i < 32; i++) peer?.sendBinary(megabyte);
    expect(peer?.queuedBytes).toBeLessThanOrEqual(17 << 20);
    client.socket.resume();
    client.close();
  });

  test('a silent peer is found by pings', async () => {
    await gateway.start({ routes: [socketRoute(() => {})], limits: { pingMs: 30 } });
    const socket = connect(gateway.server.gateway.port, '127.0.0.1');
    const key = Buffer.from('0123456789abcdef').toString('base64');
    socket.write(
      `GET /talk HTTP/1.1\r\nHost: 127.0.0.1:${gateway.server.gateway.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
    socket.on('error', () => {});
    socket.resume();
    await once(socket, 'close'); // this peer never answers a ping
  });

  test('a paused peer is not taken for a silent one', async () => {
    const peers: Connection[] = [];
    const routes = [socketRoute(connection => void peers.push(connection))];
    await gateway.start({ routes, limits: { pingMs: 20 } });
    const client = await SocketClient.open(`${gateway.server.wsBase}/talk`);
    peers[0]?.pause();
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(client.socket.readyState).toBe(client.socket.OPEN);
    peers[0]?.resume();
    client.close();
  });

  test('sockets are bounded', async () => {
    await gateway.start({ routes: [socketRoute(() => {})], limits: { maxWebSockets: 1 } });
    const first = await SocketClient.open(`${gateway.server.wsBase}/talk`);
    await expect(SocketClient.open(`${gateway.server.wsBase}/talk`)).rejects.toMatchObject({ status: 503 });
    first.close();
  });
});
