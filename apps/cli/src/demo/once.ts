import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '#config';
import { demoDatabase, differences, LivedWeek, outcomeOf, readTable, type Outcome } from '#simulation';
import { Refused, say } from '../tell.js';
import { demoFolder } from './folder.js';

/**
 * Lives through one school week with everything real: pages over HTTP, a worker in a process of its own, the queue, mail
 * over SMTP. It succeeds when all has come as the table says that was worked out by hand.
 */
export async function demoOnce(): Promise<void> {
  const table = tableFile();
  const expected = outcomeOf(await readTable(table));
  const folder = demoFolder();
  const began = performance.now();
  say('Living through the school week of 16 November 2026 …');
  const database = await demoDatabase(folder, `once_${process.pid}`, 'command');
  try {
    const week = await LivedWeek.begin({ ...database, waymark: [process.execPath, ...process.execArgv, mainFile()] });
    try {
      await week.live();
      const observed = await week.outcome();
      const seconds = Math.round((performance.now() - began) / 1_000);
      say(summary(expected, observed, week.mail.received.length));
      report([...differences(expected, observed), ...(await week.differencesFromRebuild())], seconds);
    } finally {
      await week.end();
    }
  } finally {
    await database.leave({ throwAway: true });
  }
}

function report(found: readonly string[], seconds: number): void {
  if (found.length === 0) {
    say(
      `All as worked out by hand in test/fixtures/week, and the same when made anew from the events. ${seconds} seconds.`,
    );
    return;
  }
  say(`Not as worked out by hand in test/fixtures/week:`);
  for (const line of found) say(`  ${line}`);
  process.exitCode = 1;
}

/** The outcome in numbers, each beside the one that was worked out. */
function summary(expected: Outcome, observed: Outcome, mails: number): string {
  const count = (part: keyof Outcome, holding: string) => [
    expected[part].filter((line) => line.includes(holding)).length,
    observed[part].filter((line) => line.includes(holding)).length,
  ];
  const rows: [string, ...number[]][] = [
    ['duties raised', ...count('duties', ' raised ')],
    ['  met', ...count('duties', ', met ')],
    ['  missed', ...count('duties', ', missed ')],
    ['  withdrawn', ...count('duties', ', withdrawn ')],
    ['  taken by somebody', ...count('duties', ', taken by ')],
    ['owed again and again', ...count('recurring', '')],
    ['sessions unconfirmed', ...count('unconfirmed', '')],
    ['searches opened', ...count('whereabouts', 'opened')],
    ['  closed', ...count('whereabouts', ', closed ')],
    ['letters', ...count('letters', '')],
    ['  requests', ...count('letters', ' attendance-request ')],
    ['  chases', ...count('letters', ' attendance-chase ')],
    ['  no answer', ...count('letters', ' attendance-unanswered ')],
    ['  searches', ...count('letters', ' find-the-pupil ')],
    ['  talks with providers', ...count('letters', ' liaison-due ')],
    ['mails received over SMTP', expected.letters.length, mails],
  ];
  const line = (what: string, ...numbers: readonly (string | number)[]) =>
    [what.padEnd(26), ...numbers.map((each) => String(each).padStart(10))].join('');
  return ['', line('', 'by hand', 'came'), ...rows.map((row) => line(...row)), ''].join('\n');
}

const mainFile = () => join(dirname(fileURLToPath(import.meta.url)), '..', 'main.js');

/** The table stands beside the sources: an installation without them has nothing to compare with. */
function tableFile(): string {
  const file = join(packageRoot(), 'test', 'fixtures', 'week', 'table.yaml');
  if (!existsSync(file)) throw new Refused('test/fixtures/week is not here: run this in a clone of the sources.');
  return file;
}
