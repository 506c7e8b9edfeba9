import { newId } from '#event-sourcing';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { MemoryUpnClaims } from './memory-upn-claims.js';
import { sealingMigrations } from './migrations.js';
import { PostgresUpnClaims } from './postgres-upn-claims.js';
import { freshForMs, type UpnClaims } from './upn-claims.js';

const number = 'A123456789012';

describe.each(['in memory', 'in PostgreSQL'])('claims to numbers %s', (where) => {
  let fresh: FreshDatabase;
  let claims: UpnClaims;
  let nowMs = 0;
  const isReal = where === 'in PostgreSQL';
  const pool = () => fresh.database.pool('keys');
  beforeAll(async () => {
    fresh = await freshDatabase({ migrations: [sealingMigrations] });
  }, 60_000);
  afterAll(() => fresh.drop());
  beforeEach(async () => {
    await pool().query('DELETE FROM keys.upn');
    claims = isReal ? new PostgresUpnClaims(pool()) : new MemoryUpnClaims(() => nowMs);
  });
  /** Time passes until nothing is on its way any more. */
  const pass = async () => {
    nowMs += freshForMs;
    await pool().query(`UPDATE keys.upn SET claimed_at = claimed_at - make_interval(secs => ${freshForMs / 1000})`);
  };

  it('are the first one’s, who may come again', async () => {
    const [nia, ife] = [newId(), newId()];
    expect(await claims.claim(number, nia)).toBeNull();
    expect(await claims.claim(number, nia)).toBeNull();
    expect(await claims.claim(number, ife)).toMatchObject({ subjectId: nia, isFresh: true });
  });

  it('are one pupil’s, however many come at once', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => claims.claim(number, newId())));
    expect(all.filter((each) => each === null)).toHaveLength(1);
  });

  it('are taken over as they were seen, by one', async () => {
    const [nia, ife, kai] = [newId(), newId(), newId()];
    await claims.claim(number, nia);
    await pass();
    const seen = await claims.claim(number, ife);
    if (!seen) throw new Error('The number was free.');
    expect(seen).toMatchObject({ subjectId: nia, isFresh: false });
    const both = await Promise.all([claims.takeOver(number, seen, ife), claims.takeOver(number, seen, kai)]);
    expect(both.filter((taken) => taken)).toHaveLength(1);
  });

  it('are not taken over from somebody who has just come again', async () => {
    const [nia, ife] = [newId(), newId()];
    await claims.claim(number, nia);
    await pass();
    const seen = await claims.claim(number, ife);
    if (!seen) throw new Error('The number was free.');
    await claims.claim(number, nia);
    expect(await claims.takeOver(number, seen, ife)).toBe(false);
  });
});
