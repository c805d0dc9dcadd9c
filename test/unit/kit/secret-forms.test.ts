/** Each form of a secret is found whatever the secret is, and what was redacted stays as it is. */
import { assert, property, stringMatching } from 'fast-check';
import { expect, it } from 'vitest';
import { redactText, redactWords } from '../../../src/kit/redact.js';
import { secretForms } from '../../../src/kit/secret-forms.js';

/** The words of a command that holds a secret in each form, in the order of the table. */
const commands: readonly ((secret: string) => readonly string[])[] = [
  (secret) => ['./mend', `mysql://root@tenant#one:${secret}@db`],
  (secret) => ['./mend', `app:${secret}@db:3306`],
  (secret) => ['./mend', `mysql://app:x${secret}`],
  (secret) => ['sh', '-c', `./mend '--password=${secret} ${secret}'`],
  (secret) => [`SECRET_KEY=${secret}`, './mend'],
  (secret) => ['./mend', '--token', secret, 'db'],
  (secret) => ['curl', '-d', `{"user":"me","password":"${secret}"}`],
  (secret) => ['curl', '-H', `Authorization: Basic ${secret}`, 'https://db'],
  (secret) => ['curl', '-H', `X-Auth-Token: ${secret}`, 'https://db'],
  (secret) => ['mysql', '-e', `ALTER USER me IDENTIFIED BY '${secret}'`],
  (secret) => ['mysqladmin', '-u', 'root', `-p${secret}`, 'shutdown'],
  (secret) => ['sshpass', '-p', secret, 'ssh', 'db'],
  (secret) => ['docker', 'login', '-u', 'me', '-p', secret],
  (secret) => ['redis-cli', '-h', 'db', '-a', secret, 'SHUTDOWN'],
  (secret) => ['ldapsearch', '-D', 'cn=me', '-w', secret],
  (secret) => ['sqlcmd', '-U', 'sa', '-P', secret],
  (secret) => ['curl', '-u', `admin:${secret}`, 'https://db'],
  (secret) => ['http', '-a', `admin:${secret}`, 'https://db'],
];
/** What ends a word, a URL or a value is left out. Nothing else in the commands holds a 7. */
const secrets = stringMatching(/^[\w.%!+~^-]{0,12}7[\w.%!+~^-]{0,12}$/u).filter(
  (secret) => !secret.startsWith('-') && secret.length > 1,
);

it('every form has a command that only it recognises', () => {
  expect(commands).toHaveLength(secretForms.length);
  for (const [index, { what, pattern }] of secretForms.entries()) {
    const text = commands[index]?.('hunter7').join(' ') ?? '';
    expect(text.replace(pattern, ''), what).not.toContain('hunter7');
    const others = secretForms.filter((_form, place) => place !== index);
    const left = others.reduce((rest, form) => rest.replace(form.pattern, form.left), text);
    expect(left, what).toContain('hunter7');
  }
});

it.each(secretForms.map(({ what }, index) => [what, commands[index] as (typeof commands)[number]] as const))(
  '%s is found as a word and in a line, whatever it is, and once is enough',
  (_what, command) => {
    assert(
      property(secrets, (secret) => {
        const words = redactWords(command(secret));
        const line = redactText(
          command(secret)
            .map((word) => (/[\s"]/u.test(word) ? `'${word}'` : word))
            .join(' '),
        );
        expect(words.join(' ')).not.toContain('7');
        expect(line).not.toContain('7');
        expect(redactWords(words)).toEqual(words);
        expect(redactText(line)).toBe(line);
      }),
    );
  },
);
