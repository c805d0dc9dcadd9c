/** What is read out of the errors that the driver and the socket throw: a number, whether time ran out, and what to do about it. */
import { describe, expect, it } from 'vitest';
import { driverErrno } from '../../../src/model/outcome.js';
import type { Endpoint } from '../../../src/model/topology.js';
import { errnoOf, isReadOnlyErrno, isTimeout } from '../../../src/mysql/error-facts.js';
import { explainConnectError } from '../../../src/mysql/explain-connect-error.js';

const target: Endpoint = {
  name: 'jkt-a',
  zone: 'a',
  host: 'db.example',
  port: 3307,
  user: 'app',
  password: 's3cret',
  tls: null,
};

describe('the number of an error', () => {
  it.each([
    ['of the server is its own', { errno: 1213, code: 'ER_LOCK_DEADLOCK' }, 1213],
    ['of the load path is its own', { errno: driverErrno.connectTimeout }, driverErrno.connectTimeout],
    ['of a refused socket', { errno: -111, code: 'ECONNREFUSED' }, driverErrno.unreachable],
    ['of a host without a way', { errno: -113, code: 'EHOSTUNREACH' }, driverErrno.unreachable],
    ['of a network without a way', { errno: -101, code: 'ENETUNREACH' }, driverErrno.unreachable],
    ['of a socket that was not answered', { errno: -110, code: 'ETIMEDOUT' }, driverErrno.timeout],
    ["of the driver's time", { code: 'PROTOCOL_SEQUENCE_TIMEOUT' }, driverErrno.timeout],
    ['of a reset socket', { errno: -104, code: 'ECONNRESET' }, driverErrno.connectionLost],
    ['of a socket that is not there', { errno: -2, code: 'ENOENT' }, driverErrno.unreachable],
    ['of a socket whose queue is full', { errno: -11, code: 'EAGAIN' }, driverErrno.connectTimeout],
    ['of a broken pipe', { errno: -32, code: 'EPIPE' }, driverErrno.connectionLost],
    ["of the driver's loss", { code: 'PROTOCOL_CONNECTION_LOST' }, driverErrno.connectionLost],
    ['of an error without a code', {}, driverErrno.connectionLost],
    ['that is a word', { errno: 'ETIMEDOUT', code: 'ETIMEDOUT' }, driverErrno.timeout],
    ['that is zero', { errno: 0 }, driverErrno.connectionLost],
  ])('%s', (_what, facts, errno) => {
    expect(errnoOf(Object.assign(new Error('gone'), facts))).toBe(errno);
  });
});

it.each([
  ['ETIMEDOUT', true],
  ['PROTOCOL_SEQUENCE_TIMEOUT', true],
  ['EAGAIN', true],
  ['ECONNRESET', false],
  ['ER_LOCK_WAIT_TIMEOUT', false],
])('%s says whether time ran out on this side', (code, isLate) => {
  expect(isTimeout(Object.assign(new Error('late'), { code }))).toBe(isLate);
});

it('a server refuses writes by five numbers', () => {
  expect([1290, 1792, 1836, 1874, 3032, 1047, 1205].filter(isReadOnlyErrno)).toEqual([1290, 1792, 1836, 1874, 3032]);
});

describe('a first connection that fails', () => {
  it.each([
    ['ENOENT', 'connect ENOENT /run/db.sock', /is the server up, and is the path right/u],
    ['EAGAIN', 'connect EAGAIN /run/db.sock', /does it hang/u],
    ['ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.7:3307', /is the server up, and is the port right/u],
    ['ETIMEDOUT', 'connect ETIMEDOUT', /does a firewall let this machine through/u],
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND db.example', /is it spelled right/u],
    ['EAI_AGAIN', 'getaddrinfo EAI_AGAIN db.example', /does DNS work here/u],
    ['EHOSTUNREACH', 'connect EHOSTUNREACH', /no way to the host/u],
    ['ENETUNREACH', 'connect ENETUNREACH', /is this machine connected/u],
    ['ER_ACCESS_DENIED_ERROR', "Access denied for user 'app'@'10.0.0.9'", /User or password is wrong/u],
    ['ER_ACCESS_DENIED_ERROR', "Access denied for user 'tls'@'10.0.0.9'", /must use TLS .* say \?tls=verify/u],
    ['ER_SECURE_TRANSPORT_REQUIRED', 'Connections using insecure transport are prohibited', /\?tls=verify/u],
    ['ER_CON_COUNT_ERROR', 'Too many connections', /max_connections/u],
    ['HANDSHAKE_SSL_ERROR', 'unable to verify the first certificate', /\?ca=FILE/u],
    ['HANDSHAKE_NO_SSL_SUPPORT', 'Server does not support secure connection', /tls=off/u],
    ['ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's altnames", /\?ca=FILE/u],
    ['ER_UNHEARD_OF', 'Something else', /Check the target with a MySQL client/u],
  ])('by %s is told with a way out', (code, message, hint) => {
    const cause = Object.assign(new Error(message), { code });
    const error = explainConnectError(target, cause);
    expect(error.code).toBe('setupFailed');
    expect(error.message).toBe(`The target jkt-a (db.example:3307) cannot be reached: ${message}`);
    expect(error.hint).toMatch(hint);
    expect(error.cause).toBe(cause);
  });

  it('for want of the file of the authority is not taken for a server that is down', () => {
    const caFile = '/nonexistent/ca.pem';
    const cause = Object.assign(new Error(`ENOENT: no such file or directory, open '${caFile}'`), {
      code: 'ENOENT',
      syscall: 'open',
      path: caFile,
    });
    const { hint } = explainConnectError({ ...target, tls: { isVerified: true, caFile } }, cause);
    expect(hint).toContain('The file of the authority, /nonexistent/ca.pem, cannot be read');
  });

  it('without words is told by its code, as when every address of a host refused', () => {
    const refused = Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' });
    expect(explainConnectError(target, refused).message).toBe(
      'The target jkt-a (db.example:3307) cannot be reached: ECONNREFUSED',
    );
  });

  it('never shows the password', () => {
    const error = explainConnectError(target, 'a thrown word');
    expect(`${error.message} ${error.hint}`).not.toContain(target.password);
    expect(error.message).toContain('a thrown word');
  });
});
