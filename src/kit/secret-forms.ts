/** The forms in which secrets stand in texts and commands, one row each: what tells them, and what is left of them. References to variables, placeholders and files are none. */

export interface SecretForm {
  readonly what: string;
  /** What it matches behind its first group, where it has one, is the secret. Applied to a text in the order of the table. */
  readonly pattern: RegExp;
  readonly left: string;
}

const secretName = String.raw`[\w-]*(?:passw(?:or)?d|passphrase|[-_]pass|pwd|secret|token|(?:api|access|auth|secret|private|signing|encryption)[-_]?key|credentials?)`;
/** Headers whose whole value is one. */
const secretHeader = '(?:proxy-)?authorization|cookie';
const wholeName = new RegExp(`^(?!(?:OLD)?PWD$)(?:${secretName}|${secretHeader})$`, 'iu');

/** Whether what has this name is a secret: a variable, an option, a key. PWD is a directory. */
export function isSecretName(name: string): boolean {
  return wholeName.test(name);
}

/** ${VAR} or ${VAR:?message}; a default may be a password itself. */
const reference = String.raw`\$\{\w+(?::\?[^}]*)?\}`;
/** Nothing stands in the password's place but references, or it has been removed before. */
const harmless = String.raw`(?!(?:${reference})+@|\*{3})`;
const noSecret = String.raw`(?:\$|\*{3}|\{\w+\})`;
/** What a word holds up to where it ends: a shell, YAML and JSON may go on right behind it. */
const openValue = String.raw`(?!["']?${noSecret})(?:"[^"\n]*"|'[^'\n]*'|(?:[^\s"',)\]}\x60]|[,)\]}](?![\s,)\]}"']|$))+)`;
const noDirectory = '(?!(?:OLD)?PWD=)';
const nextWord = String.raw`["']?[ \t,]+(?!["']?-)`;
const scheme = String.raw`(?:basic|bearer|digest|negotiate|token|apikey)[ \t]+`;
const unspaced = String.raw`(?!${noSecret})[^\s"']+`;
/** Of a name and a secret with a colon between them, all but the secret. */
const nameBefore = String.raw`["']?(?:\$\{[^}\n]*\}|[^\s:"'$])*:`;

const noSecretAtAll = /^\*{3}$|^(?:(?:basic|bearer|digest|negotiate|token|apikey) +)?(?:\$\{[^}]*\}|\$\w+|\{\w+\})+$/iu;

/** Whether a value whose name is a secret's is one: not empty, and not just a reference or a placeholder. */
export function isOpen(value: string): boolean {
  return value !== '' && !noSecretAtAll.test(value);
}

interface OfProgram {
  readonly names: string;
  /** What may stand between its name and the option; anything of the same command when left out. */
  readonly between?: string;
  readonly option: string;
  /** The secret itself; what a word holds when left out. */
  readonly value?: string;
}

/** Options that only these programs take a secret behind; `-p` alone is often a port or a project. */
const programs: readonly OfProgram[] = [
  {
    names: String.raw`(?:mysql|mariadb)(?:-?(?:admin|dump|check|import|slap|show|pump|sh|binlog|upgrade|backup))?`,
    // Right behind it, or they ask for it.
    option: '-p',
    value: String.raw`(?![\s"'$*])[^\s"',\]]+`,
  },
  {
    names: 'sshpass',
    // What stands behind it is another program with its own words.
    between: String.raw`(?:["']?-[ev]["']?[ \t,]+)*["']?`,
    option: String.raw`-p(?:${nextWord})?`,
  },
  {
    names: String.raw`mongo(?:sh|dump|restore|import|export)?|mydumper|myloader|pt-[\w-]+|(?:docker|podman|nerdctl|az|helm registry)["']?[ \t,]+["']?login`,
    option: String.raw`-p(?:${nextWord})?`,
  },
  { names: 'redis-cli|valkey-cli', option: String.raw`(?:-a|--pass)${nextWord}` },
  { names: 'ldap[a-z]+', option: String.raw`-w(?:${nextWord})?` },
  { names: 'sqlcmd', option: String.raw`-P(?:${nextWord})?` },
  {
    names: 'curl',
    // Options without a value may stand before it in the same word, as in -sSu.
    option: String.raw`(?:-[#\dafgijklnpqsvGIJLNOSZ]*[uU]|--(?:proxy-)?user)(?:["']?[ \t,=]+)?${nameBefore}`,
    value: unspaced,
  },
  { names: 'https?', option: String.raw`(?:-a|--auth)(?:["']?[ \t,=]+)?${nameBefore}`, value: unspaced },
];

