// Writes the figures of a bench run into the README: `npm run bench -- all --json docs/figures.json && node scripts/figures.mjs`.
// Nobody types a figure by hand.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(root, 'docs', 'figures.json');
const readme = join(root, 'README.md');
const figures = JSON.parse(readFileSync(file, 'utf8'));

const whole = (value) => Math.round(value).toLocaleString('en-GB');
const times = (value) => `${value.toFixed(1)}×`;
const ms = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** What is measured, how it came out, and what was asked of it. A figure that the run does not have is left out. */
const rows = [
  ...[
    [1, 'Emmett 1.3×'],
    [16, 'Emmett 3.5×, plain INSERT 1.2×'],
    [64, 'Emmett 5×, plain INSERT 1.8×'],
  ].map(([writers, asked]) => appends(`append.w${writers}`, `${writers} writer${writers === 1 ? '' : 's'}`, asked)),
  appends('append.commit3ms.w16', '16 writers, each commit 3 ms longer', ''),
  appends('append.commit3ms.w64', '64 writers, each commit 3 ms longer', ''),
  row(
    'append.p4w16.perSecond',
    'Appends, 4 processes of 16 writers',
    (value) => {
      const deadlocks = figures['append.p4w16.deadlocks'];
      const ratio = times(figures['append.p4w16.ratioToOneProcess']);
      return `${whole(value)} a second, ${ratio} of one process with 64, p99 ${ms(figures['append.p4w16.p99Ms'])}, ${deadlocks} deadlocks`;
    },
    '0.35×, p99 under 100 ms, none',
  ),
  row(
    'rebuild.eventsPerSecond',
    'Rebuild of a read model, sealed',
    (value) => `${whole(value)} events a second`,
    '15,000',
  ),
  row('rebuild.unsealed.eventsPerSecond', 'The same, unsealed', (value) => `${whole(value)} events a second`, '20,000'),
  row(
    'read.all.eventsPerSecond',
    'Reading all events',
    (value) => {
      return `${whole(value)} a second, ${times(figures['read.all.ratioToBareSelect'])} of the bare SELECT`;
    },
    'half of the bare SELECT',
  ),
  row(
    'import.seconds',
    'Import of 20,000 pupils with two statuses each, until the pages show them',
    (value) => {
      const again = figures['import.again.seconds'].toFixed(0);
      const ratio = times(figures['import.longer.ratioOfMemory']);
      return `${value.toFixed(0)} s, ${whole(figures['import.memoryMb'])} MB; ${ratio} of that memory for three times the rows; ${again} s when nothing is new`;
    },
    '30 s, constant memory',
  ),
  row('backup.eventsPerSecond', 'Backup, read again', (value) => `${whole(value)} events a second`, ''),
  row('backup.restore.eventsPerSecond', 'Restore, proved equal', (value) => `${whole(value)} events a second`, ''),
  row('mark.p99Ms', 'From a provider’s mark to the board, 20 marks a second', (value) => `p99 ${ms(value)}`, '250 ms'),
  ...[
    ['postgres', 'in PostgreSQL'],
    ['redis', 'in Redis'],
  ].flatMap(([key, where]) => [
    row(
      `jobs.${key}.stepsPerSecond`,
      `Steps by jobs ${where}, 32 jobs at once, each with the steps of a site’s four pupils`,
      (value) => {
        const alone = whole(figures[`jobs.${key}.stepsAlonePerSecond`]);
        const bare = whole(figures[`jobs.${key}.bareBullMqPerSecond`]);
        const ratio = figures[`jobs.${key}.ratioToLowerOfBoth`].toFixed(2);
        return `${whole(value)} a second (${alone} with one step in a job); bare BullMQ ${bare}; ${ratio}× the lower of it and of appends`;
      },
      'two thirds of the lower',
    ),
    row(
      `jobs.${key}.dueToHandedOver.p99Ms`,
      `From due to handed over, ${whole(figures[`jobs.${key}.dueToHandedOver.letters`] ?? 0)} letters of a morning, jobs ${where}`,
      (value) => `p99 ${ms(value)}`,
      '',
    ),
  ]),
  row(
    'kurrentStandIn.follow.eventsPerSecond',
    'Following the stand-in for KurrentDB, which is not a server',
    (value) => `${whole(value)} events a second`,
    '',
  ),
  row('pages.start.firstPageMs', '`npm start` to the first page, existing data', ms, '5 s'),
  row('pages.web.residentMb', 'Memory of the web process after 1,000 pages', (value) => `${whole(value)} MB`, '300 MB'),
  row('pages.worker.residentMb', 'Memory of the worker', (value) => `${whole(value)} MB`, '300 MB'),
].filter((each) => each !== null);

function row(key, what, inWords, asked) {
  const value = figures[key];
  return typeof value === 'number' ? [what, inWords(value), asked] : null;
}

function appends(key, who, asked) {
  const against = (name) => times(figures[`${key}.ratioTo${name}`]);
  return row(
    `${key}.perSecond`,
    `Appends of one event, ${who}`,
    (value) => `${whole(value)} a second: ${against('Emmett')} Emmett, ${against('PlainInsert')} plain INSERT`,
    asked,
  );
}

const { 'machine.cpu': cpu, 'machine.cores': cores, 'versions.node': node, 'versions.postgresql': postgres } = figures;
const text = [
  '| what | measured | asked for |',
  '| --- | --- | --- |',
  ...rows.map((each) => `| ${each.join(' | ')} |`),
  '',
  `Measured on ${cores} cores of ${cpu.startsWith('A') ? 'an' : 'a'} ${cpu}, Node ${node}, PostgreSQL ${postgres}, \`fsync\` ` +
    `${figures['postgresql.fsync']}, \`synchronous_commit\` ${figures['postgresql.synchronousCommit']}, a disk that syncs in ` +
    `${ms(figures['disk.syncMs'])}. All figures: \`docs/figures.json\`.`,
].join('\n');

const [begin, end] = ['<!-- figures -->', '<!-- end of figures -->'];
const before = readFileSync(readme, 'utf8');
const [from, to] = [before.indexOf(begin) + begin.length, before.indexOf(end)];
if (from < begin.length || to < from) throw new Error('README.md has no place for the figures.');
const after = `${before.slice(0, from)}\n\n${text}\n\n${before.slice(to)}`;
writeFileSync(readme, await format(after, { parser: 'markdown', printWidth: 120 }));
