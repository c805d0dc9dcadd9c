/** References to environment variables in a text: ${VAR}, ${VAR:-default} and ${VAR:?message}; $${ stands for a literal ${. */

export type Environment = Readonly<Record<string, string | undefined>>;

export type Referred =
  | { readonly kind: 'value'; readonly text: string; readonly isFromEnvironment: boolean }
  | { readonly kind: 'nameless' }
  | { readonly kind: 'unset'; readonly name: string; readonly message: string };

const reference = /\$?\$\{([^}]*)\}/gu;
const inside = /^([A-Za-z_]\w*)(?::([-?])(.*))?$/su;

/** `put` is asked what stands for each reference; `whole` is how it was written. */
export function replaceReferences(text: string, put: (content: string, whole: string) => string): string {
  return text.replaceAll(reference, (whole: string, content: string) =>
    whole.startsWith('$$') ? whole.slice(1) : put(content, whole),
  );
}

/** The text in pieces: references as they are written, and what stands between them as it is meant. */
export function splitByReferences(text: string): readonly { readonly text: string; readonly isReference: boolean }[] {
  const pieces: { text: string; isReference: boolean }[] = [];
  let end = 0;
  for (const match of text.matchAll(reference)) {
    pieces.push({ text: text.slice(end, match.index), isReference: false });
    const isLiteral = match[0].startsWith('$$');
    pieces.push({ text: isLiteral ? match[0].slice(1) : match[0], isReference: !isLiteral });
    end = match.index + match[0].length;
  }
  return [...pieces, { text: text.slice(end), isReference: false }].filter((piece) => piece.text !== '');
}

/** What the inside of a reference stands for. */
export function lookUp(content: string, environment: Environment): Referred {
  const [, name, operator, rest = ''] = inside.exec(content) ?? [];
  if (name === undefined) return { kind: 'nameless' };
  const value = environment[name];
  if (value !== undefined && (value !== '' || operator === undefined))
    return { kind: 'value', text: value, isFromEnvironment: true };
  if (operator === '-') return { kind: 'value', text: rest, isFromEnvironment: false };
  return { kind: 'unset', name, message: rest };
}
