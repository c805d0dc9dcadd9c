/** Reads what is to be compared from the command line: a setting and its values, or retry policies by name. */
import { ToolError } from '../../kit/error.js';
import { parseRetry, printRetry } from '../../kit/word-literal.js';
import { retryPolicies, type RetrySettings } from '../../model/scenario.js';

export interface Variants {
  /** As `--set` names it. */
  readonly setting: string;
  readonly values: readonly string[];
}

/** Compares the scenario's profiles: what differs in more than one setting. */
export const profileSetting = 'profile';
const retrySetting = 'client.retry';
/** Where the scenario itself never tries again. */
const attemptsAssumed = 5;
const variantsMax = 8;

/** "faults.lose.by=kill,pause,black-hole". Throws a ToolError. */
export function parseVariants(text: string): Variants {
  const equals = text.indexOf('=');
  const setting = text.slice(0, Math.max(0, equals)).trim();
  if (setting === '') {
    const message = `--compare "${text}" does not name a setting and its values.`;
    throw new ToolError('invalidScenario', message, 'Write --compare faults.NAME.by=kill,pause, for example.');
  }
  return { setting, values: valuesIn('compare', text.slice(equals + 1)) };
}

/** "naive,idempotent,none": with as many attempts as the scenario allows, or as are said. Throws a ToolError. */
export function parsePolicies(text: string, { policy, attemptsMax }: RetrySettings): Variants {
  const attempts = policy === 'none' ? attemptsAssumed : attemptsMax;
  const values = valuesIn('compare-policies', text).map((value) => {
    const isBare = value !== 'none' && retryPolicies.some((each) => each === value);
    const retry = parseRetry(isBare ? `${value} ${attempts}` : value);
    if (retry.ok) return printRetry(retry.value);
    const { message, expected, remedy } = retry.problem;
    throw new ToolError('invalidScenario', `--compare-policies: ${message} Expected is ${expected}.`, remedy);
  });
  return { setting: retrySetting, values };
}

function valuesIn(option: string, text: string): readonly string[] {
  const values = text.split(',').map((value) => value.trim());
  const isFit = values.length >= 2 && values.length <= variantsMax && !values.includes('');
  if (isFit && new Set(values).size === values.length) return values;
  const message = `--${option} needs from two to ${variantsMax} different values, a comma between them, and was given "${text}".`;
  throw new ToolError('invalidScenario', message, 'Such as --compare-policies naive,idempotent,status-query.');
}
