import { dutyIdOf, letterIdOf, whereaboutsIdOf } from '#domain';
import { bySystem, HeldClock, MemoryEventStore, type Id, type Instant } from '#event-sourcing';
import {
  DutiesWorld,
  FreshWakes,
  instantOn,
  monday,
  named,
  writtenByTheClock,
} from '../../../test/support/duties-world.js';
import { DutySteps, StepsFailed } from './duty-steps.js';
import { dutyIds } from './session-view.js';
import type { DueTogether } from './wake-rows.js';
import type { WakeBook } from './wakes.js';

const at = (time: string): Instant => instantOn(monday, time);
const morning = (arriveAt = '09:00') => [{ weekday: 1 as const, session: 'am' as const, arriveAt, leaveAt: '12:00' }];
const am: DueTogether = { kind: 'attendance-check', siteId: named('Barn'), on: monday, session: 'am', step: 'raise' };

type Setting = { world: DutiesWorld; store: MemoryEventStore; clock: HeldClock };

async function setting(): Promise<Setting> {
  const clock = new HeldClock('2026-11-01T08:00:00.000Z');
  const store = new MemoryEventStore(clock);
  const world = await DutiesWorld.over(store, clock);
  await world.school('Hollin', [
    ['attendance-lead', 'anna'],
    ['designated-safeguarding-lead', 'anna'],
    ['designated-safeguarding-lead', 'ben', 'deputy'],
    ['headteacher', 'hugh'],
  ]);
  await world.school('Mill', [
    ['attendance-lead', 'mary'],
    ['designated-safeguarding-lead', 'dora'],
    ['designated-safeguarding-lead', 'dirk'],
    ['headteacher', 'ruth'],
  ]);
  await world.site('Barn', 'moira');
  await world.place({
    pupil: 'Cal',
    school: 'Hollin',
    site: 'Barn',
    slots: morning(),
    statuses: { 'child-in-need': 'yes' },
  });
  await world.place({ pupil: 'Kit', school: 'Mill', site: 'Barn', slots: morning() });
  return { world, store, clock };
}

/** What the clock does at a moment: it takes what is due in the session, the processes hear of it, and so on. */
async function tick({ world, clock }: Setting, time: string, sends: Pick<DutiesWorld, 'send'> = world): Promise<void> {
  clock.moveTo(at(time));
  await take({ world, sends, now: at(time) });
  await world.hear();
  await take({ world, sends, now: at(time) });
}
const take = ({ world, sends, now }: { world: DutiesWorld; sends: Pick<DutiesWorld, 'send'>; now: Instant }) =>
  new DutySteps(
    world.journal,
    { send: (command, meta) => sends.send(command, meta) },
    world.editions,
    new FreshWakes(world, monday),
  ).takeDueSteps(am, now);

const people = ['anna', 'ben', 'hugh', 'mary', 'dora', 'dirk', 'ruth', 'moira', 'zoe'];
const nameOf = (id: unknown): string => people.find((each) => named(each) === id) ?? String(id);

type LetterData = { kind: string; recipientId: Id; duties: { subjectId: Id }[]; composedAt: Instant };

/** The letters that there are, as sentences. */
async function letters(world: DutiesWorld): Promise<string[]> {
  return (await world.told()).flatMap(({ type, data }) => {
    if (type !== 'LetterComposed') return [];
    const { kind, recipientId, duties, composedAt } = data as LetterData;
    const pupils = duties.map(({ subjectId }) => (subjectId === named('Cal') ? 'Cal' : 'Kit'));
    return [`${composedAt.slice(11, 16)} ${kind} to ${nameOf(recipientId)} about ${pupils.sort().join(', ')}`];
  });
}
const steps = async (world: DutiesWorld, pupil: string) =>
  (await world.told()).flatMap(({ type, data }) => {
    const { subjectId, step, told, stale } = data as { subjectId: Id; step: string; told: Id[]; stale: boolean };
    if (type !== 'DutyStepTaken' || subjectId !== named(pupil)) return [];
    return [`${step}: ${told.map(nameOf).sort().join(', ') || 'nobody'}${stale ? ' (stale)' : ''}`];
  });

