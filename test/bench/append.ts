import { eventsMigrations } from '#event-stores';
import { median, type Bench, type BenchRun } from './bench.js';
import { emmett, plainInsert, waymark } from './contenders.js';
import { writeInProcesses } from './processes.js';
import { write, type Measured } from './writers.js';

const writerCounts = [1, 16, 64];
const contenders = [waymark, plainInsert, emmett];
const processes = { count: 4, writersEach: 16 };

/** Appends of one event, by 1, 16 and 64 writers in one process and by four processes, as the disk is and with slow commits. */
export const bench: Bench = {
  about: 'appends of one event a second, against plain INSERTs and Emmett',
  run: async (run) => {
    await measure(run, 'append', 'append');
    // The same where a commit takes 3 ms more, as on a slower disk or with a synchronous replica.
    await run.server.delayCommits(3);
    try {
      await measure(run, 'append.commit3ms', 'append_slow');
    } finally {
      await run.server.delayCommits(0);
    }
  },
};

async function measure(run: BenchRun, key: string, databaseName: string): Promise<void> {
  const database = await run.server.database(databaseName, [eventsMigrations]);
  try {
    for (const writers of writerCounts) await compare(run, key, database, writers);
    await inProcesses(run, key, database.serviceUrl);
  } finally {
    await database.close();
  }
}

/** In each round all take turns, so that what the machine does besides falls on all alike. */
async function compare(
  run: BenchRun,
  key: string,
  database: Awaited<ReturnType<BenchRun['server']['database']>>,
  writers: number,
): Promise<void> {
  const measured = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < run.rounds; round += 1) {
    for (const contender of contenders) {
      const storing = await contender.open(database, writers);
      await run.server.settle();
      const result = await write(storing, writers, run.seconds);
      await storing.close();
      measured.get(contender.name)?.push(result);
      run.say(`${key} ${writers} writers, ${contender.name}: ${Math.round(result.perSecond)}/s`);
    }
  }
  const middle = (name: string, of: keyof Measured) => median((measured.get(name) ?? []).map((each) => each[of]));
  const ours = middle('waymark', 'perSecond');
  run.put(`${key}.w${writers}.perSecond`, ours);
  run.put(`${key}.w${writers}.plainInsertPerSecond`, middle('plainInsert', 'perSecond'));
  run.put(`${key}.w${writers}.emmettPerSecond`, middle('emmett', 'perSecond'));
  run.put(`${key}.w${writers}.ratioToPlainInsert`, ours / middle('plainInsert', 'perSecond'));
  run.put(`${key}.w${writers}.ratioToEmmett`, ours / middle('emmett', 'perSecond'));
  for (const { name } of contenders) {
    const prefix = name === 'waymark' ? '' : `${name}.`;
    run.put(`${key}.w${writers}.${prefix}p50Ms`, middle(name, 'p50Ms'));
    run.put(`${key}.w${writers}.${prefix}p99Ms`, middle(name, 'p99Ms'));
  }
}

/** Several processes share the one head: they take turns, and each turn carries a group. */
async function inProcesses(run: BenchRun, key: string, url: string): Promise<void> {
  const { count, writersEach } = processes;
  const before = await run.server.deadlocks();
  const alone: number[] = [];
  const together: Measured[] = [];
  for (let round = 0; round < run.rounds; round += 1) {
    await run.server.settle();
    alone.push((await writeInProcesses(url, 1, count * writersEach, run.seconds)).perSecond);
    await run.server.settle();
    together.push(await writeInProcesses(url, count, writersEach, run.seconds));
    run.say(`${key} ${count} processes of ${writersEach} writers: ${Math.round(together.at(-1)?.perSecond ?? 0)}/s`);
  }
  const name = `${key}.p${count}w${writersEach}`;
  run.put(`${name}.perSecond`, median(together.map(({ perSecond }) => perSecond)));
  run.put(`${name}.ratioToOneProcess`, median(together.map(({ perSecond }) => perSecond)) / median(alone));
  run.put(`${name}.p99Ms`, median(together.map(({ p99Ms }) => p99Ms)));
  run.put(`${name}.deadlocks`, (await run.server.deadlocks()) - before);
}
