/** One payment in one transaction: its accounts are locked in order and changed, and the payment, its entries and its event are written, or nothing is. */
import { holds } from './conditions.mjs';

/** Rolled back for certain, even when they answer a COMMIT: a conflict that certification found, and servers that take no writes. */
const rolledBack = new Set([1213, 1020, 1290, 1792, 1836]);
const duplicateKey = 1062;
const mayOwe = new Set(['bank', 'issuer']);

/**
 * How it ended, and what is known of it:
 * posted, already-posted (under this very id, earlier), declined (not enough money), refused (it cannot be right),
 * not-executed (certainly without effect), unknown (COMMIT was sent, and its answer was lost).
 */
export async function postPayment(database, payment) {
  let connection;
  try {
    connection = await database.connection();
  } catch (error) {
    return { status: 'not-executed', reason: error.message };
  }
  try {
    return await post(connection, payment);
  } catch (error) {
    await connection.abandon(error);
    if (isOwnDuplicate(error, payment)) return { status: 'already-posted' };
    return { status: 'not-executed', reason: error.message };
  }
}

async function post(connection, payment) {
  await connection.ask('START TRANSACTION');
  const accounts = await lockAccounts(connection, payment.legs);
  if (accounts === null) return withoutEffect(connection, { status: 'refused', reason: 'an account does not exist' });
  const isAllowed = isCovered(payment, accounts) && (await holds(connection, payment, accounts));
  if (!isAllowed) return decline(connection, payment);
  await write(connection, payment, accounts);
  return commit(connection, payment);
}

/** In the order of their numbers, so that two payments never wait for each other. */
async function lockAccounts(connection, legs) {
  const ids = legs.map((leg) => leg.account);
  const rows = await connection.ask(
    'SELECT account_id, balance, version, kind FROM account WHERE account_id IN (?) ORDER BY account_id FOR UPDATE',
    [ids],
  );
  return rows.length === ids.length ? new Map(rows.map((row) => [row.account_id, row])) : null;
}

/** Only banks and issuers may owe. */
function isCovered({ legs }, accounts) {
  return legs.every(({ account, amount }) => {
    const { balance, kind } = accounts.get(account);
    return amount >= 0 || balance + amount >= 0 || mayOwe.has(kind);
  });
}

/** A retry of a payment that has taken the last money must not hear that there is none. */
async function decline(connection, { payment_id: id }) {
  const [posted] = await connection.ask('SELECT payment_id FROM payment WHERE payment_id = ?', [id]);
  return withoutEffect(connection, { status: posted === undefined ? 'declined' : 'already-posted' });
}

async function withoutEffect(connection, outcome) {
  await connection.ask('ROLLBACK');
  connection.release();
  return outcome;
}

async function write(connection, payment, accounts) {
  const { payment_id: id, operation, amount, legs, state = 'posted', original_id: original = null } = payment;
  const { outbox = false, condition = null, attempt = 1, client_time: clientTime = 0 } = payment;
  for (const { account, amount: change } of legs) {
    await connection.ask('UPDATE account SET balance = balance + ?, version = version + 1 WHERE account_id = ?', [
      change,
      account,
    ]);
  }
  await connection.ask(
    'INSERT INTO payment (payment_id, operation, amount, state, original_id, client_time, attempt) VALUES (?, ?, ?, ?, ?, ?, ?)',
    [id, operation, amount, state, original, clientTime, attempt],
  );
  const entries = legs.map(({ account, amount: change }, leg) => {
    const { balance, version } = accounts.get(account);
    return [id, leg, account, change, balance + change, version + 1];
  });
  await connection.ask(
    'INSERT INTO entry (payment_id, leg, account_id, amount, balance_after, account_version) VALUES ?',
    [entries],
  );
  if (outbox)
    await connection.ask("INSERT INTO outbox (event_id, payment_id, topic) VALUES (?, ?, 'payment-posted')", [id, id]);
  if (condition?.kind === 'unclaimed') {
    const { campaign, customer } = condition;
    await connection.ask('INSERT INTO voucher (campaign_id, account_id, payment_id) VALUES (?, ?, ?)', [
      campaign,
      customer,
      id,
    ]);
  }
  if (condition?.kind === 'uncredited')
    await connection.ask('INSERT INTO bank_transfer (transfer_id, payment_id) VALUES (?, ?)', [condition.transfer, id]);
}

/** From here on an error proves nothing, but for the few that only a transaction that was rolled back can have. */
async function commit(connection, payment) {
  try {
    await connection.ask('COMMIT');
  } catch (error) {
    await connection.abandon(error);
    if (isOwnDuplicate(error, payment)) return { status: 'already-posted' };
    return { status: rolledBack.has(error.errno) ? 'not-executed' : 'unknown', reason: error.message };
  }
  connection.release();
  return { status: 'posted' };
}

function isOwnDuplicate({ errno, message }, { payment_id: id }) {
  return errno === duplicateKey && message.includes(`'${id}'`);
}
