/** What must hold of a payment besides the money on its accounts. It is asked when these are locked, so that nobody who held the locks before is overlooked. */

const conditions = {
  /** Two accounts together keep what was pledged. */
  async pledge(connection, { condition, legs }, accounts) {
    const second = await one(connection, 'SELECT balance AS value FROM account WHERE account_id = ?', [
      condition.account,
    ]);
    const left = legs.filter((leg) => leg.amount < 0).map((leg) => accounts.get(leg.account).balance + leg.amount);
    return second !== null && second + Math.min(...left) >= condition.sum_min;
  },
  /** No more is paid back than was paid. */
  async refundable(connection, { payment_id: id, original_id: original, amount }) {
    const paid = await one(connection, 'SELECT amount AS value FROM payment WHERE payment_id = ?', [original]);
    const back = await one(
      connection,
      'SELECT SUM(amount) AS value FROM payment WHERE original_id = ? AND payment_id <> ?',
      [original, id],
    );
    return paid !== null && (back ?? 0) + amount <= paid;
  },
  /** The money is held, and nobody has captured or voided it. */
  async authorised(connection, { payment_id: id, original_id: original, amount }) {
    const held = await one(
      connection,
      "SELECT amount AS value FROM payment WHERE payment_id = ? AND state = 'authorised'",
      [original],
    );
    const settled = await one(
      connection,
      'SELECT COUNT(*) AS value FROM payment WHERE original_id = ? AND payment_id <> ?',
      [original, id],
    );
    return held === amount && settled === 0;
  },
  /** Nobody gets a voucher of a campaign twice. */
  async unclaimed(connection, { payment_id: id, condition }) {
    const sql = 'SELECT payment_id AS value FROM voucher WHERE campaign_id = ? AND account_id = ? AND payment_id <> ?';
    return (await one(connection, sql, [condition.campaign, condition.customer, id])) === null;
  },
  /** A bank's transfer is credited once, however often the bank tells of it. */
  async uncredited(connection, { payment_id: id, condition }) {
    const sql = 'SELECT payment_id AS value FROM bank_transfer WHERE transfer_id = ? AND payment_id <> ?';
    return (await one(connection, sql, [condition.transfer, id])) === null;
  },
};

export async function holds(connection, payment, accounts) {
  const { condition = null } = payment;
  if (condition === null) return true;
  const asked = Object.hasOwn(conditions, condition.kind) ? conditions[condition.kind] : null;
  return asked !== null && asked(connection, payment, accounts);
}

/** The number that a statement gives; null for none. */
async function one(connection, sql, values) {
  const [row] = await connection.ask(sql, values);
  return row === undefined || row.value === null ? null : Number(row.value);
}