function ofProgram({ names, between = String.raw`[^\n|;&]*?`, option, value = openValue }: OfProgram): SecretForm {
  // Looked back at, because a command may hold more than one.
  const before = String.raw`(?<=(?<![\w-])(?:${names})["']?[ \t,]+${between}(?<=[ \t,"'])(?:${option}))`;
  return { what: `an option of ${names}`, pattern: new RegExp(`${before}${value}`, 'gu'), left: '***' };
}

export const secretForms: readonly SecretForm[] = [
  {
    what: 'the password of a URL',
    pattern: new RegExp(
      String.raw`(\b[a-z][a-z0-9+.-]*:\/\/[^\s:]*:)${harmless}(?:(?![a-z][a-z0-9+.-]*:\/\/)[^\n])*(?=@)`,
      'giu',
    ),
    left: '$1***',
  },
  {
    // What is wrong is shown to its author, and perhaps to a whole CI log.
    what: 'the password of a URL whose scheme was forgotten or misspelt',
    pattern: new RegExp(String.raw`(?<=^|[\s"'=,/])([\w.%+-]+:)(?!\/\/)${harmless}\S+(?=@)`, 'gmu'),
    left: '$1***',
  },
  {
    what: 'the password of a URL without a host, where a port would stand if it were a number',
    pattern: /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:)(?!\d+(?![^\s/?"'*])|\*{3}|\$\{)[^\s@/?"']+/giu,
    left: '$1***',
  },
  {
    what: 'an assignment in quotes that hold the whole word',
    pattern: new RegExp(String.raw`('(?:--?)?${noDirectory}${secretName}=)(?![$*])[^'\n]*(?=')`, 'giu'),
    left: '$1***',
  },
  {
    what: 'a variable or an option with its value',
    pattern: new RegExp(String.raw`(?<![\w-])(${noDirectory}${secretName}=)${openValue}`, 'gimu'),
    left: '$1***',
  },
  {
    what: 'the word after an option',
    pattern: new RegExp(String.raw`(?<![\w-])(--?${secretName}${nextWord})${openValue}`, 'gimu'),
    left: '$1***',
  },
  {
    what: 'the value of a key in JSON',
    pattern: new RegExp(
      String.raw`(\\?(["'])${secretName}\\?\2\s*:\s*)(?!\\?["']?${noSecret}|\\?"\\?"|''|(?:null|true|false)\b|[[{])(?:\\"[^"\n]*"|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s"',)\]}]+)`,
      'giu',
    ),
    left: '$1***',
  },
  {
    what: 'the header Authorization',
    pattern: new RegExp(
      String.raw`(?<![\w-])((?:proxy-)?authorization:[ \t]*["']?(?!(?:${scheme})?${noSecret})(?:${scheme})?)(?!\*{3})[^\s"'][^"'\n]*`,
      'giu',
    ),
    left: '$1***',
  },
  {
    what: 'another header that is named like a secret',
    pattern: new RegExp(String.raw`(?<![\w-])((?=\w+-)${secretName}:[ \t]*)(?!${noSecret})[^\s"'][^"'\n]*`, 'giu'),
    left: '$1***',
  },
  {
    what: 'a password in a statement',
    pattern: new RegExp(
      String.raw`(\bidentified\s+(?:(?:with|via)\s+\S+\s+)?(?:by|as|using)\s+|\b${secretName}(?:\s+for\s[^=\n]*)?\s*=\s*|\bpassword\()(?!["']${noSecret})(?:\\?"[^"\n]*"|'[^'\n]*')`,
      'giu',
    ),
    left: '$1***',
  },
  ...programs.map(ofProgram),
];

/** In a scenario's own text: what is called like a variable of the environment, or like a secret, may only be given by reference. */
export const keyInClear = new RegExp(
  String.raw`\b((?:[A-Z][A-Z\d_]*|${secretName})["']?:[ \t]+)(?!["']?\$\{)(?:"[^"]*"|'[^']*'|[^\s,}]+)`,
  'gu',
);
