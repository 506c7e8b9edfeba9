import fc from 'fast-check';
import { checkIdOf } from '#domain';
import { Client, type Pool } from 'pg';
import { HeldClock, MemoryEventStore, type Id, type Position, type Recorded } from '#event-sourcing';
import { addDays, londonDay, minutesAfter } from '#procedure';
import { DutiesWorld, instantOn, monday, named } from '../../../test/support/duties-world.js';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { DutySteps } from './duty-steps.js';
import { dutiesMigrations } from './migrations.js';
import { WakeKeeper } from './wake-keeper.js';
import { Wakes } from './wakes.js';

const at = (time: string, on = monday) => instantOn(on, time);
const slots = [
  { weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' },
  { weekday: 1, session: 'pm', arriveAt: '13:15', leaveAt: '15:00' },
  { weekday: 3, session: 'am', arriveAt: '09:00', leaveAt: '12:00' },
] as const;
const barn = { providerId: named('provider Barn'), siteId: named('Barn') };
const deedNames = [
  'answer',
  'absent',
  'account',
  'close',
  'reopen',
  'giveUp',
  'takeUp',
  'dayOff',
  'lift',
  'status',
] as const;

let fresh: FreshDatabase;
let pool: Pool;
let clock: HeldClock;
let world: DutiesWorld;
let wakes: Wakes;
let keeper: WakeKeeper;
let followed: Position;

beforeAll(async () => {
  fresh = await freshDatabase({ migrations: [dutiesMigrations] });
  pool = fresh.database.pool('clock', { max: 6 });
}, 60_000);
afterAll(() => fresh.drop());

const begin = async () => {
  await pool.query('DELETE FROM clock.wake');
  // The Friday before: Waymark takes the placements on then.
  clock = new HeldClock('2026-11-20T08:00:00.000Z');
  world = await DutiesWorld.over(new MemoryEventStore(clock), clock);
  wakes = new Wakes(pool, world.journal, world.editions);
  keeper = new WakeKeeper(wakes, clock);
  followed = 0n;
  await world.school('Hollin', [
    ['attendance-lead', 'anna'],
    ['designated-safeguarding-lead', 'dora'],
    ['headteacher', 'hugh'],
  ]);
  await world.site('Barn', 'moira');
  await world.place({ pupil: 'Cal', school: 'Hollin', site: 'Barn', slots });
  await world.place({ pupil: 'Kit', school: 'Hollin', site: 'Barn', slots });
};
beforeEach(begin);

/** The keeper hears what has happened since it last did, as a follower would let it. */
async function keep(): Promise<void> {
  const stored = await world.journal.store.readAll(followed, 1_000);
  const heard = stored.filter(({ type }) => keeper.hears.has(type));
  followed = stored.at(-1)?.position ?? followed;
  await handle(await world.journal.codec.open(heard));
}

async function handle(batch: readonly Recorded[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await keeper.handle(batch, client);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** Time passes: processes and keeper hear everything, and what is due is done until nothing is. */
async function passTo(now: string): Promise<void> {
  clock.moveTo(now);
  const steps = new DutySteps(world.journal, world, world.editions, wakes);
  for (let rounds = 0; rounds < 20; rounds += 1) {
    await world.hear();
    await keep();
    const due = await wakes.dueSteps(now);
    if (due.length === 0) return;
    for (const together of due) await steps.takeDueSteps(together, now);
  }
  throw new Error('What is due does not come to an end.');
}

async function row(pupil: string) {
  const { rows } = await pool.query<{ wake_at: Date | null; settled: string; open: string[] }>(
    'SELECT wake_at, settled_until::text AS settled, open_sessions AS open FROM clock.wake WHERE placement_id = $1',
    [named(`placement ${pupil}`)],
  );
  return rows[0]
    ? { wakeAt: rows[0].wake_at?.toISOString() ?? null, settled: rows[0].settled, open: rows[0].open }
    : null;
}

describe('the row of a placement', () => {
  it('wakes the clock when its pupil is expected', async () => {
    await keep();
    expect(await row('Cal')).toEqual({ wakeAt: at('09:00'), settled: '2026-11-20', open: [] });
    expect(await wakes.dueSteps(at('08:59'))).toEqual([]);
  });

  it('comes with its start, and not before', async () => {
    const placementId = named('placement none');
    expect(await wakes.recompute([placementId], clock.now(), { matters: true })).toBe(false);
    expect(await row('none')).toBeNull();
  });

  it('makes one job for all pupils of a site’s session', async () => {
    await keep();
    expect(await wakes.dueSteps(at('09:00'))).toEqual([
      { kind: 'attendance-check', siteId: named('Barn'), on: monday, session: 'am', step: 'raise' },
    ]);
    const { siteId, on } = { siteId: named('Barn'), on: monday };
    expect([...(await wakes.dueIn({ siteId, on, session: 'am' }, at('09:00')))].sort()).toEqual(
      [named('placement Cal'), named('placement Kit')].sort(),
    );
  });

  it('moves on from step to step of the ladder', async () => {
    const seen: (string | null | undefined)[] = [];
    for (const time of ['09:00', '09:30', '10:00', '10:30', '12:01', '13:15']) {
      await passTo(at(time));
      seen.push((await row('Cal'))?.wakeAt?.slice(11));
    }
    expect(seen).toEqual([
      '09:30:00.000Z',
      '10:00:00.000Z',
      '10:30:00.000Z',
      '12:00:00.001Z',
      '13:15:00.000Z',
      '13:45:00.000Z',
    ]);
  });

  it('names the session of an earlier day whose search nobody has ended', async () => {
    await passTo(at('12:01'));
    await passTo(at('08:00', addDays(monday, 2)));
    await world.send({
      type: 'PlanWeek',
      data: {
        placementId: named('placement Cal'),
        subjectId: named('Cal'),
        schoolId: named('Hollin'),
        from: addDays(monday, 2),
        slots: slots.slice(0, 1),
      },
    });
    await keep();
    expect(await row('Cal')).toEqual({
      wakeAt: at('09:00', addDays(monday, 7)),
      settled: addDays(monday, 2),
      open: [`${monday}.am`], // In the afternoon the clock did not come by: that check shows as missed.
    });
  });

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'the school is closed that day',
      () => world.send({ type: 'SetDayOff', data: { schoolId: named('Hollin'), on: monday, kind: 'inset' } }),
      at('09:00', addDays(monday, 2)),
    ],
    [
      'the placement ends before',
      () => {
        const about = { placementId: named('placement Cal'), subjectId: named('Cal'), schoolId: named('Hollin') };
        return world.send({
          type: 'EndPlacement',
          data: { ...about, endedOn: '2026-11-20', because: 'Back at school.' },
        });
      },
      'never',
    ],
    ['the provider is closed, for its pupils are looked for', () => world.close('Barn', monday), at('09:00')],
    [
      'the site is given up before, for its pupils are looked for all the same',
      () => world.send({ type: 'GiveUpSite', data: { ...barn, on: '2026-11-20', because: 'The lease ends.' } }),
      at('09:00'),
    ],
  ])('is worked out anew when %s', async (_, change, expected) => {
    await keep();
    await change();
    await keep();
    expect((await row('Cal'))?.wakeAt ?? 'never').toBe(expected);
  });

  it('goes back to a day that was settled when a day off of it is lifted', async () => {
    const dayOff = { schoolId: named('Hollin'), on: monday };
    await world.send({ type: 'SetDayOff', data: { ...dayOff, kind: 'closure' } });
    await passTo(at('08:00', addDays(monday, 1)));
    expect((await row('Cal'))?.wakeAt).toBe(at('09:00', addDays(monday, 2)));
    await world.send({ type: 'LiftDayOff', data: dayOff });
    await keep();
    expect((await row('Cal'))?.wakeAt).toBe(at('09:00'));
  });

  it('forgets nothing when several work it out at once', async () => {
    await keep();
    clock.moveTo(at('08:30'));
    const all = [named('placement Cal'), named('placement Kit')];
    const stored = world.journal.store.readAll(0n, 1_000);
    const batch = (await world.journal.codec.open(await stored)).filter(({ type }) => keeper.hears.has(type));
    const closing = world.close('Barn', monday).then(keep);
    await Promise.all([
      closing,
      ...[1, 2, 3].map(() => wakes.recompute(all, clock.now(), { matters: true })),
      handle(batch),
      handle(batch),
    ]);
    expect(await wakes.recomputeAll(clock.now())).toEqual([]);
  });
});

