/** Fills a ledger with what its plan asks for, as if every payment had gone through in order, and writes the journal that a load would have left. */
import { Readable } from 'node:stream';
import { createConnection } from 'mysql2/promise';
import { AttemptWriter } from '../../dist/journal/attempt-file.js';
import { createSystemClock } from '../../dist/kit/clock.js';
import { paymentIdOf } from '../../dist/kit/payment-id.js';
import { prepareLedger } from '../../dist/ledger/prepare-ledger.js';
import { connect, driverOptions } from '../../dist/mysql/connect.js';

const rowsPerChunk = 5_000;
const schema = 'paystorm';

/** All tables from files that never touch the disk, each in one statement into an empty table, which InnoDB sorts and builds at once. */
export async function fillLedger(endpoint, { plan, contents, header, directory }) {
  await prepare(endpoint, plan, header);
  const connection = await createConnection({
    ...driverOptions(endpoint, { connectTimeoutMs: 5_000, database: schema }),
    flags: ['+LOCAL_FILES'],
  });
  await roomForFilling(connection, true);
  const arrivals = plan.arrivalsExpected;
  const drawn = () => draw({ contents, header, arrivals });
  const accounts = new Accounts(plan.ledger);
  await load(connection, 'payment', paymentLines(drawn(), header));
  await load(connection, 'entry', entryLines(drawn(), accounts));
  await load(connection, 'outbox', outboxLines(drawn()));
  await connection.query('DELETE FROM account');
  await load(connection, 'account', accounts.lines());
  await roomForFilling(connection, false);
  await connection.end();
  writeJournal(directory, { contents, arrivals });
}

async function prepare(endpoint, plan, { runId }) {
  const connection = await connect(endpoint, { connectTimeoutMs: 5_000 });
  await prepareLedger(connection, plan, {
    runId,
    toolVersion: 'bench',
    wallClock: new Date().toISOString(),
    clock: { ...createSystemClock(), sleep: async () => undefined },
    mayCreateSchema: true,
    onProgress: () => undefined,
  });
  await connection.close();
}

/** The server is small again when it is read: as paystorm starts it. */
async function roomForFilling(connection, isWanted) {
  await connection.query(`SET GLOBAL innodb_log_file_size = ${isWanted ? 2 ** 29 : 2 ** 24}`);
  await connection.query(`SET GLOBAL innodb_buffer_pool_size = ${isWanted ? 2 ** 30 : 2 ** 27}`);
  await connection.query(`SET unique_checks = ${isWanted ? 0 : 1}, foreign_key_checks = ${isWanted ? 0 : 1}`);
}

async function load(connection, table, lines) {
  await connection.query({
    sql: `LOAD DATA LOCAL INFILE 'lines' INTO TABLE ${table}`,
    infileStreamFactory: () => Readable.from(lines, { objectMode: false, highWaterMark: 2 ** 20 }),
  });
}

function* draw({ contents, header, arrivals }) {
  for (let arrival = 0; arrival < arrivals; arrival += 1) {
    const { operation, content } = contents.contentOf(arrival);
    if (content.kind !== 'posting') continue;
    yield { id: paymentIdOf(header.runTag, arrival), operation: contents.operations[operation].kind, content };
  }
}

function paymentLines(drawn, { wallClock }) {
  const startMs = Date.parse(wallClock);
  return chunks(drawn, ({ id, operation, content }) => {
    return `${id}\t${operation}\t${content.amount}\tposted\t\\N\t${startMs + (id % 1_000_000)}\t1\n`;
  });
}

function entryLines(drawn, accounts) {
  return chunks(drawn, ({ id, content }) => {
    return content.legs.map((leg, index) => `${id}\t${index}\t${accounts.post(leg)}\n`).join('');
  });
}

function outboxLines(drawn) {
  return chunks(drawn, ({ id, content }) => (content.hasOutboxEvent ? `${id}\t${id}\tpayment-posted\n` : ''));
}

function* chunks(items, lineOf) {
  let [chunk, rows] = ['', 0];
  for (const item of items) {
    chunk += lineOf(item);
    rows += 1;
    if (rows % rowsPerChunk !== 0) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** Balance and version of every account as the payments go through. */
class Accounts {
  #ranges;
  #balances;
  #versions;

  constructor({ customers, merchants, fees, banks }) {
    this.#ranges = [customers, merchants, fees, banks];
    const end = banks.first + banks.count;
    this.#balances = new Float64Array(end);
    this.#versions = new Uint32Array(end);
    for (const { first, count, openingBalance } of this.#ranges)
      this.#balances.fill(openingBalance, first, first + count);
  }

  post({ account, amount }) {
    this.#balances[account] += amount;
    this.#versions[account] += 1;
    return `${account}\t${amount}\t${this.#balances[account]}\t${this.#versions[account]}`;
  }

  lines() {
    const rows = this.#ranges.flatMap(({ first, count, kind }) =>
      Array.from({ length: count }, (_each, index) => ({ account: first + index, kind })),
    );
    return chunks(rows, ({ account, kind }) => {
      return `${account}\t${kind}\tIDR\t${this.#balances[account]}\t${this.#versions[account]}\t0\t0\t\\N\n`;
    });
  }
}

/** One thread, every arrival acknowledged at its first attempt. */
function writeJournal(directory, { contents, arrivals }) {
  const writer = new AttemptWriter(directory, 0);
  for (let arrival = 0; arrival < arrivals; arrival += 1) {
    const { operation, zone } = contents.contentOf(arrival);
    const startMs = arrival / 10;
    writer.append({
      arrival,
      attempt: 1,
      operation,
      zone,
      node: 0,
      connection: arrival % 64,
      outcome: 'acknowledged',
      dropReason: 'none',
      step: 'done',
      errno: 0,
      isRetried: false,
      found: null,
      opensSession: arrival < 64,
      intendedStartMs: startMs,
      startMs,
      endMs: startMs + 3,
    });
  }
  writer.close();
}
