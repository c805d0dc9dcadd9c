/** Plants four slips in a ledger: a payment lost, an amount changed, a leg torn off, a balance wrong in the history. */
import { paymentIdOf } from '../../dist/kit/payment-id.js';
import { connect } from '../../dist/mysql/connect.js';
import { createCatalog } from '../../dist/catalog/index.js';
import { prepareAudit } from './plan-of.mjs';

export async function tamper(endpoint, order) {
  const { header } = await prepareAudit(order, createCatalog());
  const idAt = (share) => paymentIdOf(header.runTag, Math.floor(order.payments * share));
  const connection = await connect(endpoint, { connectTimeoutMs: 5_000, database: 'paystorm' });
  const lost = idAt(0.2);
  for (const sql of [
    `DELETE FROM payment WHERE payment_id = ${lost}`,
    `DELETE FROM entry WHERE payment_id = ${lost}`,
    `UPDATE payment SET amount = amount + 1 WHERE payment_id = ${idAt(0.4)}`,
    `DELETE FROM entry WHERE payment_id = ${idAt(0.6)} AND leg = 1`,
    `UPDATE entry SET balance_after = balance_after + 1 WHERE payment_id = ${idAt(0.8)} AND leg = 0`,
  ]) {
    await connection.query(sql);
  }
  await connection.close();
}
