/** What the gateway answers to whom. Every answer tells the truth: 503 only when nothing was executed, 504 when nobody knows. */
import { postNaively } from './naive-retry.mjs';
import { postPayment } from './post-payment.mjs';

const bodyBytesMax = 64 * 1_024;

const codes = {
  posted: 201,
  'already-posted': 409,
  declined: 402,
  refused: 422,
  'not-executed': 503,
  unknown: 504,
};

export function createRoutes({ database, settings }) {
  const post = async (request) => {
    const body = await bodyOf(request);
    if (body === null) return [413, { status: 'refused', reason: `a payment has ${bodyBytesMax} bytes at most` }];
    const payment = paymentOf(body);
    if (payment === null) return [400, { status: 'refused', reason: 'this is not a payment' }];
    const key = request.headers['idempotency-key'];
    if (key !== undefined && key !== String(payment.payment_id)) {
      return [422, { status: 'refused', reason: 'the idempotency key is not the payment id' }];
    }
    const { paymentsPerRequest } = settings;
    const outcome =
      paymentsPerRequest > 1
        ? await postNaively(database, payment, paymentsPerRequest)
        : { payment_id: payment.payment_id, ...(await postPayment(database, payment)) };
    return [codes[outcome.status], outcome];
  };
  const { find, accounts, history, health } = createReads(database);
  const routes = [
    ['POST', /^\/payments$/u, post],
    ['GET', /^\/payments\/(\d+)$/u, find],
    ['GET', /^\/accounts\?ids=(\d+(?:,\d+){0,99})$/u, accounts],
    ['GET', /^\/accounts\/(\d+)\/history$/u, history],
    ['GET', /^\/health$/u, health],
  ];
  return async (request, response) => {
    const [status, body] = await answerOf(routes, request);
    if (response.destroyed) return;
    const text = JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  };
}

function createReads(database) {
  const find = async (_request, id) => {
    const [row] = await read(
      database,
      'SELECT payment_id, operation, amount, state FROM payment WHERE payment_id = ?',
      [id],
    );
    return row === undefined ? [404, { status: 'absent' }] : [200, row];
  };
  const accounts = async (_request, list) => {
    const ids = list.split(',').map(Number);
    const rows = await read(database, 'SELECT account_id, balance, version FROM account WHERE account_id IN (?)', [
      ids,
    ]);
    return rows.length === ids.length ? [200, { accounts: rows }] : [404, { status: 'absent' }];
  };
  const history = async (_request, id) => {
    const sql =
      'SELECT payment_id, amount, balance_after FROM entry WHERE account_id = ? ORDER BY account_version DESC LIMIT 10';
    return [200, { account_id: Number(id), entries: await read(database, sql, [Number(id)]) }];
  };
  const health = async () => (database.isServing ? [200, { status: 'serving' }] : [503, { status: 'no database' }]);
  return { find, accounts, history, health };
}

async function answerOf(routes, request) {
  for (const [method, pattern, route] of routes) {
    const found = request.method === method ? pattern.exec(request.url) : null;
    if (found === null) continue;
    try {
      return await route(request, found[1]);
    } catch (error) {
      // Reads end here, and requests that could not be read: neither has changed anything.
      return [503, { status: 'not-executed', reason: error.message }];
    }
  }
  return [404, { status: 'refused', reason: 'there is nothing here' }];
}

async function read(database, sql, values) {
  const connection = await database.connection();
  try {
    const rows = await connection.ask(sql, values);
    connection.release();
    return rows;
  } catch (error) {
    await connection.abandon(error);
    throw error;
  }
}

/** Null when it is too long: it is read to its end all the same, since who is cut off while he sends hears no answer. */
async function bodyOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= bodyBytesMax) chunks.push(chunk);
  }
  return bytes > bodyBytesMax ? null : Buffer.concat(chunks).toString('utf8');
}

/** Null for what is no payment: whole numbers throughout, and what is taken is given. */
function paymentOf(text) {
  let payment;
  try {
    payment = JSON.parse(text);
  } catch {
    return null;
  }
  const { payment_id: id, operation, amount, legs } = payment ?? {};
  const isWhole = [id, amount].every(Number.isSafeInteger) && typeof operation === 'string' && Array.isArray(legs);
  if (!isWhole || legs.length < 2) return null;
  if (!legs.every((leg) => Number.isSafeInteger(leg?.account) && Number.isSafeInteger(leg?.amount))) return null;
  return legs.reduce((sum, leg) => sum + leg.amount, 0) === 0 ? payment : null;
}
