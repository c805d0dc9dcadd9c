/** Commands of kubectl, for the faults that act through it. */
import { z } from 'zod';
import type { Command } from './steps.js';

export const kubectlShape = {
  namespace: z.string().min(1).optional().describe('Its namespace; that of the context when left out.'),
  context: z.string().min(1).optional().describe("Which of kubectl's contexts; the current one when left out."),
};

export interface KubectlPlace {
  readonly namespace?: string | undefined;
  readonly context?: string | undefined;
}

export function kubectl({ namespace, context }: KubectlPlace, words: readonly string[], input?: unknown): Command {
  const place = [
    ...(context === undefined ? [] : ['--context', context]),
    ...(namespace === undefined ? [] : ['-n', namespace]),
  ];
  return { argv: ['kubectl', ...place, ...words], input };
}
