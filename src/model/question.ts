/** The three questions that a rehearsal answers, in the order in which people ask them. */
export const questions = ['downtime', 'data-loss', 'consistency'] as const;
export type Question = (typeof questions)[number];
