/** Addresses of targets as people write them, and the sentence for each that is wrong. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../../src/mysql/parse-endpoint.js';

const verified = { isVerified: true, caFile: null };

describe('an address', () => {
  it.each([
    ['mysql://app:secret@db.example:3307', 'db.example', 3307, 'app', 'secret'],
    ['mariadb://app:secret@db.example', 'db.example', 3306, 'app', 'secret'],
    ['mysql://app@db.example/', 'db.example', 3306, 'app', ''],
    ['mysql://app:@10.0.0.7:1', '10.0.0.7', 1, 'app', ''],
    ['mysql://app:secret@[2001:db8::7]:65535', '2001:db8::7', 65_535, 'app', 'secret'],
    ['mysql://pay@tenant#cluster:secret@db.example', 'db.example', 3306, 'pay@tenant#cluster', 'secret'],
    ['mysql://app:a:b@c?d/e#f@db.example', 'db.example', 3306, 'app', 'a:b@c?d/e#f'],
    ['mysql://a%3Ab:p%40ss%25%20w%C3%B6rd@db.example', 'db.example', 3306, 'a:b', 'p@ss% wörd'],
    ['mysql://app:a+b@db.example', 'db.example', 3306, 'app', 'a+b'],
  ])('%s is understood', (text, host, port, user, password) => {
    expect(parseEndpoint(text)).toEqual({ host, port, user, password, tls: verified });
  });

  it('with any user and password, once they are encoded, is understood', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(word, word, fc.integer({ min: 1, max: 65_535 }), (user, password, port) => {
        const text = `mysql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@db.example:${port}?tls=off`;
        expect(parseEndpoint(text)).toEqual({ host: 'db.example', port, user, password, tls: null });
      }),
    );
  });
});

it('a server on this machine can be reached by its UNIX socket', () => {
  expect(parseEndpoint('mysql://app:secret@localhost?socket=%2Frun%2Fpay+%26%20db.sock')).toMatchObject({
    socketPath: '/run/pay & db.sock',
    tls: null,
  });
});

describe('TLS', () => {
  it.each([
    ['db.example', verified],
    ['db.example?tls=verify', verified],
    ['db.example?tls=unverified', { isVerified: false, caFile: null }],
    ['db.example?tls=off', null],
    ['db.example/?ca=/etc/ssl/our%20ca.pem', { isVerified: true, caFile: '/etc/ssl/our ca.pem' }],
    ['127.0.0.1?tls=verify&ca=ca.pem', { isVerified: true, caFile: 'ca.pem' }],
  ])('of %s is as it says, and verified where it says nothing', (place, tls) => {
    expect(parseEndpoint(`mysql://app:secret@${place}`)).toMatchObject({ tls });
  });

  it.each(['localhost', '127.0.0.1', '127.1.2.3:3307', '[::1]:3307'])(
    'is not asked for on this machine: %s',
    (place) => {
      expect(parseEndpoint(`mysql://app:secret@${place}`)).toMatchObject({ tls: null });
    },
  );

  it.each(['127.example.com', '127.0.0.1.example.com', 'localhost.example.com', '12.7.0.1'])(
    'is asked for by a host that only looks like this machine: %s',
    (place) => {
      expect(parseEndpoint(`mysql://app:secret@${place}`)).toMatchObject({ tls: verified });
    },
  );
});

describe('a wrong address', () => {
  it.each([
    ['', 'A target begins with mysql://.'],
    ['db.example:3306', 'A target begins with mysql://.'],
    ['postgres://app@db.example', 'A target begins with mysql://.'],
    ['mysql://app:secret@', /names a host.+mysql:\/\/user:password@host:3306/u],
    ['mysql://app:secret@db.example:port', /names a host/u],
    ['mysql://app:secret@db.example/shop', /names a host/u],
    ['mysql://app:secret@::1', /names a host/u],
    ['mysql://app:secret@db.example:0', 'A port lies between 1 and 65535, not 0.'],
    ['mysql://app:secret@db.example:65536', 'A port lies between 1 and 65535, not 65536.'],
    ['mysql://db.example', /names a user.+mysql:\/\/user:password@host:3306/u],
    ['mysql://:secret@db.example', /names a user/u],
    ['mysql://app:100%@db.example', /a % itself is written %25/u],
    ['mysql://a%zz:secret@db.example', /a % itself is written %25/u],
    ['mysql://app@db.example?tls=on', 'tls is verify, unverified or off, not on.'],
    ['mysql://app@db.example?ssl=off', 'A target knows the options tls, ca and socket, not ssl.'],
    ['mysql://app@db.example?socket=/run/db.sock', 'A socket is on this machine: localhost, without TLS.'],
    ['mysql://app@localhost?tls=verify&socket=/run/db.sock', 'A socket is on this machine: localhost, without TLS.'],
  ])('%s is answered with what is wrong', (text, problem) => {
    const answer = parseEndpoint(text);
    expect(typeof answer === 'string' ? answer : 'no problem').toMatch(problem);
  });

  it('never has its password repeated', () => {
    for (const text of ['mysql://app:s3cret@', 'mysql://:s3cret@host', 'mysql://app:s3cret%@host', 'http://s3cret@h']) {
      expect(parseEndpoint(text)).not.toContain('s3cret');
    }
  });
});
