/** The section of the ledger: who has an account, whose accounts are hot and what is done about it, and how duplicates are treated. */
import { z } from 'zod';
import { durationBetween, shareSchema, sizeBetween } from '../../kit/literal-schema.js';
import { merchantCount } from '../../kit/merchant-count.js';
import { skewSchema } from '../../kit/word-schema.js';
import { limits } from '../../model/limits.js';
import { bufferedAccounts } from '../../model/scenario.js';

/** The servers' own. */
const systemSchemas: ReadonlySet<string> = new Set(['mysql', 'information_schema', 'performance_schema', 'sys']);
const minute = 60_000;

const hot = z
  .strictObject({
    accounts: sizeBetween({ min: 1, max: limits.accountsMax }).describe('How many wallets are hot.'),
    share: shareSchema.describe("Share of the customers' traffic that goes to them."),
  })
  .optional()
  .describe('A few wallets that draw much of the traffic; none when left out.');

const merchants = z
  .strictObject({
    hot: z
      .strictObject({
        accounts: sizeBetween({ min: 1, max: 1_000 }).describe('How many merchants are hot.'),
        share: shareSchema.describe('Share of all payments to merchants that goes to them.'),
      })
      .optional()
      .describe('A few merchants that draw much of the traffic; none when left out.'),
    skew: skewSchema.prefault('uniform').describe('How popular the other merchants are: all the same, or by a Zipf law.'),
    split: sizeBetween({ min: 1, max: 1_000 })
      .prefault(1)
      .describe('Parts that each hot merchant\'s account is split into: a remedy for hot rows, to be rehearsed beside the illness.'),
  })
  .prefault({})
  .refine(({ hot: few, split }) => split === 1 || few !== undefined, {
    path: ['split'],
    message: 'Only hot merchants are split, and none is hot.',
  })
  .describe('The merchants that are paid: one for a hundred wallets, and ten at least.');

const campaigns = z
  .strictObject({
    count: sizeBetween({ min: 1, max: 1_000 }).prefault(3).describe('How many campaigns give vouchers.'),
    budget: sizeBetween({ min: 1, max: 1e12 })
      .prefault('100M')
      .describe('Minor units that each campaign gives away; then its vouchers are declined.'),
  })
  .prefault({})
  .describe('What vouchers are paid from: each campaign has a budget, which all its customers debit.');

const bufferedPosting = z
  .strictObject({
    accounts: z
      .array(z.enum(bufferedAccounts))
      .min(1)
      .prefault(['hot-merchants'])
      .describe("Whose credits are buffered: `hot-merchants` (with their parts, where they are split), `fees` (the platform's fee accounts), or both."),
    every: durationBetween({ min: 10, max: minute }).prefault('500ms').describe('From one look into the buffer to the next.'),
    batch: sizeBetween({ min: 1, max: 1_000 })
      .prefault(200)
      .describe('Credits that are posted in one transaction at most, all of one account.'),
  })
  .optional()
  .describe('A remedy for hot rows: payments put their credits to these accounts into a buffer, and paystorm posts them in batches, as a job behind the application would. Nothing is buffered when left out.');

export const ledgerSection = z
  .strictObject({
  accounts: sizeBetween({ min: 2, max: limits.accountsMax }).prefault('10k').describe('Wallets of customers.'),
  opening_balance: sizeBetween({ max: 1e12 }).prefault('1_000_000').describe('Minor units on every wallet at the start.'),
  hot,
  skew: skewSchema.prefault('uniform').describe('How popular the other wallets are: all the same, or by a Zipf law.'),
  merchants,
  buffered_posting: bufferedPosting,
  campaigns,
  mode: z
    .enum(['enforce', 'detect'])
    .default('enforce')
    .describe('`enforce` keeps the unique keys an application has; `detect` leaves out those that would hide a bug, and needs `client.retry: none`.'),
  schema: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,62}$/u, 'A database name has up to 63 lower-case letters, digits and underscores.')
    .refine((name) => !systemSchemas.has(name), 'This database is the server\'s own: choose another name.')
    .default('paystorm')
    .describe('Database that paystorm owns in the target.'),
  })
  .refine(({ accounts, hot: few }) => few === undefined || few.accounts <= accounts, {
    path: ['hot', 'accounts'],
    message: 'There are fewer wallets than hot wallets.',
  })
  .refine(({ accounts, merchants: { hot: few } }) => few === undefined || few.accounts <= merchantCount(accounts), {
    path: ['merchants', 'hot', 'accounts'],
    message: 'There are fewer merchants than hot merchants: one for a hundred wallets, and ten at least.',
  });
