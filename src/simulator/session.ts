/** One client's connection to a simulated node: it carries out statements, one after the other, the way a server does. */
import type { SimulatedValue } from '../model/bug.js';
import type { WireAnswer } from '../mysql/wire-answer.js';
import type { NodeSession, SimulatedNode } from './node.js';
import { insertRows, schemaOf, selectRows, updateRow, type Desk } from './desk.js';
import { parseStatement, type Statement } from './parse-statement.js';
import { refusalOf } from './refusal.js';
import type { ServerContext } from './server-context.js';
import { deadlockMessage, ServerError, type Store } from './store.js';
import { Transaction } from './transaction.js';
import { variableAnswer, variablesAnswer } from './variables.js';

const ok: WireAnswer = { kind: 'ok' };

export class Session implements NodeSession {
  readonly #server: ServerContext;
  readonly #node: SimulatedNode;
  #schema: string | null;
  readonly #variables = new Map<string, SimulatedValue>();
  #isAutocommit = true;
  #transaction: Transaction | null = null;
  /** What is being committed now: no statement can undo it any more. */
  #committing: Transaction | null = null;
  #isOver = false;

  constructor(server: ServerContext, node: SimulatedNode, schema: string | null) {
    this.#server = server;
    this.#node = node;
    this.#schema = schema;
  }

  async answer(sql: string): Promise<WireAnswer> {
    const { clock, latencyMs } = this.#server;
    if (latencyMs > 0) await clock.sleep(latencyMs);
    await this.#node.awake;
    if (this.#isOver) return { kind: 'reset' };
    this.#server.onStatement();
    try {
      const statement = parseStatement(sql);
      const isBroken = this.#transaction?.isBroken === true && statement.kind !== 'rollback';
      return isBroken ? this.#rolledBack() : await this.#execute(statement);
    } catch (error) {
      return refusalOf(error);
    }
  }

  /** The client has gone. A COMMIT that it has sent is carried out all the same. */
  close(): void {
    this.#isOver = true;
    this.#rollBack();
  }

  breakTransaction(): void {
    for (const transaction of [this.#transaction, this.#committing]) {
      if (transaction === null) continue;
      transaction.isBroken = true;
      transaction.closeView();
      this.#server.locks.release(transaction);
    }
  }

  #execute(statement: Statement): Promise<WireAnswer> | WireAnswer {
    switch (statement.kind) {
      case 'begin':
        this.#rollBack();
        this.#transaction = new Transaction();
        return ok;
      case 'snapshot':
        return this.#takeSnapshot();
      case 'commit':
        return this.#commit();
      case 'rollback':
        this.#rollBack();
        return ok;
      case 'set-isolation':
        return ok;
      case 'autocommit-off':
        this.#isAutocommit = false;
        return ok;
      case 'use':
        this.#schema = statement.schema;
        return this.#node.store.hasSchema(statement.schema) ? ok : unknownSchema(statement.schema);
      case 'create-schema':
        return this.#define((store) => store.createSchema(statement.schema));
      case 'create-table':
      case 'drop-table':
        return this.#defineTable(statement, schemaOf(statement.table, this.#schema));
      case 'insert':
      case 'update':
        return this.#write(statement);
      case 'select':
        this.#beginUnasked();
        return selectRows(statement, this.#desk(this.#transaction));
      case 'variable':
        return variableAnswer(statement);
      case 'variables':
        return variablesAnswer(statement.names, this.#server.connectionsMax);
      default:
        return statement satisfies never;
    }
  }

  /** Without autocommit the first statement of a transaction begins it. */
  #beginUnasked(): void {
    if (!this.#isAutocommit) this.#transaction ??= new Transaction();
  }

  #takeSnapshot(): WireAnswer {
    const { bugs, planMs } = this.#server;
    if (bugs.refusesSnapshots(this.#node.name, planMs()))
      throw new ServerError(1030, 'Got error 5 "Input/output error" from storage engine simulated');
    this.#rollBack();
    this.#transaction = new Transaction({ isSnapshot: true });
    this.#transaction.viewOf(this.#node.store);
    return ok;
  }

  async #commit(): Promise<WireAnswer> {
    const transaction = this.#transaction;
    this.#transaction = null;
    return transaction === null ? ok : await this.#carryOut(transaction);
  }

  async #carryOut(transaction: Transaction): Promise<WireAnswer> {
    transaction.closeView();
    if (transaction.writes.length === 0) {
      this.#server.locks.release(transaction);
      return ok;
    }
    this.#committing = transaction;
    const answer = await this.#server.commits.commit(this.#node, transaction);
    this.#committing = null;
    if (answer === 'committed') return ok;
    return answer === 'nothing' ? { kind: 'reset' } : { kind: 'error', ...answer };
  }

  #rolledBack(): WireAnswer {
    this.#transaction = null;
    return refusalOf(new ServerError(1213, deadlockMessage, '40001'));
  }

  #rollBack(): void {
    if (this.#transaction !== null) {
      this.#transaction.isBroken = true;
      this.#transaction.closeView();
      this.#server.locks.release(this.#transaction);
    }
    this.#transaction = null;
  }

  #defineTable(
    statement: Extract<Statement, { kind: 'create-table' | 'drop-table' }>,
    schema: string,
  ): Promise<WireAnswer> {
    const { name } = statement.table;
    return this.#define((store) => {
      if (statement.kind === 'drop-table') store.dropTable(schema, name);
      else if (!statement.isIfMissing || store.find(schema, name) === undefined)
        store.createTable(schema, name, statement.shape);
    });
  }

  async #define(change: (store: Store) => void): Promise<WireAnswer> {
    await this.#server.commits.agreement(this.#node);
    for (const store of this.#server.storesOf(this.#node)) change(store);
    return ok;
  }

  /** Outside of BEGIN and COMMIT a statement is a transaction of its own. */
  async #write(statement: Extract<Statement, { kind: 'insert' | 'update' }>): Promise<WireAnswer> {
    this.#beginUnasked();
    const isOwn = this.#transaction === null;
    const transaction = this.#transaction ?? new Transaction();
    try {
      const desk = { ...this.#desk(transaction), transaction };
      if (statement.kind === 'insert') await insertRows(statement, desk);
      else await updateRow(statement, desk);
    } catch (error) {
      if (isOwn) this.#server.locks.release(transaction);
      throw error;
    }
    return isOwn ? await this.#carryOut(transaction) : ok;
  }

  /** Where a statement works, and for which transaction. */
  #desk(transaction: Transaction | null): Desk {
    return {
      server: this.#server,
      node: this.#node,
      schema: this.#schema,
      transaction,
      variables: this.#variables,
    };
  }
}

function unknownSchema(schema: string): never {
  throw new ServerError(1049, `Unknown database '${schema}'`, '42000');
}