describe('the steps of a session', () => {
  let given: Setting;
  beforeEach(async () => {
    given = await setting();
  });

  it('ask once for all pupils of a site, of all schools', async () => {
    await tick(given, '09:00');
    expect(await letters(given.world)).toEqual(['09:00 attendance-request to moira about Cal, Kit']);
    expect(await steps(given.world, 'Kit')).toEqual(['request: moira']);
  });

  it('chase, tell and climb, each rung to another person', async () => {
    for (const time of ['09:00', '09:30', '10:00', '10:30']) await tick(given, time);
    expect((await letters(given.world)).slice(1)).toEqual([
      '09:30 attendance-chase to moira about Cal, Kit',
      '09:30 attendance-unanswered to anna about Cal',
      '09:30 attendance-unanswered to mary about Kit',
      '09:30 attendance-unanswered to ben about Cal',
      '10:00 attendance-unanswered to hugh about Cal',
      '10:00 attendance-unanswered to dirk about Kit',
      '10:00 attendance-unanswered to dora about Kit',
      '10:30 find-the-pupil to ruth about Kit',
    ]);
    // Everybody of Cal's school knows by then: nobody is told twice, and that nobody was left to tell shows.
    expect((await steps(given.world, 'Cal')).at(-1)).toBe('climb: nobody');
  });

  it('do nothing a second time', async () => {
    await tick(given, '09:30');
    const once = await given.world.told();
    await tick(given, '09:30');
    expect(await given.world.told()).toEqual(once);
  });

  it('ask in a letter of its own about a pupil who is expected later', async () => {
    await given.world.place({ pupil: 'Lea', school: 'Mill', site: 'Barn', slots: morning('09:15') });
    await tick(given, '09:00');
    await tick(given, '09:15');
    expect(await letters(given.world)).toEqual([
      '09:00 attendance-request to moira about Cal, Kit',
      '09:15 attendance-request to moira about Kit',
    ]);
  });

  it('ask nothing about a pupil of whom the provider has spoken', async () => {
    given.clock.moveTo(at('08:55'));
    const said = { answer: 'absent', answeredAt: at('08:55'), channel: 'link', byId: named('moira') };
    const data = { ...given.world.session('Kit', 'Mill', 'Barn'), ...said, sessionBeginsAt: at('08:50') };
    await given.world.send({ type: 'RecordAnswer', data });
    await given.world.hear();
    await tick(given, '09:00');
    expect(await letters(given.world)).toEqual([
      '09:00 attendance-request to moira about Cal',
      '09:00 find-the-pupil to mary about Kit',
    ]);
  });

  it('open a search for pupils of a closed provider, raise it and tell of it in one go', async () => {
    await given.world.close('Barn', monday);
    await tick(given, '09:00');
    expect(await letters(given.world)).toEqual([
      '09:00 find-the-pupil to anna about Cal',
      '09:00 find-the-pupil to mary about Kit',
    ]);
  });

  it('open one for pupils of a site that is given up, on every day after its last', async () => {
    const site = { providerId: named('provider Barn'), siteId: named('Barn') };
    await given.world.send({ type: 'GiveUpSite', data: { ...site, on: '2026-11-13', because: 'The lease ends.' } });
    await tick(given, '09:00');
    expect((await letters(given.world)).map((each) => each.split(' to ')[0])).toEqual([
      '09:00 find-the-pupil',
      '09:00 find-the-pupil',
    ]);
  });

  it('tell nobody of what a named person has taken', async () => {
    await tick(given, '09:30');
    const about = given.world.session('Kit', 'Mill', 'Barn');
    const dutyId = dutyIdOf('find-the-pupil', whereaboutsIdOf(about.subjectId, monday, 'am'));
    const data = { dutyId, kind: 'find-the-pupil', ...about, personId: named('mary'), takenAt: at('09:40') };
    await given.world.send({ type: 'TakeDuty', data });
    await tick(given, '10:00');
    await tick(given, '10:30');
    expect((await letters(given.world)).filter((each) => each >= '10' && each.includes('Kit'))).toEqual([]);
  });

  it('pass over who is away', async () => {
    const away = { personId: named('mary'), from: monday, to: monday };
    await given.world.send({ type: 'NoteAway', data: away });
    await tick(given, '09:30');
    expect(await steps(given.world, 'Kit')).toContain('tell-attendance-lead: ruth');
  });

  it('are taken with nobody told where a site has no contact', async () => {
    const contact = { providerId: named('provider Barn'), siteId: named('Barn'), adultId: named('moira'), on: monday };
    await given.world.send({ type: 'LeaveAdult', data: contact });
    await tick(given, '09:00');
    expect(await letters(given.world)).toEqual([]);
    expect(await steps(given.world, 'Kit')).toEqual(['request: nobody']);
  });

  // Procedure: S15.5
  it('go to whoever stands in where the contact has left', async () => {
    const about = { providerId: named('provider Barn'), siteId: named('Barn') };
    const standIn = { adultId: named('stan'), name: 'stan', email: 'stan@example.org', attendanceContact: false };
    await given.world.send({ type: 'NameAdult', data: { ...about, ...standIn, attendanceStandIn: true } });
    await given.world.send({ type: 'LeaveAdult', data: { ...about, adultId: named('moira'), on: monday } });
    await tick(given, '09:00');
    expect(await steps(given.world, 'Kit')).toEqual([`request: ${named('stan')}`]);
  });

  it('go to somebody else when a letter reaches nobody', async () => {
    await tick(given, '09:30');
    const letterId = letterIdOf(named('mary'), `attendance-check-${named('Barn')}-${monday}-am-tell-attendance-lead`);
    const about = { letterId, kind: 'attendance-unanswered', recipientId: named('mary') };
    await given.world.send({ type: 'BeginHandingOver', data: { ...about, attempt: 1, begunAt: at('09:31') } });
    const refused = { refusedAt: at('09:31'), permanent: true, reply: '550 no such mailbox' };
    await given.world.send({ type: 'RefuseLetter', data: { ...about, ...refused } });
    await given.world.hear();
    await tick(given, '09:32');
    expect((await letters(given.world)).at(-1)).toBe('09:32 attendance-unanswered to ruth about Kit');
    await tick(given, '09:33');
    expect((await letters(given.world)).filter((each) => each > '09:32')).toHaveLength(1);
  });

  it('are taken without a letter when the provider’s only contact can’t be reached', async () => {
    await tick(given, '09:00');
    const letterId = letterIdOf(named('moira'), `attendance-check-${named('Barn')}-${monday}-am-request`);
    const about = { letterId, kind: 'attendance-request', recipientId: named('moira') };
    await given.world.send({ type: 'BeginHandingOver', data: { ...about, attempt: 1, begunAt: at('09:01') } });
    const refused = { refusedAt: at('09:01'), permanent: true, reply: '550 no such mailbox' };
    await given.world.send({ type: 'RefuseLetter', data: { ...about, ...refused } });
    await given.world.hear();
    const before = (await given.world.told()).length;
    await tick(given, '09:02');
    expect((await letters(given.world)).length).toBe(1);
    expect((await given.world.told()).length).toBe(before + 2); // One step for each of the two pupils.
    await given.world.contact('Barn', 'zoe');
    await tick(given, '09:30');
    expect(await letters(given.world)).toContain('09:30 attendance-chase to zoe about Cal, Kit');
  });

  it('of one placement that can’t be read hold up no other, and say so', async () => {
    const broken = { ...given.world.editions.all[0], edition: '2031-01' };
    const about = { subjectId: named('Kit'), schoolId: named('Mill'), placementId: named('placement lost') };
    const parties = { providerId: named('provider Barn'), siteId: named('Barn'), purpose: 'Lost.' };
    const procedure = { id: 'off-site-education', edition: broken.edition };
    const journal = given.world.journal;
    const data = { ...about, ...parties, startOn: monday, slots: morning(), procedure };
    await journal.append(
      `placement-${about.placementId}`,
      -1n,
      [
        { type: 'PlacementProposed', data },
        { type: 'PlacementStarted', data: { ...about, startedOn: monday } },
      ],
      bySystem('office', named('why')),
    );
    given.clock.moveTo(at('09:00'));
    const wakes: WakeBook = {
      dueIn: async () => [about.placementId, ...given.world.placementIds],
      recompute: async () => false,
    };
    const working = new DutySteps(journal, given.world, given.world.editions, wakes);
    await expect(working.takeDueSteps(am, at('09:00'))).rejects.toThrow(StepsFailed);
    expect(await letters(given.world)).toEqual(['09:00 attendance-request to moira about Cal, Kit']);
  });
});

