/** A client and nothing else: connections that send one payment after the other, in one of paystorm's ways or through mysql2. Order as JSON in, response times as JSON out. */
import { createConnection } from 'mysql2';
import { postPayment } from '../../dist/ledger/post-payment.js';
import { driverOptions } from '../../dist/mysql/connect.js';
import { Session } from '../../dist/mysql/session.js';

const { endpoint, client, connections, seconds, accounts, firstId } = JSON.parse(process.argv[2]);
const times = new Float64Array(4_000_000);
let [done, nextId, isOver] = [0, firstId, false];

const clients = await Promise.all(Array.from({ length: connections }, client === 'mysql2' ? openDriver : openSession));
setTimeout(() => (isOver = true), seconds * 1_000);
await Promise.all(clients.map(({ pay }) => new Promise((resolve) => loop(pay, resolve))));
const sorted = times.slice(0, done).sort();
const percentile = (share) => sorted[Math.floor(sorted.length * share)];
process.stdout.write(JSON.stringify({ p50Ms: percentile(0.5), p99Ms: percentile(0.99) }), () =>
  setTimeout(() => process.exit(0), 300),
);

function loop(pay, resolve) {
  if (isOver) {
    resolve();
    return;
  }
  const sentMs = performance.now();
  pay(transfer(), (outcome) => {
    if (outcome !== 'acknowledged' && outcome !== 'declined') throw new Error(`A payment was ${outcome}.`);
    times[done] = performance.now() - sentMs;
    done += 1;
    loop(pay, resolve);
  });
}

function transfer() {
  const payer = 1 + Math.floor(Math.random() * accounts);
  const other = 1 + Math.floor(Math.random() * (accounts - 1));
  const payee = other >= payer ? other + 1 : other;
  const amount = 10 + Math.floor(Math.random() * 990);
  nextId += 1;
  return {
    paymentId: nextId,
    operation: 'transfer',
    attempt: 1,
    clientTimeMs: 0,
    posting: {
      kind: 'posting',
      amount,
      legs: [
        { account: payer, amount: -amount },
        { account: payee, amount },
      ],
      hasOutboxEvent: false,
    },
    mayBeNegative: () => false,
  };
}

function openSession() {
  return new Promise((resolve, reject) => {
    Session.open(endpoint, { connectTimeoutMs: 5_000, database: 'paystorm' }, (error, session) => {
      if (session === null) return reject(new Error(error.message));
      const pay = (order, end) =>
        postPayment(order, {
          session,
          sending: client,
          errors: [],
          done: ({ outcome, message }) => {
            if (message !== '') process.stderr.write(`${message}\n`);
            end(outcome);
          },
        });
      if (client !== 'pipelined') return resolve({ pay });
      session.ask(['SET autocommit = 0'], () => resolve({ pay }));
    });
  });
}

/** The same eight statements through the driver's callbacks. */
function openDriver() {
  return new Promise((resolve, reject) => {
    const driver = createConnection(driverOptions(endpoint, { connectTimeoutMs: 5_000, database: 'paystorm' }));
    const run = (sql, next) =>
      driver.query({ sql, rowsAsArray: true }, (error, rows) => {
        if (error) throw error;
        next(rows);
      });
    const pay = (order, end) => run('BEGIN', () => lockNext(run, { order, locked: [], end }));
    driver.connect((error) => (error ? reject(error) : resolve({ pay })));
  });
}

function lockNext(run, payment) {
  const { order, locked } = payment;
  const leg = order.posting.legs.toSorted((a, b) => a.account - b.account)[locked.length];
  if (leg === undefined) {
    sendNext(run, [...writesOf(order, locked), 'COMMIT'], payment.end);
    return;
  }
  run(`SELECT balance, version FROM account WHERE account_id = ${leg.account} FOR UPDATE`, ([[balance, version]]) => {
    locked.push({ leg, balance, version });
    lockNext(run, payment);
  });
}

function writesOf({ paymentId, posting }, locked) {
  const entries = locked.map(
    ({ leg, balance, version }, index) =>
      `(${paymentId}, ${index}, ${leg.account}, ${leg.amount}, ${balance + leg.amount}, ${version + 1})`,
  );
  return [
    ...locked.map(
      ({ leg: { account, amount } }) =>
        `UPDATE account SET balance = balance + ${amount}, version = version + 1 WHERE account_id = ${account}`,
    ),
    `INSERT INTO payment (payment_id, operation, amount, state, original_id, client_time, attempt) VALUES (${paymentId}, 'transfer', ${posting.amount}, 'posted', NULL, 0, 1)`,
    `INSERT INTO entry (payment_id, leg, account_id, amount, balance_after, account_version) VALUES ${entries.join(', ')}`,
  ];
}

function sendNext(run, statements, end) {
  const [statement, ...others] = statements;
  run(statement, () => (others.length === 0 ? end('acknowledged') : sendNext(run, others, end)));
}
