import { idFrom } from '#event-sourcing';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { ClockKeeping, sweeps } from './clock-health.js';
import { FailedJobs } from './failed-jobs.js';
import { jobsMigrations } from './migrations.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase({ migrations: [jobsMigrations] })));
afterAll(() => fresh.drop());

describe('the clock', () => {
  const clock = () => new ClockKeeping(fresh.database.pool('clock'));
  const at = (time: string) => `2026-11-23T${time}.000Z`;

  it('lags as long as one of its sweeps has never run', async () => {
    expect(await clock().health(at('09:31:00'))).toEqual({
      sweptTo: null,
      behindSeconds: null,
      lags: true,
      workers: [],
    });
    await clock().swept('sweep-duties', at('09:31:00'));
    expect(await clock().health(at('09:31:00'))).toMatchObject({ sweptTo: null, lags: true });
  });

  it('is as late as the sweep that is furthest behind', async () => {
    await clock().swept('sweep-duties', at('09:31:00'));
    await clock().swept('sweep-letters', at('09:30:00'));
    expect(await clock().health(at('09:34:59'))).toMatchObject({
      sweptTo: at('09:30:00'),
      behindSeconds: 299,
      lags: false,
    });
    expect(await clock().health(at('09:35:00'))).toMatchObject({ behindSeconds: 300, lags: true });
  });

  it('never goes back', async () => {
    await clock().swept('sweep-duties', at('09:40:00'));
    await clock().swept('sweep-duties', at('09:39:00'));
    expect(await clock().sweptTo('sweep-duties')).toBe(at('09:40:00'));
  });

  it('takes a moment hours ahead for that of a clock which was wrong, and the present in its place', async () => {
    for (const sweep of sweeps) await clock().swept(sweep, at('14:40:00'));
    expect(await clock().health(at('09:41:00'))).toMatchObject({ sweptTo: null, behindSeconds: null, lags: true });
    for (const sweep of sweeps) await clock().swept(sweep, at('09:41:00'));
    expect(await clock().health(at('09:41:00'))).toMatchObject({ sweptTo: at('09:41:00'), lags: false });
  });

  it('knows which workers gave a sign of life in the last minute, and forgets those that are gone', async () => {
    const [one, two] = [idFrom('worker', 1), idFrom('worker', 2)];
    await clock().beat({ workerId: one, startedAt: at('08:00:00'), beatAt: at('09:30:00') });
    await clock().beat({ workerId: two, startedAt: at('08:10:00'), beatAt: at('09:30:30') });
    await clock().beat({ workerId: one, startedAt: at('08:00:00'), beatAt: at('09:31:00') });
    const alive = async (now: string) => (await clock().health(now)).workers.map(({ workerId }) => workerId);
    expect(await alive(at('09:31:10'))).toEqual([one, two]);
    expect(await alive(at('09:31:40'))).toEqual([one]);
    await clock().beat({ workerId: one, startedAt: at('08:00:00'), beatAt: at('10:30:31') });
    const rows = await fresh.database.pool('clock').query('SELECT worker_id FROM clock.worker');
    expect(rows.rows).toEqual([{ worker_id: one }]);
    await clock().left(one);
    expect(await alive(at('10:30:31'))).toEqual([]);
  });
});

describe('the jobs that failed', () => {
  it('are kept for thirty days, and five thousand of them', async () => {
    const pool = fresh.database.pool('clock');
    const failed = new FailedJobs(pool);
    await pool.query(
      `INSERT INTO clock.failed_job (name, payload, error_class, message, failed_at)
       SELECT 'old', '{}', 'Error', '', now() - interval '31 days' FROM generate_series(1, 3)`,
    );
    await pool.query(
      `INSERT INTO clock.failed_job (name, payload, error_class, message)
       SELECT 'many', '{}', 'Error', '' FROM generate_series(1, 5002)`,
    );
    await failed.note('last', {}, new Error('x'));
    const { rows } = await pool.query<{ name: string; times: string }>(
      'SELECT name, count(*) AS times FROM clock.failed_job GROUP BY name ORDER BY name',
    );
    expect(rows).toEqual([
      { name: 'last', times: '1' },
      { name: 'many', times: '4999' },
    ]);
    expect((await failed.latest(1))[0]?.name).toBe('last');
  });
});
