import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { allMigrations } from '#installation';
import {
  differences,
  LivedWeek,
  outcomeOf,
  readTable,
  Seeded,
  type Environment,
  type LivedWeekOptions,
} from '#simulation';
import { freshDatabase, type FreshDatabase } from '../support/index.js';

/** Longer than any of them takes on two busy cores. */
export const weekTimeoutMs = 300_000;
/** How many letters the table has. */
export const lettersOfTheWeek = 46;

export const waymark = [process.execPath, '--enable-source-maps', 'dist/apps/cli/src/main.js'];

/** What a week runs on besides PostgreSQL: begun anew for each week, told to its programs by variables, and ended with it. */
export type Engine = { begin(): Promise<Environment>; end(): Promise<void> };

/** Weeks that are lived through with the real programs, one for each test. */
export class Weeks {
  private database: FreshDatabase | undefined;
  private week: LivedWeek | undefined;

  constructor(private readonly engines: readonly Engine[] = []) {}

  /** What is tried is what was built, so it must be what is written. */
  build(): void {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/ready.mjs'], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`The sources don't build: ${stderr}`);
  }

  async begin(workers = 1, { further, onSaid }: Pick<LivedWeekOptions, 'further' | 'onSaid'> = {}): Promise<LivedWeek> {
    this.database = await freshDatabase({ migrations: allMigrations });
    let variables: Environment = {};
    for (const engine of this.engines) variables = { ...variables, ...(await engine.begin()) };
    const { database } = this;
    const options = { ...database, waymark, workers, further: { ...variables, ...further } };
    this.week = await LivedWeek.begin({ ...options, ...(onSaid ? { onSaid } : {}) });
    return this.week;
  }

  async end(): Promise<void> {
    await this.week?.end();
    for (const engine of this.engines) await engine.end();
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

/** The week has a few more moments than this at which something is done or due. */
const moments = 40;

/** Something that is killed in the middle of the week; `turn` counts from 0. */
type Disaster = (lived: LivedWeek, turn: number) => Promise<unknown>;

/**
 * The week comes out as the table says, though so many disasters happen, each somewhere in what follows from a moment:
 * between two commands, in the middle of a letter. What fails names the seed by which the same moments come again.
 */
export async function expectTheTableThrough(
  kills: number,
  disaster: Disaster,
  begin: () => Promise<LivedWeek>,
): Promise<void> {
  const random = new Seeded(Number(process.env['SEED'] ?? Date.now() % 1_000_000));
  const points = new Set(random.some(kills, moments));
  let [moment, killed] = [0, 0];
  try {
    const lived = await begin();
    await lived.live(async () => {
      if (!points.has(moment++)) return;
      await pause(random.below(120));
      await disaster(lived, killed);
      killed += 1;
    });
    expect(killed).toBe(kills);
    await expectTheTable(lived);
    // A second copy of a letter is the price of a crash between the mail server's yes and our note of it.
    expect(lived.mail.received.length - lettersOfTheWeek).toBeLessThanOrEqual(killed);
  } catch (error) {
    throw new Error(`To see it again: SEED=${random.seed}`, { cause: error });
  }
}
