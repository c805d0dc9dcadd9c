/** Reads a text of a request, in which names in braces stand for what an arrival asks for. */
import { closestWord } from '../../kit/did-you-mean.js';
import { literalOf, notALiteral, type Literal } from '../../kit/literal.js';
import { placeholders } from '../../model/api.js';

const known = Object.keys(placeholders);
/** What JSON puts into braces begins with a quote or a space. */
const inBraces = /\{([a-z_]+)\}/giu;

export function parseTemplate(text: string): Literal<string> {
  const unknown = [...text.matchAll(inBraces)].map(([, name = '']) => name).find((name) => !known.includes(name));
  if (unknown === undefined) return literalOf(text);
  const meant = closestWord(unknown, known);
  const remedy = meant === null ? 'Write one of them, or leave the braces out.' : `Did you mean {${meant}}?`;
  return notALiteral(`The placeholder {${unknown}} is unknown.`, known.map((name) => `{${name}}`).join(', '), remedy);
}

/** The path of a request, from its slash on. */
export function parsePath(text: string): Literal<string> {
  if (text.startsWith('/') && !/[\s#]/u.test(text)) return parseTemplate(text);
  return notALiteral(
    `"${text}" is not the path of a request.`,
    'a path such as /payments/{payment_id}',
    'Begin it with a slash, without spaces.',
  );
}

/** Where an API is reached: scheme, host and port. */
export function parseApiUrl(text: string): Literal<string> {
  const expected = 'an address such as https://pay.example.com or http://localhost:8080';
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/u.test(url.protocol)) {
    return notALiteral(`"${text}" is not the address of an API.`, expected, 'Begin it with http:// or https://.');
  }
  if (url.username !== '' || url.password !== '') {
    const remedy = 'Give it by reference: api.headers: { Authorization: "Basic ${API_CREDENTIALS}" }.';
    return notALiteral('The address of the API holds credentials.', expected, remedy);
  }
  if (url.href === `${url.origin}/`) return literalOf(url.origin);
  return notALiteral(`"${text}" says more than where the API is.`, expected, 'Put the path into api.requests.');
}
