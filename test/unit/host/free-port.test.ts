import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { findFreePorts, serverPorts } from '../../../src/host/free-port.js';

const host = '127.0.0.1';

it('ports are different, and somebody can listen on every one of them', async () => {
  const ports = await findFreePorts(host, 8);
  expect(new Set(ports).size).toBe(8);
  for (const port of ports) {
    const server = createServer().listen(port, host);
    await once(server, 'listening');
    server.close();
  }
});

it('ports are none that an outgoing connection could be given on this machine', async () => {
  const range = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8');
  const [first = 0, last = 0] = range.split(/\s+/u).map(Number);
  const allowed = serverPorts({ first, last });
  for (const port of await findFreePorts(host, 8)) {
    expect(port).toBeGreaterThanOrEqual(allowed.first);
    expect(port).toBeLessThanOrEqual(allowed.last);
  }
});

it('the larger of the two stretches beside the outgoing ports is taken', () => {
  expect(serverPorts({ first: 32_768, last: 60_999 })).toEqual({ first: 10_000, last: 32_767 });
  expect(serverPorts({ first: 12_000, last: 40_000 })).toEqual({ first: 40_001, last: 65_535 });
});

it('any port will do where outgoing connections may have nearly all of them', () => {
  expect(serverPorts({ first: 10_500, last: 65_000 })).toEqual({ first: 10_000, last: 65_535 });
});