/** A worker that dies at its nth command: before it is carried out, or after it, when only the reply is lost. */
class Dying {
  private sent = 0;
  constructor(
    private readonly world: DutiesWorld,
    private readonly diesAt: number,
    private readonly replyLost: boolean,
  ) {}

  async send(...[command, meta]: Parameters<DutiesWorld['send']>): Promise<unknown> {
    this.sent += 1;
    if (this.sent > this.diesAt || (this.sent === this.diesAt && !this.replyLost)) throw new Error('killed');
    const done = await this.world.send(command, meta);
    if (this.sent >= this.diesAt) throw new Error('killed');
    return done;
  }
}

describe('a worker that is killed', () => {
  const times = ['09:00', '09:30', '10:00', '12:01'];
  const written = async (world: DutiesWorld) =>
    (await world.told())
      .filter(({ stream }) => writtenByTheClock(stream))
      .map((each) => JSON.stringify(each))
      .sort();

  it('at any command leaves work that another finishes: nothing is left out, nothing is there twice', async () => {
    const undisturbed = await setting();
    for (const time of times) await tick(undisturbed, time);
    const expected = await written(undisturbed.world);
    expect(expected.length).toBeGreaterThan(25);

    for (const replyLost of [false, true]) {
      for (let diesAt = 1; diesAt <= 13; diesAt += 1) {
        const given = await setting();
        for (const time of times) {
          const dying = new Dying(given.world, diesAt, replyLost);
          await tick(given, time, dying).catch(() => undefined);
          await tick(given, time);
        }
        expect(await written(given.world)).toEqual(expected);
      }
    }
  }, 60_000);

  it('is no different from two that work at once', async () => {
    const alone = await setting();
    const both = await setting();
    for (const time of times) {
      await tick(alone, time);
      both.clock.moveTo(at(time));
      const one = () => take({ world: both.world, sends: both.world, now: at(time) });
      await Promise.all([one(), one(), one()]);
      await both.world.hear();
      await Promise.all([one(), one()]);
    }
    expect(await written(both.world)).toEqual(await written(alone.world));
  });
});

