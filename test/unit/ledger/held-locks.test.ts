/** An application that asks somebody else while it holds its locks: COMMIT waits for it, and a connection that is lost meanwhile has committed nothing. */
import { expect, it } from 'vitest';
import { mariadb } from '../../../src/catalog/flavors/mariadb.js';
import { postPayment } from '../../../src/ledger/post-payment.js';
import { transferOrder } from '../../fixtures/transfer-order.js';
import { scriptedSession, type Asked } from '../../fixtures/scripted-session.js';

const waiting = ['per-statement', 'pipelined'] as const;

it.each(waiting)('%s: COMMIT is sent when the application goes on, and after everything else', (sending) => {
  const held = post(sending);
  expect(held.requests().flat()).not.toContain('COMMIT');
  expect(
    held
      .requests()
      .flat()
      .some((sql) => sql.startsWith('INSERT INTO entry')),
  ).toBe(true);
  held.proceed();
  expect(held.ended().result).toMatchObject({ outcome: 'acknowledged' });
  expect(held.ended().statements.at(-1)).toBe('COMMIT');
});

it.each(waiting)('%s: a connection that is lost while locks are held leaves no doubt', (sending) => {
  const held = post(sending);
  held.lose();
  held.proceed();
  expect(held.ended().result).toMatchObject({ outcome: 'aborted', step: 'statement', isConnectionUsable: false });
  expect(held.ended().statements).not.toContain('COMMIT');
});

interface HeldPayment {
  requests(): readonly (readonly string[])[];
  proceed(): void;
  lose(): void;
  ended(): Asked;
}

function post(sending: (typeof waiting)[number]): HeldPayment {
  const { context, ended, requests } = scriptedSession({});
  const held: (() => void)[] = [];
  const order = { ...transferOrder, beforeCommit: (proceed: () => void) => void held.push(proceed) };
  postPayment(order, { ...context, sending, errors: mariadb.errors });
  return { requests: () => requests, proceed: () => held[0]?.(), lose: () => context.session.close(), ended };
}
