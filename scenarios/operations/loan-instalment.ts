/** An instalment of a loan in two transactions: the lender holds it when it is due, and takes it, or gives it back when the loan turns out to be paid off. */
import { authorise, defineOperation, settle } from 'paystorm';

export default defineOperation({
  kind: 'loan-instalment',
  summary:
    'Holds an instalment on the due day, and captures or voids it in a second transaction when the lender has answered.',
  effect: 'posting',
  link: 'settlement',
  draw: authorise,
  settle: (authorisation, draws, { banks }) =>
    settle(authorisation, draws, {
      payee: banks.first + draws.below(banks.count),
      voidedShare: 0.05,
      afterMsMin: 50,
      afterMsMax: 500,
    }),
});
