/** What a fault made of orders does, from the choice of its targets to the end of its heal. */
import { resolve } from 'node:path';
import { eachTarget } from '../../../kit/each-target.js';
import { resolveTargets } from '../../../kit/fault-targets.js';
import type { AimOptions, FaultContext, FaultTargets, InjectionContext } from '../../../model/fault.js';
import type { Cluster } from '../../../model/topology.js';
import { endOf, Intervals } from './intervals.js';
import { noteTargets } from './note-targets.js';
import { placesOf, type RoundSettings, type StepsAt } from './step-orders.js';
import { carryOutAll, lastsMsOf, undoAll } from './step-rounds.js';
import { awaitAnswer, awaitEffect, awaitEnd, awaitProof, lookAt, unanswered, type CheckAt } from './step-sights.js';
import { placeFor, undoingOf, type Check, type Script, type StepPlace } from './steps.js';
import { nothingToEnd, UnderWay } from './under-way.js';

export interface StepSettings extends RoundSettings {
  readonly node?: string | undefined;
  readonly zone?: string | undefined;
  readonly cwd?: string | undefined;
}

export interface StepScripts<Settings> {
  /** `former` is what was noted of the node, and absent in a plan. */
  readonly script: (settings: Settings, former?: string) => Script;
  endsByTimeOnly?(settings: Settings): boolean;
}

/** Keeps in mind what was begun here. */
export class StepActs<Settings extends StepSettings> {
  readonly #scripts: StepScripts<Settings>;
  /** Faults without a check, node by node: their orders were carried out here. */
  readonly #begun = new UnderWay<AsyncDisposable>();
  readonly #intervals = new Intervals();

  constructor(scripts: StepScripts<Settings>) {
    this.#scripts = scripts;
  }

  async resolve(settings: Settings, cluster: Cluster, { lastsMs, signal }: AimOptions): Promise<FaultTargets> {
    const nodes = resolveTargets(settings, cluster);
    const targets = { nodes, place: placeFor(nodes, cluster, resolve('.')) };
    return {
      ...targets,
      ...(await this.#formerOf(settings, placesOf(targets, lastsMs), { cluster, signal })),
      ...(this.#isTimed(settings) ? { endsBy: endOf(lastsMs, settings.timeout) } : {}),
    };
  }

  async inject(given: InjectionContext<Settings>): Promise<void> {
    const { settings } = given;
    if (this.#isTimed(settings)) return this.#injectForAWhile(given);
    const context = await this.#notedAnew(given);
    await carryOutAll(this.#stepsAt('inject', settings), context);
    for (const each of eachTarget(context)) this.#begun.begin(each, () => nothingToEnd);
    const [check, proof] = [this.#lookAt('check', settings), this.#lookAt('proof', settings)];
    if (check !== null) await awaitEffect(check, context);
    if (proof !== null) await awaitProof(proof, context);
  }

  async isEffective(context: FaultContext<Settings>): Promise<boolean> {
    const check = this.#lookAt('check', context.settings);
    if (this.#isTimed(context.settings)) return eachTarget(context).every((each) => this.#intervals.isOn(each));
    if (check === null) return eachTarget(context).every((each) => this.#begun.find(each) !== undefined);
    const sights = await lookAt(check, placesOf(context.targets, 0), context);
    if (sights.includes('unknown')) throw new Error(unanswered(check, context));
    return sights.length > 0 && sights.every((sight) => sight === 'seen');
  }

  async heal(context: FaultContext<Settings>): Promise<void> {
    const { settings, signal } = context;
    const [check, proof] = [this.#lookAt('check', settings), this.#lookAt('proof', settings)];
    await undoAll(this.#stepsAt('heal', settings), check, context);
    for (const each of eachTarget(context)) {
      if (this.#isTimed(settings)) await this.#intervals.awaitEnd(each, signal);
      await this.#begun.end(each);
    }
    if (check !== null) await awaitEnd(check, context);
    if (proof !== null) await awaitAnswer(proof, context);
  }

  async #formerOf(
    settings: Settings,
    places: readonly StepPlace[],
    asked: Pick<FaultContext, 'cluster' | 'signal'>,
  ): Promise<Pick<FaultTargets, 'former'>> {
    const { note } = this.#scripts.script(settings);
    return note === undefined ? {} : { former: await noteTargets(note, places, { ...settings, ...asked }) };
  }

  /** Where a look has to prove that it came: it may have come before, since its targets were chosen, and that proves nothing. */
  async #notedAnew(context: InjectionContext<Settings>): Promise<InjectionContext<Settings>> {
    const { settings, cluster, targets, boundMs, signal } = context;
    if (this.#lookAt('proof', settings) === null) return context;
    const former = await this.#formerOf(settings, placesOf(targets, lastsMsOf(boundMs)), { cluster, signal });
    return { ...context, targets: { ...targets, ...former } };
  }

  /** Rejects as the first of its nodes when all were told. */
  async #injectForAWhile(context: InjectionContext<Settings>): Promise<void> {
    const steps = this.#stepsAt('inject', context.settings);
    const lastsMs = lastsMsOf(context.boundMs);
    const begun = eachTarget(context).map((each) =>
      this.#intervals.begin(each, lastsMs, () => carryOutAll(steps, each)),
    );
    const failed = (await Promise.allSettled(begun)).find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  #isTimed(settings: Settings): boolean {
    return this.#scripts.endsByTimeOnly?.(settings) ?? false;
  }

  #stepsAt(what: 'inject' | 'heal', settings: Settings): StepsAt {
    return ({ former }) => {
      const ordered = this.#scripts.script(settings, former);
      return what === 'inject' ? ordered.inject : undoingOf(ordered);
    };
  }

  /** Null where its script has no such look. */
  #lookAt(what: 'check' | 'proof', settings: Settings): CheckAt | null {
    const { script } = this.#scripts;
    const look = (former?: string): Check | null => script(settings, former)[what] ?? null;
    const sample = look();
    return sample === null ? null : ({ former }) => look(former) ?? sample;
  }
}
