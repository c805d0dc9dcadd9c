/** What stands in braces for the node that a fault is meant for. A mistyped one would be passed on as it is, and hit nothing or the wrong thing. */
import type { z } from 'zod';
import { closestWord } from '../../../kit/did-you-mean.js';
import type { LiteralIssueParams } from '../../../kit/literal-schema.js';

export const placeholders = ['node', 'zone', 'host', 'port', 'lasts', 'bound'] as const;

/** One word in braces: no reference, no pair of braces as templates have it, and nothing that holds more than a word. */
const oneWord = /(?<![${])\{([A-Za-z_]\w*)\}(?!\})/gu;

/** For a schema: an issue at each text that holds a word in braces which stands for nothing. */
export function checkPlaceholders(context: z.core.ParsePayload): void {
  visit(context.value, [], (text, path) => {
    for (const [whole, word = ''] of text.matchAll(oneWord)) {
      if (placeholders.some((known) => known === word)) continue;
      const meant = closestWord(word, placeholders);
      const params: LiteralIssueParams = {
        expected: `one of ${placeholders.map((known) => `{${known}}`).join(', ')}`,
        remedy: meant === null ? 'Where braces are meant, let a script say them.' : `Did you mean "{${meant}}"?`,
      };
      context.issues.push({
        code: 'custom',
        message: `"${whole}" stands for nothing.`,
        params,
        path: [...path],
        input: text,
      });
    }
  });
}

type Path = readonly (string | number)[];

function visit(value: unknown, path: Path, tell: (text: string, path: Path) => void): void {
  if (typeof value === 'string') return tell(value, path);
  if (value === null || typeof value !== 'object') return;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, each] of entries) visit(each, [...path, key], tell);
}
