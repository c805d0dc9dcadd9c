/** Settings that several bugs share. */
import { z } from 'zod';
import { shareSchema } from '../../../kit/literal-schema.js';

export const share = shareSchema.prefault('1%').describe('Share of the payments that it hits, chosen by the seed.');
export const node = z.string().describe('Name of the node.');

/** "1 %" of a decoded share. */
export function percentOf(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(3))} %`;
}
