/** What the file of an operation exports, looked at before it is believed. */
import { z } from 'zod';
import { closestWord } from '../kit/did-you-mean.js';
import { isSecretName } from '../kit/secret-forms.js';
import type { OperationDefinition } from '../model/operation.js';
import type { LoadProblem } from '../model/operation-loader.js';

/** As much as the ledger's column holds. */
const kindLettersMax = 32;
const summaryLettersMax = 200;

type Step = OperationDefinition['draw'];

const schema = z.strictObject({
  kind: z
    .string()
    .max(kindLettersMax, `has more than ${kindLettersMax} letters`)
    .regex(
      /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u,
      'is no name such as split-bill: small letters, digits and single hyphens',
    )
    .refine((kind) => !isSecretName(kind), 'is what secrets are called, which are never written down'),
  summary: z
    .string()
    .max(summaryLettersMax, `has more than ${summaryLettersMax} letters`)
    .regex(/^[A-Z][^\n]*\.$/u, 'is no sentence: it begins with a capital and ends with a full stop'),
  effect: z.enum(['posting', 'read'], "is neither 'posting' nor 'read'"),
  movesPoints: z.literal(true, 'is true or left out').optional(),
  link: z.enum(['refund', 'settlement', 'voucher'], "is none of 'refund', 'settlement' and 'voucher'").optional(),
  draw: z.custom<Step>((value) => typeof value === 'function', 'is no function'),
  settle: z
    .custom<NonNullable<OperationDefinition['settle']>>((value) => typeof value === 'function', 'is no function')
    .optional(),
});

/** `exported`: the module with everything that it exports. Every problem at once. */
export function readDefinition(exported: unknown): OperationDefinition | readonly LoadProblem[] {
  const found = (exported as { readonly default?: unknown } | undefined)?.default;
  if (typeof found !== 'object' || found === null) return [noDefault];
  const { success, data, error } = schema.safeParse(found);
  if (!success) return error.issues.flatMap((issue) => problemsOf(issue, found));
  const settles = data.settle !== undefined;
  // What settles is searched for what was never settled, and only then.
  return settles === (data.link === 'settlement')
    ? (data as OperationDefinition)
    : [settles ? unsearched : neverSettled];
}

const noDefault: LoadProblem = {
  message: 'it has no default export that is an operation',
  hint: "Write: export default defineOperation({ kind: 'split-bill', … });",
};
const unsearched: LoadProblem = {
  message: "it has `settle`, and its link is not 'settlement'",
  hint: "Write link: 'settlement', so that the audit looks for what is never settled.",
};
const neverSettled: LoadProblem = {
  message: "its link is 'settlement', and it has no `settle`",
  hint: 'Add settle(authorisation, draws, ledger), which captures or voids what draw has authorised.',
};

function problemsOf(issue: z.core.$ZodIssue, found: object): readonly LoadProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const meant = closestWord(key, Object.keys(schema.shape));
      return {
        message: `it has a field \`${key}\`, which is unknown`,
        hint:
          meant === null ? `An operation has ${Object.keys(schema.shape).join(', ')}.` : `Did you mean \`${meant}\`?`,
      };
    });
  const field = String(issue.path[0]);
  if (!(field in found)) return [{ message: `its \`${field}\` is missing`, hint: null }];
  const words = issue.code === 'invalid_type' ? `is no ${issue.expected}` : issue.message;
  return [{ message: `its \`${field}\` ${words}`, hint: null }];
}
