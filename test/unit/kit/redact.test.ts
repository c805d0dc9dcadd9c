import { expect, it } from 'vitest';
import { redactSecrets, redactText, redactWords } from '../../../src/kit/redact.js';

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
  ['mysql://app:${PW:-s3cret}@db', 'mysql://app:***@db'],
  ['mysql://app:${PW}@one mysql://b:c@two', 'mysql://app:${PW}@one mysql://b:***@two'],
  ['./mend --password=hunter2 db', './mend --password=*** db'],
  ["./mend '--password=hunter 2' db", "./mend '--password=***' db"],
  ['do: [./mend, --api-key=hunter2]', 'do: [./mend, --api-key=***]'],
  ['do: ["./mend", "--token", "hunter2"]', 'do: ["./mend", "--token", ***]'],
  ['./mend --secret hunter2 --host db', './mend --secret *** --host db'],
  ['MYSQL_PWD=hunter2 mysql', 'MYSQL_PWD=*** mysql'],
  ["sh -c 'mysqladmin -uroot -phunter2 status'", "sh -c 'mysqladmin -uroot -p*** status'"],
  ['docker exec db mysql -u root --password="hunter 2" -e 1', 'docker exec db mysql -u root --password=*** -e 1'],
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
  'url: "mysql://app:${PW}@127.0.0.1:3999"',
  'url: mysql://app:${PW:?the password}@db?tls=verify',
  '--password=${PW} --token "${TOKEN}" MYSQL_PWD=$PW',
  './mend --password="${PW}" --secret={node}',
  'mysql -p --host db, mysql -P 3306, PWD=/home/app',
  '--password-file=/run/secret --token-file /run/token',
  'a password is wrong, and its token --is',
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

it('words of a command are redacted by what stands before them', () => {
  expect(redactWords(['mysql', '-u', 'root', '-phunter2', '--password', 'hunter2', '-e', 'SELECT 1'])).toEqual([
    'mysql',
    '-u',
    'root',
    '-p***',
    '--password',
    '***',
    '-e',
    'SELECT 1',
  ]);
  expect(redactSecrets({ do: ['mend', '--token', 'hunter 2'] })).toEqual({ do: ['mend', '--token', '***'] });
  expect(redactSecrets(['mysql://a:b', 'c@d'])).toEqual(['mysql://a:***', 'c@d']);
});
