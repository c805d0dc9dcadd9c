/** The edges of the world: process, time and chance are touched in few places, each with its reason. */
import { blankOut } from './blank-out.js';
import { withExceptions, type Exceptions } from './exceptions.js';
import { isCode, isSource, runsInNode, type Rule } from './repository.js';

export const processPlaces: Exceptions = {
  'src/main.ts': 'the edge of the process itself',
  'src/watchdog.ts': 'the edge of a process, too: it outlives its runner to heal',
  'src/host/': 'the room of the operating system: user id, environment, process ids',
  'src/kit/clock.ts': 'hrtime is the one clock that all threads share',
  'src/run/collect-environment.ts': 'the runner describes itself in the record: platform and version',
  'src/run/watch-instrument.ts': 'the memory of the runner is part of its health',
  'src/commands/write-reports.ts': 'paths are shown relative to where the user stands',
  'src/commands/doctor-command.ts': 'it tells the version of Node',
};

export const timePlaces: Exceptions = {
  'src/kit/clock.ts': 'the clock',
  'src/kit/abort.ts': 'deadlines that end what does not listen to a signal',
  'src/mysql/session.ts': 'the deadline of a statement, which must destroy the socket',
  'src/mysql/connect.ts': 'the deadline of a connection attempt',
  'src/mysql/gather-answers.ts': 'sleeps less than a timer can, when all that has arrived has been read',
  'src/journal/run-journal.ts': 'flushes at fixed intervals of its own',
  'src/run/probe-lane.ts': 'probes fire at fixed intervals, whether or not the last one was answered',
  'src/run/watch-instrument.ts': 'looks at the runner itself once a second',
  'src/catalog/engines/words/pacer.ts': 'wakes up for the next arrival; the clock decides whether it is due',
  'src/catalog/engines/open-loop/slot.ts': 'the deadline of a connection attempt',
  'src/catalog/engines/open-loop/perform.ts': 'the time for which the application keeps its locks to itself',
  'src/catalog/engines/words/every-second.ts': 'tells about a thread at each full second of the plan',
  'src/catalog/engines/words/load-loop.ts': 'looks at deadlines at fixed intervals',
  'src/proxy/proxied-node.ts': 'gives toxics their timers',
  'src/commands/run-command.ts': 'the wall clock names the folder of a run',
};

const touchesProcess = /\bfrom\s+'node:process'|\bfrom\s+'process'/u;
const namesProcess = /(?<![\w.$])process\s*[.[]/u;
const tellsTime =
  /\b(?:Date\.now|performance\.now|setTimeout|setInterval|setImmediate|process\.hrtime)\b|\bnew Date\(\)/u;
const drawsNumbers = /\bMath\.random\b/u;

export function processAtTheEdge(places: Exceptions): Rule {
  return (files) =>
    withExceptions(files.filter(isSource).filter(runsInNode), places, ({ path, text }) =>
      touchesProcess.test(text) || namesProcess.test(blankOut(text)) ? [`${path} touches the process.`] : [],
    );
}

export function timeFromTheClock(places: Exceptions): Rule {
  return (files) =>
    withExceptions(files.filter(isSource).filter(runsInNode), places, ({ path, text }) => {
      const found = tellsTime.exec(blankOut(text))?.[0];
      return found === undefined ? [] : [`${path} uses ${found}; only the clock tells time and sleeps.`];
    });
}

/** Names and passwords come from node:crypto; what a run does comes from its seed. */
export const chanceFromTheSeed: Rule = (files) =>
  files
    .filter((file) => isSource(file) && drawsNumbers.test(blankOut(file.text)))
    .map(({ path }) => `${path} uses Math.random, which no seed can repeat.`);

/** The pathname of a file's URL is encoded: in a folder with a space in its name it names nothing. */
export const pathsFromUrls: Rule = (files) =>
  files
    .filter((file) => isCode(file) && runsInNode(file) && /\.pathname\b/u.test(blankOut(file.text)))
    .map(({ path }) => `${path} uses a URL's pathname; fileURLToPath gives the path.`);
