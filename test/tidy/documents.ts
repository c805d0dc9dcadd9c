/** What the documents promise is so: commands and their options exist, files are there, exit codes mean what the table says. */
import { posix } from 'node:path';
import { scriptsOf } from './manifest.js';
import type { Rule, TextFile } from './repository.js';

/** Words that npm understands without `run`. */
const npmWords = new Set(['start', 'test', 'ci', 'install', 'link']);
const yargsOwn = ['help', 'version'];

export const commandsExist: Rule = (files) => {
  const scripts = scriptsOf(files);
  const commands = new Set(namesIn(commandFilesOf(files), /\blisted\(\s*'([a-z-]+)/gu));
  return documentsOf(files).flatMap((file) => {
    const lines = [{ ...file, text: commandLinesOf(file.text).join('\n') }];
    const wrong = [
      ...namesIn(lines, /\bnpm run ([\w:-]+)/gu)
        .filter((name) => scripts[name] === undefined)
        .map((name) => `npm run ${name}`),
      ...namesIn(lines, /\bnpm (?!run )([a-z]\w*)/gu)
        .filter((name) => !npmWords.has(name))
        .map((name) => `npm ${name}`),
      ...namesIn(lines, /(?<![\w/.-])paystorm ([a-z][a-z-]*)/gu)
        .filter((name) => !commands.has(name))
        .map((name) => `paystorm ${name}`),
    ];
    return wrong.map((command) => `${file.path} names the command ${command}, which does not exist.`);
  });
};

export const optionsExist: Rule = (files) => {
  const known = new Set([...namesIn(commandFilesOf(files), /\.option\(\s*'([a-z-]+)'/gu), ...yargsOwn]);
  return documentsOf(files).flatMap(({ path, text }) => {
    const lines = commandLinesOf(text).filter((line) => /(?<![\w/.-])paystorm [a-z]|\bnpm start -- /u.test(line));
    return namesIn([{ path, text: lines.join('\n') }], /\s--([a-z][a-z-]*)/gu)
      .filter((name) => !known.has(name))
      .map((name) => `${path} names the option --${name}, which no command has.`);
  });
};

/** Relative links, and paths of scenarios, sources and tools in backquotes. */
export const namedFilesExist: Rule = (files) => {
  const known = new Set(files.flatMap(({ path }) => [path, ...foldersOf(path)]));
  return documentsOf(files).flatMap(({ path, text }) => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/gu)].map(([, target = '']) =>
      posix.join(posix.dirname(path), target),
    );
    const quoted = commandLinesOf(text).flatMap(
      (line) => line.match(/(?<![\w./-])(?:scenarios|tools)\/[\w./-]+\.(?:yaml|mjs)/gu) ?? [],
    );
    return [...links, ...quoted]
      .map((target) => target.replace(/\/$/u, ''))
      .filter((target) => !known.has(target) && !isPicture(target))
      .map((target) => `${path} names ${target}, which does not exist.`);
  });
};

/** Compares the README's rows with the codes and meanings that the program uses. */
export function exitCodesDocumented(codes: Readonly<Record<number, string>>): Rule {
  return (files) => {
    const readme = files.find((file) => file.path === 'README.md')?.text ?? '';
    const rows = new Map(
      [...readme.matchAll(/^\| (\d+) \| ([^|]*) \|$/gmu)].map(([, code, said = '']) => [Number(code), said]),
    );
    const wrong = Object.entries(codes)
      .filter(([code, meaning]) => rows.get(Number(code))?.replaceAll('*', '') !== meaning)
      .map(([code, meaning]) => `README.md must say of exit code ${code}: ${meaning}`);
    const unknown = [...rows.keys()].filter((code) => codes[code] === undefined);
    return [...wrong, ...unknown.map((code) => `README.md explains exit code ${code}, which does not exist.`)];
  };
}

/** A machine's own paths and the hosts that packages come from are nobody else's business. */
export function noTraceOfTheMachine(ownPaths: readonly string[]): Rule {
  return (files) =>
    files.flatMap(({ path, text }) => {
      const host =
        /\b(?:registry|artifacts?|artifactory|mirrors?)\.[a-z0-9-]+\.[a-z]{2,}|\.pkg\.dev\b|\bdeb\.debian\.org\b/u.exec(
          text,
        )?.[0];
      const own = ownPaths.find((ownPath) => text.includes(ownPath));
      return [host, own].flatMap((trace) => (trace === undefined ? [] : [`${path} names ${trace}.`]));
    });
}

/** Lines of fenced blocks, and what stands in backquotes. Continuation lines are joined. */
function commandLinesOf(text: string): readonly string[] {
  const fenced = [...text.matchAll(/^```[a-z]*\n([^]*?)^```/gmu)].flatMap(([, block = '']) =>
    block
      .replaceAll('\\\n', ' ')
      .split('\n')
      .map((line) => line.replace(/(?:^|\s)#.*$/u, '')),
  );
  const inline = [...text.replaceAll(/^```[^]*?^```/gmu, '').matchAll(/`([^`\n]+)`/gu)].map(([, code = '']) => code);
  return [...fenced, ...inline];
}

/** What the pattern's first group catches. */
function namesIn(files: readonly TextFile[], pattern: RegExp): readonly string[] {
  return files.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, name = '']) => name));
}

function commandFilesOf(files: readonly TextFile[]): readonly TextFile[] {
  return files.filter(({ path }) => path.startsWith('src/commands/'));
}

function documentsOf(files: readonly TextFile[]): readonly TextFile[] {
  return files.filter(({ path }) => path.endsWith('.md'));
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index).join('/'));
}

function isPicture(path: string): boolean {
  return /\.(?:png|svg|html|pdf)$/u.test(path);
}
