import { expect, it } from 'vitest';
import { redactSecrets, redactText } from '../../../src/kit/redact.js';

it.each([
  ['mysql://pay:s3cret@10.0.0.1:3306/shop', 'mysql://pay:***@10.0.0.1:3306/shop'],
  ['mysql://:s3cret@db', 'mysql://:***@db'],
  ['mysql://root@tenant#one:s3 cr/et@db:3306', 'mysql://root@tenant#one:***@db:3306'],
  ['mysql://a/b:s3"cr\'et@db', 'mysql://a/b:***@db'],
  ['mysql://pay:p@ss@w:rd/x@db:3306', 'mysql://pay:***@db:3306'],
  ['--target mysql://a:b@one --to mysql://c:d@two', '--target mysql://a:***@one --to mysql://c:***@two'],
  ['app:s3cret@127.0.0.1:3306', 'app:***@127.0.0.1:3306'],
  ['//app:s3cr@et@db', '//app:***@db'],
  ['mysql:/app:s3cret@db', 'mysql:***@db'],
  [
    '--target=app:s3cret@db --set target.nodes.a.url=app:s3cret@db',
    '--target=app:***@db --set target.nodes.a.url=app:***@db',
  ],
  ['mysql://app:s3cret', 'mysql://app:***'],
  ['mysql://app:12s3cret', 'mysql://app:***'],
])('no password of %s is left', (text, redacted) => {
  expect(redactText(text)).toBe(redacted);
});

it.each([
  'mysql://pay@db:3306',
  'mysql://db:3306/x?tls=off',
  'at 12:30, mail: a@b.org',
  'mysql://pay:***@db:3306',
  'https://example.org/a:b',
  'a text: with user@example.org in it',
])('%s, which holds no password, stays as it is', (text) => {
  expect(redactText(text)).toBe(text);
});

it('strings are redacted at any depth, and everything else is kept', () => {
  const value = { urls: ['mysql://a:b@c', { url: 'mysql://a:b@c' }], count: 3, none: null, is: true };
  expect(redactSecrets(value)).toEqual({
    urls: ['mysql://a:***@c', { url: 'mysql://a:***@c' }],
    count: 3,
    none: null,
    is: true,
  });
});
