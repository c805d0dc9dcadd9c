/** Removes passwords from whatever is written down: URLs keep their user and host, commands their options, never the secret. References to variables are no secrets. */

/** ${VAR} or ${VAR:?message}; a default may be a password itself. */
const reference = String.raw`\$\{\w+(?::\?[^}]*)?\}`;
/** Nothing stands in the password's place but references, or it has been removed before. */
const harmless = String.raw`(?!(?:${reference})+@|\*{3})`;

const passwordInUrl = new RegExp(
  String.raw`(\b[a-z][a-z0-9+.-]*:\/\/[^\s:]*:)${harmless}(?:(?![a-z][a-z0-9+.-]*:\/\/)[^\n])*(?=@)`,
  'giu',
);

/** The same where the scheme was forgotten or misspelt: what is wrong is shown to its author, and perhaps to a whole CI log. */
const passwordBeforeHost = new RegExp(String.raw`(?<=^|[\s"'=,/])([\w.%+-]+:)(?!\/\/)${harmless}\S+(?=@)`, 'gmu');

/** Where a port would stand if it were a number, but no host follows. */
const passwordWithoutHost = new RegExp(
  String.raw`(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:)(?!\d+(?![^\s/?"'*])|\*{3}|\$\{)[^\s@/?"']+`,
  'giu',
);

const secretName = String.raw`[\w-]*(?:password|passwd|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|credentials?)`;
/** What a word holds up to where it ends: a shell, YAML and JSON may go on right behind it. References, placeholders and files are none. */
const openValue = String.raw`(?!["']?(?:\$|\*{3}|\{\w+\}))(?:"[^"\n]*"|'[^'\n]*'|(?:[^\s"',)\]}\x60]|[,)\]}](?![\s,)\]}"']|$))+)`;

/** --password=…, token=…, MYSQL_PWD=…; alone, or in quotes that hold the whole word. PWD is a directory. */
const assignedSecret = new RegExp(String.raw`(?<![\w-])((?!(?:OLD)?PWD=)${secretName}=)${openValue}`, 'gimu');
const flaggedSecret = new RegExp(String.raw`(?<![\w-])(--?${secretName}=)${openValue}`, 'gimu');
const quotedSecret = new RegExp(String.raw`(')((?:--?)?(?!(?:OLD)?PWD=)${secretName}=)(?![$*])[^'\n]*(?=')`, 'giu');
/** --password hunter2, also as words of a list. */
const secretBehindFlag = new RegExp(String.raw`(?<![\w-])(--?${secretName}["']?[ \t,]+)(?!["']?-)${openValue}`, 'gimu');
/** Clients of the database take it right behind -p. */
const secretOfClient =
  /((?<![\w-])(?:mysql|mariadb)(?:-?(?:admin|dump|check|import|slap|show|pump))?["']?[ \t,][^\n|;&]*?(?<=[ \t,"'])-p)(?![\s"'$*]|\$\{)[^\s"',\]]+/gu;

export function redactText(text: string): string {
  return text
    .replace(passwordInUrl, '$1***')
    .replace(passwordBeforeHost, '$1***')
    .replace(passwordWithoutHost, '$1***')
    .replace(quotedSecret, '$1$2***')
    .replace(flaggedSecret, '$1***')
    .replace(assignedSecret, '$1***')
    .replace(secretBehindFlag, '$1***')
    .replace(secretOfClient, '$1***');
}

const wordsLookedBack = 20;

/** The words of a command: what one says of the next is heeded. */
export function redactWords(words: readonly string[]): readonly string[] {
  return words.map((word, index) => {
    const before = redactText(words.slice(Math.max(0, index - wordsLookedBack), index).join(' '));
    // What stands in one word belongs together, spaces or not.
    const whole = word.replaceAll(/\s/gu, '_');
    const inPlace = redactText(`${before} ${whole}`);
    const meant = inPlace.startsWith(`${before} `) ? inPlace.slice(before.length + 1) : whole;
    return meant === whole || meant === redactText(whole) ? redactText(word) : meant;
  });
}

/** The same value with every string redacted, at any depth. */
export function redactSecrets<Value>(value: Value): Value {
  if (typeof value === 'string') return redactText(value) as Value;
  if (Array.isArray(value)) return redactList(value) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactSecrets(each as unknown)])) as Value;
}

function redactList(list: readonly unknown[]): readonly unknown[] {
  return list.every((each) => typeof each === 'string') ? redactWords(list) : list.map((each) => redactSecrets(each));
}
