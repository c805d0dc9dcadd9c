import { expect, it } from 'vitest';
import { driverOptions } from '../../../src/mysql/connect.js';
import { parseEndpoint } from '../../../src/mysql/parse-endpoint.js';

function sslOf(query: string): unknown {
  const address = parseEndpoint(`mysql://app:secret@db.test:3306?${query}`);
  if (typeof address === 'string') throw new Error(address);
  return driverOptions({ name: 'db', zone: 'a', ...address }, { connectTimeoutMs: 1_000 }).ssl;
}

it('verified TLS asks for a certificate of a trusted authority, made for this very host', () => {
  expect(sslOf('tls=verify')).toEqual({ rejectUnauthorized: true, verifyIdentity: true });
});

it('TLS that need not be verified takes any certificate', () => {
  expect(sslOf('tls=unverified')).toEqual({ rejectUnauthorized: false, verifyIdentity: false });
});

it('without TLS nothing is said of certificates', () => {
  expect(sslOf('tls=off')).toBeUndefined();
});
