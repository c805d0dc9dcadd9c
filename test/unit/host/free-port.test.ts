import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { askedPorts, findFreePorts, serverPorts } from '../../../src/host/free-port.js';

const host = '127.0.0.1';
const outgoing = { first: 32_768, last: 60_999 };
afterEach(() => vi.unstubAllEnvs());

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
  vi.stubEnv('PAYSTORM_PORTS', '');
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

it('ports are of the range that is asked for, and when all of them are taken that is said', async () => {
  const [first = 0] = await findFreePorts(host, 1);
  vi.stubEnv('PAYSTORM_PORTS', `${first}-${first}`);
  expect(await findFreePorts(host, 1)).toEqual([first]);
  await expect(findFreePorts(host, 2)).rejects.toThrow(`No 2 free ports between ${first} and ${first} were found`);
});

it.each(['', undefined])('%o asks for nothing', (text) => {
  expect(askedPorts(text, outgoing)).toBeNull();
});

it.each(['20000', '20000-', '2-1', '0-10', '60000-70000', 'all', '20000-20999x'])(
  '"%s" is no range of ports',
  (text) => {
    expect(() => askedPorts(text, outgoing)).toThrow(`PAYSTORM_PORTS is "${text}", which is no range of ports.`);
  },
);

it('what an outgoing connection may take is refused, and what lies beside it is not', () => {
  for (const text of ['40000-40999', '32000-32768', '60999-61000', '1-65535'])
    expect(() => askedPorts(text, outgoing)).toThrow('could take the port of a server that is down');
  expect(askedPorts('20000-32767', outgoing)).toEqual({ first: 20_000, last: 32_767 });
  expect(askedPorts('61000-61999', outgoing)).toEqual({ first: 61_000, last: 61_999 });
});
