/** Reads a rule of what answers mean: `2xx`, `409`, `500-503`, or a status and a word in the JSON body: `503 if status = not-executed`. */
import { literalOf, notALiteral, type Literal } from '../../kit/literal.js';
import type { AnswerRule } from '../../model/api.js';

const expected = 'a status such as 2xx, 409 or 500-503, and perhaps a field of the body: 503 if status = not-executed';
const form = /^(?:([1-5])xx|([1-5]\d\d)(?:-([1-5]\d\d))?)(?:\s+if\s+([\w.-]+)\s*=\s*(.*\S))?$/u;

export function parseAnswerRule(text: string): Literal<AnswerRule> {
  const [whole, hundreds, from, to = from, path, value] = form.exec(text.trim()) ?? [];
  if (whole === undefined)
    return notALiteral(`"${text}" is not a rule for answers.`, expected, 'Write 2xx, for example.');
  const statusMin = Number(from ?? `${hundreds}00`);
  const statusMax = Number(to ?? `${hundreds}99`);
  if (statusMax < statusMin) return notALiteral(`"${text}" counts backwards.`, expected, `Write ${to}-${from}.`);
  if (value?.startsWith('=') === true)
    return notALiteral(`"${text}" has two equals signs.`, expected, `Write ${text.trim().replace(/=+/u, '=')}.`);
  const field = path === undefined || value === undefined ? null : { path: path.split('.'), value };
  return literalOf({ text: whole, statusMin, statusMax, field });
}
