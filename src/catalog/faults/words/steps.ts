/** The steps by which a fault acts on what others run: commands and statements, filled in for a node, shown as a person would type them, carried out. */
import { resolve } from 'node:path';
import { administrationOf } from '../../../kit/capability-of.js';
import { directNodes } from '../../../kit/direct-nodes.js';
import type { TargetSettings } from '../../../kit/fault-targets.js';
import { shellLine, type LinedCommand } from '../../../kit/shell-line.js';
import { runGiven, type CommandEnd, type GivenOptions } from '../../../host/given-command.js';
import type { FaultTargets } from '../../../model/fault.js';
import { limits } from '../../../model/limits.js';
import type { Cluster, NodeName } from '../../../model/topology.js';
import { placeholders } from './placeholders.js';
import type { Sight } from './sight.js';

/** Words may hold {node}, {zone}, {host} and {port} of the node it is meant for, {lasts} and {bound}: seconds until the heal, and until it must end by itself. */
export interface Command extends Omit<LinedCommand, 'input'> {
  /** What it reads: a text, or what becomes JSON. */
  readonly input?: unknown;
}

export interface Statement {
  readonly sql: string;
  /** The node that is told; the one that the fault is meant for when left out. */
  readonly on?: string;
  readonly endsSession?: boolean;
}

export type Step = Command | Statement;

export interface Check {
  readonly step: Step;
  /** What an answer says of the effect at a node, for which it fills in itself what it compares with; when left out, a command says that it is there by ending with 0. */
  readonly reads?: (answer: CommandEnd, node: NodeName) => Sight;
}

/** Asked of each node, or made up for it, before anything is done. */
export interface Note {
  readonly step?: Step;
  /** What stands with the targets, for `script`; null for nothing. It fills in itself what it compares with. Throws where the heal could not bring back what was. */
  readonly reads: (out: string, node: NodeName) => string | null;
}

export interface Script {
  readonly note?: Note;
  readonly inject: readonly Step[];
  /** In this order; or why there is nothing to undo. */
  readonly heal: readonly Step[] | { readonly none: string };
  readonly check: Check | null;
  /** Where the effect passes by itself, so that no check can wait for its end: shows that it came, since what `note` asked just before. Who cannot be asked is down. */
  readonly proof?: Check;
}

/** None where nothing has to be undone. */
export function undoingOf({ heal }: Pick<Script, 'heal'>): readonly Step[] {
  return 'none' in heal ? [] : heal;
}

export interface StepPlace {
  readonly node: NodeName;
  readonly lastsMs: number;
  /** Where the user stood, from which their paths are; in plans, where they stand. */
  readonly directory?: string | undefined;
  /** As noted before the injection; in plans it is not known yet. */
  readonly former?: string | undefined;
}

const placeholder = new RegExp(String.raw`(?<!\$)\{(${placeholders.join('|')})\}`, 'gu');
const plainWord = /^[\w.:-]+$/u;

export function namesNode(steps: readonly Step[]): boolean {
  return /(?<!\$)\{(?:node|zone|host|port)\}/u.test(JSON.stringify(steps));
}

/** What stands with the targets, so that whoever has only the lease can fill the steps in. */
export function placeFor(
  names: readonly string[],
  cluster: Cluster,
  directory: string,
): NonNullable<FaultTargets['place']> {
  const meant = directNodes(cluster, names);
  return { nodes: meant.map(({ name, zone, host, port }) => ({ name, zone, host, port })), directory };
}

/** A text for people, for one node. */
export function fillText(text: string, { name, zone, host, port }: NodeName): string {
  const values: Readonly<Record<string, string | number | undefined>> = { node: name, zone, host, port };
  return fill(text, (key) => values[key]);
}

/** For sentences: as far as the settings of a fault say whom it is meant for. */
export function fillAim(text: string, { node, zone }: Pick<TargetSettings, 'node' | 'zone'>): string {
  return fillText(text, { name: node ?? '{node}', zone: zone ?? '{zone}' });
}

/** The step for one node. What is not known yet stays as it is written. */
export function fillStep(step: Step, { node, lastsMs, directory }: StepPlace): Step {
  const values: Readonly<Record<string, string | number | undefined>> = {
    node: node.name,
    zone: node.zone,
    host: node.host,
    port: node.port,
    lasts: seconds(lastsMs),
    bound: seconds(lastsMs + limits.boundGraceMs),
  };
  if ('sql' in step) return { on: node.name, ...fill(step, (name) => asWord(values[name])) };
  const { cwd: written, ...filled } = fill(step, (name) => values[name]);
  const [program = ''] = filled.argv;
  const isPath = program.includes('/') && !program.startsWith('/');
  const cwd = written ?? (isPath ? '.' : undefined);
  if (cwd === undefined || (directory === undefined && cwd === '.')) return filled;
  return { ...filled, cwd: directory === undefined ? cwd : resolve(directory, cwd) };
}

/** As it can be copied; a statement after the node that it is for. */
export function lineOf(step: Step): string {
  if ('sql' in step) return `${step.on ?? ''}> ${step.sql};`;
  return shellLine(textual(step));
}

/** What a statement says is the last value of its first row. Rejects when a command cannot be started, or a server refuses a statement. */
export async function carryOut(
  step: Step,
  { cluster, onStart, ...bounds }: GivenOptions & { readonly cluster: Cluster },
): Promise<CommandEnd> {
  if (!('sql' in step)) return runGiven(textual(step), { onStart, ...bounds });
  const { on = '', sql, endsSession = false } = step;
  const rows = await administrationOf(cluster).order(on, sql, { endsSession, ...bounds });
  const value = Object.values(rows[0] ?? {}).at(-1);
  return { code: 0, out: typeof value === 'string' || typeof value === 'number' ? String(value) : '', words: '' };
}

export function textual({ input, ...command }: Command): LinedCommand {
  if (input === undefined) return command;
  return { ...command, input: typeof input === 'string' ? input : JSON.stringify(input) };
}

function seconds(timeMs: number): string {
  return String(Math.ceil(timeMs / 1_000));
}

/** It becomes part of a statement. */
function asWord(value: string | number | undefined): string | number | undefined {
  if (value === undefined || plainWord.test(String(value))) return value;
  throw new Error(`"${value}" cannot stand in a statement.`);
}

function fill<Value>(value: Value, put: (name: string) => string | number | undefined): Value {
  if (typeof value === 'string')
    return value.replaceAll(placeholder, (whole, name: string) => String(put(name) ?? whole)) as Value;
  if (Array.isArray(value)) return value.map((each: unknown) => fill(each, put)) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [fill(key, put), fill(each as unknown, put)]),
  ) as Value;
}
