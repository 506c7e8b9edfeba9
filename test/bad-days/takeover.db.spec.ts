import { allMigrations } from '#installation';
import { freshDatabase, type FreshDatabase } from '../support/index.js';
import { BadDay, build } from './bad-day.js';
import { mishaps, takeOver } from './takeover.js';

const timeoutMs = 240_000;
/** What is promised. */
const withinMs = 10_000;

/** With real programs: whatever one worker was at, another goes on with it. */
describe('the work of a worker', () => {
  let fresh: FreshDatabase;
  beforeAll(() => build(), timeoutMs);
  beforeEach(async () => (fresh = await freshDatabase({ migrations: allMigrations })), timeoutMs);
  afterEach(() => fresh.drop());

  it.each(mishaps)(
    'that is %s is gone on with by another within ten seconds, and nothing is done twice',
    async (mishap) => {
      const { ms, flaws } = await takeOver(new BadDay(), fresh, mishap);
      const late = [...ms].filter(([, after]) => after > withinMs);
      expect({ late, flaws }).toEqual({ late: [], flaws: [] });
    },
    timeoutMs,
  );
});