describe('working out every row from nothing', () => {
  it('finds a row that is wrong or gone, puts it right and says so', async () => {
    await keep();
    const [cal, kit] = [named('placement Cal'), named('placement Kit')];
    await pool.query("UPDATE clock.wake SET wake_at = '2031-01-01' WHERE placement_id = $1", [cal]);
    await pool.query('DELETE FROM clock.wake WHERE placement_id = $1', [kit]);
    const found = await wakes.recomputeAll(clock.now());
    expect(new Map(found.map(({ placementId, was, is }): [Id, unknown] => [placementId, [was, is]]))).toEqual(
      new Map<Id, unknown>([
        [cal, ['2031-01-01T00:00:00.000Z', at('09:00')]],
        [kit, [null, at('09:00')]],
      ]),
    );
    expect(await wakes.recomputeAll(clock.now())).toEqual([]);
    expect((await row('Kit'))?.wakeAt).toBe(at('09:00'));
  });

  it('agrees with the rows that were kept event by event, whatever happens and whenever the clock comes by', async () => {
    const deeds = fc.array(
      fc.record({
        gap: fc.constantFrom(1, 15, 30, 95, 400, 1_500),
        does: fc.constantFrom(...deedNames, 'nothing'),
        half: fc.constantFrom('am' as const, 'pm' as const),
        day: fc.constantFrom(0, 0, 2),
      }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(deeds, async (list) => {
        await begin();
        let now = at('08:30');
        for (const { gap, does, half, day } of list) {
          now = minutesAfter(now, gap);
          clock.moveTo(now);
          const on = addDays(monday, day);
          await deed(does, on, half, now).catch(() => undefined); // What a rule refuses has not happened.
          await passTo(now);
          expect(await wakes.recomputeAll(now)).toEqual([]);
        }
      }),
      {
        numRuns: 12,
        // A search that was opened ahead, for a session that nobody planned, once lay unseen until the next one.
        examples: [
          [
            [
              { gap: 400, does: 'absent', half: 'pm', day: 2 },
              { gap: 1_500, does: 'nothing', half: 'am', day: 0 },
              { gap: 400, does: 'nothing', half: 'am', day: 0 },
              { gap: 95, does: 'nothing', half: 'am', day: 0 },
            ],
          ],
        ],
      },
    );
  }, 120_000);
});

async function deed(does: string, on: string, session: 'am' | 'pm', now: string): Promise<unknown> {
  const about = world.session('Cal', 'Hollin', 'Barn', on, session);
  const site = { ...barn, on, session };
  switch (does) {
    case 'answer':
    case 'absent': {
      const said = { answer: does === 'answer' ? 'present' : 'absent', answeredAt: now, channel: 'link' };
      return world.send({
        type: 'RecordAnswer',
        data: { ...about, ...said, byId: named('moira'), sessionBeginsAt: at('08:30', on) },
      });
    }
    case 'account': {
      const { open } = (await row('Cal')) ?? { open: [] };
      const [key = `${londonDay(now)}.am`] = open;
      const found = world.session('Cal', 'Hollin', 'Barn', key.slice(0, 10), key.endsWith('pm') ? 'pm' : 'am');
      const stored = await world.told();
      const search = stored.find(
        ({ type, data }) => type === 'WhereaboutsOpened' && 'on' in data && data.on === found.on,
      );
      if (!search) return undefined;
      const words = { place: 'at-home', onTheWordOf: 'mother', certainty: 'told', personId: named('anna') };
      return world.send({ type: 'AccountForPupil', data: { ...search.data, ...words, accountedAt: now } });
    }
    case 'close':
      return world.send({ type: 'CloseSite', data: { ...site, because: 'The boiler.' } });
    case 'reopen':
      return world.send({ type: 'ReopenSite', data: site });
    case 'giveUp':
      return world.send({ type: 'GiveUpSite', data: { ...barn, on, because: 'The lease ends.' } });
    case 'takeUp':
      return world.send({ type: 'TakeUpSite', data: barn });
    case 'dayOff':
      return world.send({ type: 'SetDayOff', data: { schoolId: named('Hollin'), on, kind: 'closure' } });
    case 'lift':
      return world.send({ type: 'LiftDayOff', data: { schoolId: named('Hollin'), on } });
    case 'status': {
      const data = { subjectId: named('Cal'), schoolId: named('Hollin'), status: 'known-risk', value: 'unknown', on };
      return world.send({ type: 'NoteStatus', data });
    }
    default:
      return undefined;
  }
}

describe('a sweep of fifty thousand placements of which nothing is due', () => {
  it('is a look into each of two indexes', async () => {
    await pool.query(
      `INSERT INTO clock.wake
       SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '2026-11-24T09:00:00Z',
              '2026-11-24', 'am', 'attendance-check', 'raise', '2026-11-23', '{}', 0 FROM generate_series(1, 50000)`,
    );
    // What the server does by itself in time; only the table's owner may ask for it.
    const owner = new Client({ connectionString: fresh.ownerUrl });
    await owner.connect();
    await owner.query('ANALYZE clock.wake');
    await owner.end();
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT DISTINCT ON (wake_on, wake_session, site_id) site_id FROM clock.wake WHERE wake_at <= '2026-11-23T23:00:00Z'
       ORDER BY wake_on, wake_session, site_id, wake_at`,
    );
    expect(rows.map((line) => line['QUERY PLAN']).join('\n')).toContain('wake_by_moment');
    const matters = await pool.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT DISTINCT ON (school_id) school_id FROM clock.wake WHERE matter_at <= '2026-11-23T23:00:00Z'
       ORDER BY school_id, matter_at`,
    );
    expect(matters.rows.map((line) => line['QUERY PLAN']).join('\n')).toContain('wake_by_matter');
    expect(await wakes.dueSteps('2026-11-23T23:00:00.000Z')).toEqual([]);
  });
});

