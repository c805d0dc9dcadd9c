/**
 * The tables of the payment ledger, portable over every MySQL flavor: a primary key each; no engine, foreign key, trigger,
 * AUTO_INCREMENT or collation; money in BIGINT minor units; identifiers and times made by the client.
 */
import type { Scenario } from '../model/scenario.js';

/** Written once into a schema that paystorm may use; its absence protects everybody else's data. */
export const markerPurpose = 'paystorm rehearsal ledger';

/** Of every account; amounts are its minor units. */
export const currency = 'IDR';

export const tables = [
  'account',
  'payment',
  'entry',
  'buffered_entry',
  'outbox',
  'voucher',
  'bank_transfer',
  'probe',
  'run',
] as const;

export function markerTable(): string {
  return `CREATE TABLE IF NOT EXISTS marker (
  purpose VARCHAR(64) NOT NULL PRIMARY KEY,
  created VARCHAR(32) NOT NULL
)`;
}

/** In detect mode the keys that would turn a double effect into an error give way to a running number made by the client. */
export function createTables({ mode, bufferedPosting }: Scenario['ledger']): readonly string[] {
  const isEnforced = mode === 'enforce';
  return [
    accountTable,
    paymentTable(isEnforced),
    entryTable(isEnforced),
    ...(bufferedPosting === undefined ? [] : [bufferedEntryTable]),
    outboxTable,
    voucherTable(isEnforced),
    bankTransferTable(isEnforced),
    probeTable,
    runTable,
  ];
}

const accountTable = `CREATE TABLE account (
  account_id BIGINT NOT NULL PRIMARY KEY,
  kind VARCHAR(16) NOT NULL,
  currency CHAR(3) NOT NULL,
  balance BIGINT NOT NULL,
  version BIGINT NOT NULL,
  pending_out BIGINT NOT NULL,
  pending_in BIGINT NOT NULL,
  parent_id BIGINT NULL
)`;

function paymentTable(isEnforced: boolean): string {
  return `CREATE TABLE payment (
  payment_id BIGINT NOT NULL,
  operation VARCHAR(32) NOT NULL,
  amount BIGINT NOT NULL,
  state VARCHAR(16) NOT NULL,
  original_id BIGINT NULL,
  client_time BIGINT NOT NULL,
  attempt INT NOT NULL,
  PRIMARY KEY (${isEnforced ? 'payment_id' : 'payment_id, attempt, client_time'}),
  KEY payment_by_original (original_id)
)`;
}

function entryTable(isEnforced: boolean): string {
  return `CREATE TABLE entry (
  payment_id BIGINT NOT NULL,
  leg INT NOT NULL,
  account_id BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  balance_after BIGINT NOT NULL,
  account_version BIGINT NOT NULL,
  PRIMARY KEY (${isEnforced ? 'payment_id, leg' : 'payment_id, leg, account_version'}),
  ${isEnforced ? 'UNIQUE KEY' : 'KEY'} entry_by_account (account_id, account_version)
)`;
}

/** Credits that wait to be posted, in the order in which the job takes them. They have no version yet, and no balance. */
const bufferedEntryTable = `CREATE TABLE buffered_entry (
  account_id BIGINT NOT NULL,
  payment_id BIGINT NOT NULL,
  leg INT NOT NULL,
  amount BIGINT NOT NULL,
  client_time BIGINT NOT NULL,
  PRIMARY KEY (account_id, payment_id, leg)
)`;

const outboxTable = `CREATE TABLE outbox (
  event_id BIGINT NOT NULL PRIMARY KEY,
  payment_id BIGINT NOT NULL,
  topic VARCHAR(32) NOT NULL
)`;

/** Who has had a voucher of which campaign. */
function voucherTable(isEnforced: boolean): string {
  return `CREATE TABLE voucher (
  campaign_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  payment_id BIGINT NOT NULL,
  PRIMARY KEY (${isEnforced ? 'campaign_id, account_id' : 'campaign_id, account_id, payment_id'}),
  KEY voucher_by_payment (payment_id)
)`;
}

/** Which transfer of a bank was credited by which payment. */
function bankTransferTable(isEnforced: boolean): string {
  return `CREATE TABLE bank_transfer (
  transfer_id BIGINT NOT NULL,
  payment_id BIGINT NOT NULL,
  PRIMARY KEY (${isEnforced ? 'transfer_id' : 'transfer_id, payment_id'}),
  KEY bank_transfer_by_payment (payment_id)
)`;
}

const probeTable = `CREATE TABLE probe (
  lane INT NOT NULL,
  slot INT NOT NULL,
  sequence BIGINT NOT NULL,
  time BIGINT NOT NULL,
  PRIMARY KEY (lane, slot)
)`;

const runTable = `CREATE TABLE run (
  run_id VARCHAR(64) NOT NULL PRIMARY KEY,
  scenario_hash CHAR(64) NOT NULL,
  tool_version VARCHAR(32) NOT NULL,
  started VARCHAR(32) NOT NULL
)`;
