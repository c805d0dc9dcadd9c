/** Who may import whom. The table is the single list; src/README.md shows the same to people, and a rule compares both. */
import { importsOf, isSource, type Rule, type TextFile } from './repository.js';

export type Rooms = Readonly<Record<string, readonly string[]>>;

const words = ['model', 'kit'];
const machinery = ['journal', 'mysql', 'ledger', 'host', 'simulator', 'proxy'];

const judging = [...words, 'statistics'];

const stages = ['scenario', 'repeat', 'plan', 'run', 'verdict'];
const all = [...words, ...machinery, 'own-operations', 'statistics', ...stages, 'fitting', 'contrast', 'catalog'];

export const rooms: Rooms = {
  model: [],
  kit: ['model'],
  journal: words,
  mysql: words,
  ledger: [...words, 'mysql'],
  host: [...words, 'mysql'],
  simulator: [...words, 'mysql'],
  proxy: words,
  'own-operations': [...words, 'journal'],
  statistics: words,
  scenario: judging,
  repeat: judging,
  plan: words,
  fitting: words,
  run: [...words, ...machinery, 'plan'],
  verdict: [...judging, 'journal', 'plan'],
  contrast: judging,
  catalog: [...words, ...machinery],
  commands: all,
  'main.ts': ['model', 'kit', 'run', 'commands'],
  'index.ts': [...all, 'commands'],
  'load-thread.ts': [...all, 'commands'],
  'simulator-thread.ts': [...all, 'commands'],
  'live-thread.ts': [...all, 'commands'],
  'proxy-thread.ts': [...all, 'commands'],
  'watchdog.ts': [...all, 'commands'],
};

export function importDirection(table: Rooms): Rule {
  return (files) =>
    files.filter(isSource).flatMap((file) => {
      const room = roomOf(file.path);
      const allowed = table[room];
      if (allowed === undefined) return [`${file.path} is in a room that the table does not know.`];
      const entered = importsOf(file).filter((target) => target.startsWith('src/'));
      return entered
        .filter((target) => roomOf(target) !== room && !allowed.includes(roomOf(target)))
        .map((target) => `${file.path} imports ${target}, but ${room} may not import ${roomOf(target)}.`);
    });
}

function roomOf(path: string): string {
  return path.split('/')[1] as string;
}

/** Compares the table with that of src/README.md, whose last column speaks of "machinery" and "all". */
export function documentedRooms(table: Rooms): Rule {
  return (files) => {
    const readme = files.find((file) => file.path === 'src/README.md');
    if (readme === undefined) return ['src/README.md is missing.'];
    const documented = new Map(roomRows(readme).map(([room, column]) => [room, expand(column, room, table)]));
    return Object.entries(table).flatMap(([room, allowed]) => {
      const said = documented.get(room);
      if (said === undefined) return [`src/README.md has no row for ${room}.`];
      if (sameSet(said, allowed)) return [];
      return [`src/README.md says that ${room} may import ${list(said)}; the tidy table says ${list(allowed)}.`];
    });
  };
}

function roomRows({ text }: TextFile): readonly (readonly [string, string])[] {
  return [...text.matchAll(/^\| `([a-z-]+(?:\.ts)?)\/?` \|[^|]*\|([^|]*)\|$/gmu)].map(
    ([, room = '', column = '']) => [room, column.replaceAll(/\([^)]*\)/gu, '').trim()] as const,
  );
}

function expand(column: string, room: string, table: Rooms): readonly string[] {
  if (column === '–') return [];
  if (column === 'all') return Object.keys(table).filter((each) => each !== room && !each.includes('.'));
  return column.split(',').flatMap((word) => (word.trim() === 'machinery' ? machinery : [word.trim()]));
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return list(one) === list(other);
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : [...new Set(names)].sort().join(', ');
}
