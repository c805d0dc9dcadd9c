/** The long form of a gate: the comparison, and what happens when it is broken; and several gates by a name. */
import { z } from 'zod';
import { durationBetween } from '../../kit/literal-schema.js';
import { gatePresets } from '../gates/presets.js';
import { nameSchema } from './sections.js';

export const gateObject = z.strictObject({
  gate: z.string().describe('The comparison, as in the short form.'),
  during: z.string().optional().describe('Phase that is judged; `run` for the whole run.'),
  after: z.string().optional().describe('Fault after which it is judged.'),
  for: durationBetween({ min: 1 }).optional().describe('The comparison holds throughout this window.'),
  within: durationBetween({ min: 1 }).optional().describe('The comparison holds this long after the scope began.'),
  on_breach: z
    .enum(['fail', 'warn', 'abort'])
    .default('fail')
    .describe('`abort` stops the run when the comparison becomes true; `warn` reports without failing.'),
  grace: durationBetween({}).prefault('0s').describe('Time at the start of the scope in which an abort waits.'),
  name: nameSchema.optional().describe('What reports call it.'),
});
export const presetObject = z.strictObject({
  preset: z
    .enum(Object.keys(gatePresets) as [string, ...string[]])
    .describe('Gates by a name, expanded as `plan` shows them; `recovery_time` once for each fault.'),
});

export type GateObject = z.output<typeof gateObject>;

