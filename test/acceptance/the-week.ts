import { spawnSync } from 'node:child_process';
import { allMigrations } from '#installation';
import { differences, LivedWeek, outcomeOf, readTable } from '#simulation';
import { freshDatabase, type FreshDatabase } from '../support/index.js';

/** Longer than any of them takes on two busy cores. */
export const weekTimeoutMs = 300_000;
/** How many letters the table has. */
export const lettersOfTheWeek = 44;

const waymark = [process.execPath, '--enable-source-maps', 'dist/apps/cli/src/main.js'];

/** Weeks that are lived through with the real programs, one for each test. */
export class Weeks {
  private database: FreshDatabase | undefined;
  private week: LivedWeek | undefined;

  /** What is tried is what was built, so it must be what is written. */
  build(): void {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/ready.mjs'], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`The sources don't build: ${stderr}`);
  }

  async begin(workers = 1): Promise<LivedWeek> {
    this.database = await freshDatabase({ migrations: allMigrations });
    this.week = await LivedWeek.begin({ ...this.database, waymark, workers });
    return this.week;
  }

  async end(): Promise<void> {
    await this.week?.end();
    await this.database?.drop();
    this.week = this.database = undefined;
  }
}

/** The week came out as the table says; its rows are those that the events give; and so is the mail that arrived. */
export async function expectTheTable(lived: LivedWeek): Promise<void> {
  const expected = outcomeOf(await readTable('test/fixtures/week/table.yaml'));
  expect(differences(expected, await lived.outcome())).toEqual([]);
  expect(await lived.differencesFromRebuild()).toEqual([]);
  expect(lived.mail.letters.length).toBe(lettersOfTheWeek);
}
