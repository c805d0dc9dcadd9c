/** The documents tell the truth. */
import { homedir } from 'node:os';
import { expect, it } from 'vitest';
import { exitCodeMeanings, exitCodes } from '../../src/model/exit-code.js';
import { commandsExist, exitCodesDocumented, namedFilesExist, noTraceOfTheMachine, optionsExist } from './documents.js';
import { readRepository, repositoryRoot } from './repository.js';

const files = readRepository();
const readme = (text: string) => ({ path: 'README.md', text });
const names = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
const documentedCodes = Object.fromEntries(names.map((name) => [exitCodes[name], exitCodeMeanings[name]]));

it('every command that a document names exists', () => {
  expect(commandsExist(files)).toEqual([]);
});

it('a command that does not exist is found, in a block and in a line', () => {
  const example = [
    { path: 'package.json', text: '{ "scripts": { "check": "" } }' },
    { path: 'src/commands/contents.ts', text: "  listed(\n    'run <scenario>',\n" },
    readme(
      'Use `npm check`, `npm run check` or `npm run all`.\n```sh\nnpx paystorm run a  # paystorm go\npaystorm stop\n```\n',
    ),
  ];
  expect(commandsExist(example)).toEqual([
    'README.md names the command npm run all, which does not exist.',
    'README.md names the command npm check, which does not exist.',
    'README.md names the command paystorm stop, which does not exist.',
  ]);
});

it('every option that a document names exists', () => {
  expect(optionsExist(files)).toEqual([]);
});

it('an option that does not exist is found', () => {
  const command = { path: 'src/commands/run-command.ts', text: "parser.option('seed', {})" };
  const example = [command, readme('`paystorm run a --seed 1 --sed 2`, `git log --all`')];
  expect(optionsExist(example)).toEqual(['README.md names the option --sed, which no command has.']);
});

it('every file that a document names exists', () => {
  expect(namedFilesExist(files)).toEqual([]);
});

it('a file that does not exist is found, as a link and in a command', () => {
  const example = [
    {
      path: 'src/README.md',
      text: '[here](../test/README.md) [there](kit/) [web](https://example.org) `scenarios/a.yaml`',
    },
    { path: 'src/kit/a.ts', text: '' },
  ];
  expect(namedFilesExist(example)).toEqual([
    'src/README.md names test/README.md, which does not exist.',
    'src/README.md names scenarios/a.yaml, which does not exist.',
  ]);
});

it("the README's exit codes are those of the program", () => {
  expect(exitCodesDocumented(documentedCodes)(files)).toEqual([]);
});

it('a forgotten, changed or invented exit code is found', () => {
  const rule = exitCodesDocumented({ 0: 'fine', 1: 'broken' });
  expect(rule([readme('| 0 | fine |\n| 1 | **broken** |\n')])).toEqual([]);
  expect(rule([readme('| 0 | good |\n| 2 | odd |\n')])).toHaveLength(3);
});

it('no file tells where it was written', () => {
  const parent = repositoryRoot.replace(/[^/]+\/$/u, '');
  expect(noTraceOfTheMachine([parent, `${homedir()}/`].filter((path) => path.length > 4))(files)).toEqual([]);
});

it('a path of the machine is found, and the host of a registry', () => {
  const rule = noTraceOfTheMachine(['/home/me/']);
  const host = ['registry', 'npmjs', 'org'].join('.');
  expect(rule([readme('cd /home/me/code')])).toEqual(['README.md names /home/me/.']);
  expect(rule([readme(`from ${host}`)])).toHaveLength(1);
  expect(rule([readme('the registry. And so on')])).toEqual([]);
});
