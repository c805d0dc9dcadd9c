import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resetSocket } from '../../../src/kit/reset-socket.js';

describe('a connection that is reset', () => {
  let server: Server;
  let client: Socket;
  let accepted: Socket;
  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    [accepted] = (await once(server, 'connection')) as [Socket];
  });
  afterEach(() => {
    client.destroy();
    server.close();
  });

  it('tells the other side so', async () => {
    const error = once(client, 'error');
    resetSocket(accepted);
    expect((await error)[0]).toMatchObject({ code: 'ECONNRESET' });
  });

  it('is closed, too, when it is just being shut down', async () => {
    client.on('error', () => undefined);
    accepted.write('the last word');
    accepted.end();
    const closed = once(accepted, 'close');
    resetSocket(accepted);
    await closed;
    expect(accepted.destroyed).toBe(true);
  });
});