describe('the matters of a placement', () => {
  const lea = { placementId: named('placement Lea'), subjectId: named('Lea'), schoolId: named('Hollin') };
  const matterRow = async () => {
    const { rows } = await pool.query<{ matter_at: Date | null; open_matters: string[] }>(
      'SELECT matter_at, open_matters FROM clock.wake WHERE placement_id = $1',
      [lea.placementId],
    );
    return rows[0] && { at: rows[0].matter_at?.toISOString() ?? null, open: rows[0].open_matters };
  };
  const setDue = (dueOn: string) =>
    world.send({ type: 'SetGapsDue', data: { ...lea, dueOn, personId: named('hugh'), setOn: '2026-11-20' } });

  it('wake nobody where there are none', async () => {
    await keep();
    const { rows } = await pool.query('SELECT 1 FROM clock.wake WHERE matter_at IS NOT NULL OR open_matters <> $1', [
      [],
    ]);
    expect(rows).toEqual([]);
  });

  it('wake the clock by school, beside the sessions, and agree with a recomputation from nothing', async () => {
    await world.place({ pupil: 'Lea', school: 'Hollin', site: 'Barn', slots, gaps: true });
    await setDue('2026-12-11');
    await keep();
    const open = ['pre-admission-checks', 'agreement-signed'];
    expect(await matterRow()).toEqual({ at: '2026-11-20T08:00:00.000Z', open });
    expect(await wakes.dueSteps('2026-11-20T08:00:00.000Z')).toEqual([
      { kind: 'placement-gap', schoolId: named('Hollin'), step: 'raise' },
    ]);
    await passTo('2026-11-20T08:01:00.000Z');
    expect(await matterRow()).toEqual({ at: '2026-12-08T08:50:00.000Z', open });
    expect(await row('Lea')).toMatchObject({ wakeAt: at('09:00') });
    // What happens in a session leaves them as they were.
    await passTo(at('09:01'));
    expect(await matterRow()).toEqual({ at: '2026-12-08T08:50:00.000Z', open });
    expect(await wakes.recomputeAll(at('09:02'))).toEqual([]);
  });

  it('are looked at again when evidence is there, when a check is made at the site, and when the placement ends', async () => {
    await world.place({ pupil: 'Lea', school: 'Hollin', site: 'Barn', slots, gaps: true });
    await setDue('2026-12-11');
    await passTo('2026-11-20T08:01:00.000Z');
    clock.moveTo('2026-11-20T09:00:00.000Z');
    await world.send({ type: 'AgreePlacement', data: { ...lea, agreedOn: '2026-11-20', signedBy: 'A parent' } });
    await keep();
    expect((await matterRow())?.at).toBe('2026-11-20T09:00:00.000Z');
    await passTo('2026-11-20T09:01:00.000Z');
    expect(await matterRow()).toEqual({ at: '2026-12-08T08:50:00.000Z', open: ['pre-admission-checks'] });

    clock.moveTo('2026-11-20T10:00:00.000Z');
    const [edition] = world.editions.all;
    const site = { providerId: named('provider Barn'), siteId: named('Barn'), round: 1, personId: named('hugh') };
    for (const { id: check } of edition?.checks ?? []) {
      const found = { checkId: checkIdOf(site.siteId, check, 1), ...site, row: check, on: '2026-11-20' };
      await world.send({ type: 'RecordCheckMet', data: { ...found, evidence: 'Seen.' } });
    }
    await passTo('2026-11-20T10:01:00.000Z');
    expect(await matterRow()).toEqual({ at: null, open: [] });
    expect((await world.told()).filter(({ type }) => type === 'DutyMet')).toHaveLength(2);
    expect(await wakes.recomputeAll('2026-11-20T10:02:00.000Z')).toEqual([]);
  });
});
