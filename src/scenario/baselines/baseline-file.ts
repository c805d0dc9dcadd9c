/** A baseline as a file: small, in stable order, and without anything that changes when nothing was measured anew, so that it lives well in a repository. */
import { z } from 'zod';
import { baselineVersion, type Baseline, type Sample } from '../../model/sample.js';

/** Where they are kept, unless somebody says otherwise. */
export const baselinesFolder = 'baselines';

/** Letters, digits, dots, dashes: what a file and a gate can both name. */
export const baselineName = /^[A-Za-z\d][\w.-]*$/u;

const facts = z.record(z.string(), z.string());
const count = z.number().int().nonnegative();
const schema = z.object({
  version: z.literal(baselineVersion),
  toolVersion: z.string(),
  scenario: facts,
  environment: facts,
  runs: z
    .array(
      z.object({
        runId: z.string(),
        seed: z.number(),
        doubt: z.string().nullable(),
        measures: z.object({
          figures: z.record(z.string(), z.union([z.number(), z.object({ atLeast: z.number() })])),
          unmeasured: facts,
          deadlineMs: z.number().positive(),
          scheduleLag: z.object({ typicalMs: z.number().nonnegative(), worstMs: z.number().nonnegative() }),
          blocks: z
            .array(
              z.object({
                phase: z.string(),
                lengthMs: count,
                arrivals: count,
                good: count,
                inDoubt: count,
                attempts: count,
                errors: count,
                unanswered: count,
                times: z.string().regex(/^(?:\d+(?:\*\d+)?(?: |$))*$/u),
              }),
            )
            .exactOptional(),
        }),
      }),
    )
    .min(1)
    .refine((runs) => new Set(runs.map(({ runId }) => runId)).size === runs.length, 'a run stands in it twice'),
});

/** Throws an Error that says what is wrong with it. */
export function readBaselineText(text: string): Baseline {
  const read: unknown = JSON.parse(text);
  const result = schema.safeParse(read);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it is no baseline'}`);
}

/** From so many runs on, each is one value among many, and blocks are not looked at. */
const runsEnough = 5;

/** One line for each figure and each block: a change of one shows as one. */
export function writeBaselineText(sample: Sample): string {
  const isMany = sample.runs.length >= runsEnough;
  const runs = sample.runs.map((run) => {
    const { blocks, ...measures } = run.measures;
    return { ...run, measures: isMany || blocks === undefined ? measures : { ...measures, blocks } };
  });
  return `${indented({ version: baselineVersion, ...sample, runs }, '')}\n`;
}

/** Blocks and single figures stay on one line each. */
function indented(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null || isFlat(value)) return JSON.stringify(sorted(value));
  const inner = `${indent}  `;
  const members = Array.isArray(value)
    ? value.map((each: unknown) => `${inner}${indented(each, inner)}`)
    : Object.entries(sorted(value) as object).map(
        ([key, each]: readonly [string, unknown]) => `${inner}${JSON.stringify(key)}: ${indented(each, inner)}`,
      );
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return members.length === 0 ? `${open}${close}` : `${open}\n${members.join(',\n')}\n${indent}${close}`;
}

function isFlat(value: object): boolean {
  return 'times' in value || 'atLeast' in value;
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