describe('a letter of a half-finished run', () => {
  it('is found again, and names what it named; others go into a further one', async () => {
    const given = await setting();
    given.clock.moveTo(at('09:00'));
    // The worker dies when the letter is composed and no step is taken: two raises, one letter.
    await take({ world: given.world, sends: new Dying(given.world, 3, true), now: at('09:00') }).catch(() => undefined);
    expect(await letters(given.world)).toEqual(['09:00 attendance-request to moira about Cal, Kit']);
    expect(await steps(given.world, 'Cal')).toEqual([]);
    await given.world.place({ pupil: 'Lea', school: 'Mill', site: 'Barn', slots: morning() });
    await tick(given, '09:02');
    expect((await letters(given.world)).length).toBe(2);
    const duty = dutyIds(given.world.session('Cal', 'Hollin', 'Barn'))['attendance-check'];
    const taken = (await given.world.told()).filter(
      ({ stream, type }) => stream === `duty-${duty}` && type === 'DutyStepTaken',
    );
    expect(taken).toHaveLength(1);
  });

  it('counts for its step, also when it is too late to write another', async () => {
    const given = await setting();
    await tick(given, '09:00');
    given.clock.moveTo(at('09:30'));
    await take({ world: given.world, sends: new Dying(given.world, 1, true), now: at('09:30') }).catch(() => undefined);
    expect((await letters(given.world)).at(-1)).toBe('09:30 attendance-chase to moira about Cal, Kit');
    await tick(given, '12:30');
    expect(await steps(given.world, 'Kit')).toContain('unconfirmed: moira');
    expect((await letters(given.world)).filter((each) => each.includes('attendance-chase'))).toHaveLength(1);
  });

  it('that reached nobody meanwhile goes to somebody else at once', async () => {
    const given = await setting();
    await tick(given, '09:00');
    given.clock.moveTo(at('09:30'));
    // The chase, two steps, and the letters to the attendance leads: then the worker dies.
    await take({ world: given.world, sends: new Dying(given.world, 5, true), now: at('09:30') }).catch(() => undefined);
    const letterId = letterIdOf(named('mary'), `attendance-check-${named('Barn')}-${monday}-am-tell-attendance-lead`);
    const about = { letterId, kind: 'attendance-unanswered', recipientId: named('mary') };
    await given.world.send({ type: 'BeginHandingOver', data: { ...about, attempt: 1, begunAt: at('09:31') } });
    const refused = { refusedAt: at('09:31'), permanent: true, reply: '550 no such mailbox' };
    await given.world.send({ type: 'RefuseLetter', data: { ...about, ...refused } });
    expect((await steps(given.world, 'Kit')).some((each) => each.startsWith('tell-attendance-lead'))).toBe(false);
    await tick(given, '09:32');
    const [told] = (await steps(given.world, 'Kit')).filter((each) => each.startsWith('tell-attendance-lead'));
    expect(told).toBe('tell-attendance-lead: mary, ruth');
    expect(await letters(given.world)).toContain('09:32 attendance-unanswered to ruth about Kit');
  });
});
