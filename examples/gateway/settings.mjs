/** What the gateway is told when it starts: options on the command line, and the databases, whose addresses hold passwords, in the environment. */
import { parseArgs } from 'node:util';

const help = `Usage: GATEWAY_DATABASES="mysql://user:password@host:3306/paystorm …" node examples/gateway/gateway.mjs [options]

GATEWAY_DATABASES names the nodes of the database, with spaces between them. Payments go to those that take writes.

Options
  --port N              where it listens (default 8080; 0 for any free port)
  --host ADDRESS        address that it listens on (default 127.0.0.1)
  --pool N              connections to each node at most (default 32)
  --statement-timeout N milliseconds until a statement is given up (default 1000)
  --acquire-timeout N   milliseconds that a request may wait for a connection (default 500)
  --bug naive-retry     pays again under a new id after an error at COMMIT: the bug to rehearse against
  --attempts N          payments that one request may become with that bug (default 2)
  --end-with-input      ends when its standard input ends
  --help                shows this text
`;

const options = {
  port: { type: 'string', default: '8080' },
  host: { type: 'string', default: '127.0.0.1' },
  pool: { type: 'string', default: '32' },
  'statement-timeout': { type: 'string', default: '1000' },
  'acquire-timeout': { type: 'string', default: '500' },
  bug: { type: 'string' },
  attempts: { type: 'string', default: '2' },
  'end-with-input': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

/** Ends the process when something is missing or wrong. */
export function readSettings(words, environment) {
  const { values } = parse(words);
  if (values.help) end(0, help);
  const databases = (environment.GATEWAY_DATABASES ?? '').split(/\s+/u).filter((text) => text !== '');
  if (databases.length === 0) end(2, `GATEWAY_DATABASES names no database.\n\n${help}`);
  if (values.bug !== undefined && values.bug !== 'naive-retry')
    end(2, `The bug "${values.bug}" is unknown.\n\n${help}`);
  return {
    port: numberOf(values, 'port'),
    host: values.host,
    nodes: databases.map(nodeOf),
    poolSize: numberOf(values, 'pool'),
    statementTimeoutMs: numberOf(values, 'statement-timeout'),
    acquireTimeoutMs: numberOf(values, 'acquire-timeout'),
    connectTimeoutMs: 1_000,
    lookEveryMs: 250,
    graceMs: 4_000,
    paymentsPerRequest: values.bug === 'naive-retry' ? numberOf(values, 'attempts') : 1,
    endsWithInput: values['end-with-input'],
  };
}

function parse(words) {
  try {
    return parseArgs({ args: words, options });
  } catch (error) {
    return end(2, `${error.message}\n\n${help}`);
  }
}

function numberOf(values, name) {
  const number = Number(values[name]);
  return Number.isSafeInteger(number) && number >= 0 ? number : end(2, `--${name} takes a whole number.\n`);
}

function nodeOf(text) {
  const url = new URL(text);
  const socketPath = url.searchParams.get('socket');
  return {
    name: url.searchParams.get('name') ?? url.host,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: /^[a-z]+:\/\/[^/]+\/([^?]+)/u.exec(text)?.[1] ?? 'paystorm',
    ...(socketPath === null
      ? { host: url.hostname.replaceAll(/[[\]]/gu, ''), port: Number(url.port || 3306) }
      : { socketPath }),
    ...tlsOf(url),
  };
}

/** `tls=on` encrypts, `tls=verify` asks for a certificate that a known authority has signed, too. */
function tlsOf(url) {
  const wanted = url.searchParams.get('tls') ?? 'off';
  return wanted === 'off' ? {} : { ssl: { rejectUnauthorized: wanted === 'verify' } };
}

function end(code, text) {
  (code === 0 ? process.stdout : process.stderr).write(text);
  process.exit(code);
}
