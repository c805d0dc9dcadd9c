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
  ["curl -sS -u admin:hunter2 -X POST 'https://db/heal'", "curl -sS -u admin:*** -X POST 'https://db/heal'"],
  ['curl --user=admin:hunter2 -U proxy:hunter2 https://db', 'curl --user=admin:*** -U proxy:*** https://db'],
  ['curl -u ${NAME}:hunter2 https://db', 'curl -u ${NAME}:*** https://db'],
  ['curl -sSku admin:hunter2 https://db', 'curl -sSku admin:*** https://db'],
  ['docker exec -u 1000:1000 db curl -uadmin:hunter2 db', 'docker exec -u 1000:1000 db curl -uadmin:*** db'],
  ["curl -H 'Authorization: Bearer hunter2' https://db", "curl -H 'Authorization: Bearer ***' https://db"],
  ['curl -H "Authorization: Basic aHVudGVy Mg==" x', 'curl -H "Authorization: Basic ***" x'],
  ["curl -H 'Authorization: hunter2'", "curl -H 'Authorization: ***'"],
  ['{ Authorization: "Bearer hunter2" }', '{ Authorization: "Bearer ***" }'],
  ["curl -H 'X-Vault-Token: hunter2' -H 'X-Api-Key:hunter2'", "curl -H 'X-Vault-Token: ***' -H 'X-Api-Key:***'"],
  ['curl -d \'{"user":"a","password":"hunter2"}\'', 'curl -d \'{"user":"a","password":***}\''],
  ['{"password": "hun\\"ter2", "api_key": 12345}', '{"password": ***, "api_key": ***}'],
  ['curl -d "{\\"db_password\\":\\"hunter2\\"}"', 'curl -d "{\\"db_password\\":***}"'],
  ['sshpass -p hunter2 ssh -p 2222 db', 'sshpass -p *** ssh -p 2222 db'],
  ['sshpass -phunter2 ssh db', 'sshpass -p*** ssh db'],
  ['do: [sshpass, -p, hunter2, ssh, db]', 'do: [sshpass, -p, ***, ssh, db]'],
  ['redis-cli -h db -a hunter2 SHUTDOWN', 'redis-cli -h db -a *** SHUTDOWN'],
  ['redis-cli --pass hunter2 ping', 'redis-cli --pass *** ping'],
  ['docker login -u me -p hunter2 registry:5000', 'docker login -u me -p *** registry:5000'],
  ['mongosh --port 27017 -u root -p hunter2', 'mongosh --port 27017 -u root -p ***'],
  ['mysql -e "ALTER USER a IDENTIFIED BY \'hunter2\'"', 'mysql -e "ALTER USER a IDENTIFIED BY ***"'],
  [
    "CREATE USER a IDENTIFIED WITH caching_sha2_password BY 'hunter 2'",
    'CREATE USER a IDENTIFIED WITH caching_sha2_password BY ***',
  ],
  ["SET PASSWORD FOR a@b = PASSWORD('hunter2')", 'SET PASSWORD FOR a@b = PASSWORD(***)'],
  ["set password = 'hunter2'", 'set password = ***'],
  [
    "CHANGE MASTER TO MASTER_USER = 'a', MASTER_PASSWORD = 'hunter2', MASTER_PORT = 1",
    "CHANGE MASTER TO MASTER_USER = 'a', MASTER_PASSWORD = ***, MASTER_PORT = 1",
  ],
  ['SECRET_KEY=hunter2 AWS_SECRET_ACCESS_KEY=hunter2 ./x', 'SECRET_KEY=*** AWS_SECRET_ACCESS_KEY=*** ./x'],
  ['API_KEY=hunter2 DB_PASSWORD=hunter2 DB_PASS=hunter2 ./x', 'API_KEY=*** DB_PASSWORD=*** DB_PASS=*** ./x'],
  ['GH_TOKEN=hunter2 CLIENT_SECRET=hunter2 ./x', 'GH_TOKEN=*** CLIENT_SECRET=*** ./x'],
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
  "Access denied for user 'app'@'db' (using password: YES)",
  'docker run -p 8080:80 -u 1000:1000 db, docker compose -p shop up, ssh -p 2222 db',
  'curl -u admin https://db:443/x, curl -u "${NAME}:${PW}" https://db',
  "curl -H 'Authorization: Bearer ${TOKEN}' -H 'X-Api-Key: {key}' -H 'Content-Type: a/b'",
  'sshpass -p "${PW}" ssh db, sshpass -f file ssh db, redis-cli -a ${PW} -p 6379',
  '{"password":"${PW}","token":null,"secret":{"a":1},"password":"***","public_key":"x"}',
  "ALTER USER a IDENTIFIED BY '${PW}', IDENTIFIED BY PASSWORD, password = ?",
  'curl -so /dev/null -Hu:x',
  'SECRET_KEY=${KEY} KEY=value PRIMARY_KEY=id TOKENS=3 PASS=1',
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

it('what stands under the name of a secret is one, unless it is a reference', () => {
  const value = {
    password: 'hunter2',
    apiKey: 12_345,
    DB_PASSWORD: '${PW}',
    token: null,
    pwd: '',
    tokens: 3,
    PWD: '/x',
  };
  expect(redactSecrets({ settings: [value] })).toEqual({
    settings: [{ ...value, password: '***', apiKey: '***' }],
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
  expect(redactWords(['sshpass', '-p', 'hunter 2', 'ssh', '-p', '2222', 'db'])).toEqual([
    'sshpass',
    '-p',
    '***',
    'ssh',
    '-p',
    '2222',
    'db',
  ]);
  expect(redactWords(['curl', '-H', 'Authorization: Bearer hunter2', '-u', 'admin:hunter2'])).toEqual([
    'curl',
    '-H',
    'Authorization: Bearer ***',
    '-u',
    'admin:***',
  ]);
  expect(redactWords(['mysql', '-e', 'DO 1; DO 2', '-phunter2'])).toEqual(['mysql', '-e', 'DO 1; DO 2', '-p***']);
  expect(redactWords(['sh', '-c', 'curl -u admin:hunter2 https://db'])).toEqual([
    'sh',
    '-c',
    'curl -u admin:*** https://db',
  ]);
  expect(redactSecrets({ do: ['mend', '--token', 'hunter 2'] })).toEqual({ do: ['mend', '--token', '***'] });
  expect(redactSecrets(['mysql://a:b', 'c@d'])).toEqual(['mysql://a:***', 'c@d']);
});
