import { recurringDutyKind } from '#domain';
import { HeldClock, idFrom, MemoryEventStore, type Day, type Id, type Instant } from '#event-sourcing';
import { DutiesWorld, FreshWakes, monday, named } from '../../../test/support/duties-world.js';
import { DutySteps } from './duty-steps.js';

const slots = [{ weekday: 1 as const, session: 'am' as const, arriveAt: '09:00', leaveAt: '12:00' }];

/** Two pupils of a school at one provider, every Monday morning, from the first Monday of November on. */
class Watched {
  private constructor(
    readonly world: DutiesWorld,
    readonly clock: HeldClock,
  ) {}

  static async begin(): Promise<Watched> {
    const clock = new HeldClock('2026-11-02T07:00:00.000Z');
    const world = await DutiesWorld.over(new MemoryEventStore(clock), clock, recurringDutyKind.options);
    await world.school('Hollin', [
      ['alternative-provision-lead', 'alan'],
      ['designated-safeguarding-lead', 'dora'],
      ['headteacher', 'hugh'],
    ]);
    for (const who of ['wendy', 'sam']) {
      await world.send({ type: 'AddPerson', data: { personId: named(who), name: who, email: `${who}@example.org` } });
    }
    await world.site('Barn', 'moira');
    for (const pupil of ['Cal', 'Kit']) await world.place({ pupil, school: 'Hollin', site: 'Barn', slots });
    return new Watched(world, clock);
  }

  about(pupil: string) {
    return { placementId: named(`placement ${pupil}`), subjectId: named(pupil), schoolId: named('Hollin') };
  }
  private record(pupil: string, on: Day) {
    const recordId = idFrom('record', pupil, on, this.clock.now());
    return { ...this.about(pupil), recordId, siteId: named('Barn'), on, personId: named('alan'), concerns: false };
  }
  async speak(pupil: string, on: Day): Promise<void> {
    const says = { spokeWith: 'Moira', attendance: 'Good.', progress: 'Good.', behaviour: 'Good.', wellbeing: 'Good.' };
    await this.world.send({ type: 'RecordLiaison', data: { ...this.record(pupil, on), channel: 'telephone', says } });
  }
  async look(pupil: string, on: Day, found: 'seen' | 'not-reached'): Promise<void> {
    const says = { where: 'at-provider', found, notes: 'Well.' };
    await this.world.send({
      type: 'RecordWelfareCheck',
      data: { ...this.record(pupil, on), how: 'face-to-face', says },
    });
  }
  async visit(pupil: string, on: Day): Promise<void> {
    const purpose = 'monitoring' as const;
    const says = { purpose, year: '9', seen: true, risks: null, progress: [], outcome: 'Settled.' };
    await this.world.send({
      type: 'RecordVisit',
      data: { ...this.record(pupil, on), startedAt: '10:00', minutes: 60, says },
    });
  }
  /** The school names Wendy for checks and visits, and Sam to stand in. */
  async agree(pupil: string, everyWeeks: { checks?: number; visits?: number } = {}): Promise<void> {
    const who2 = { personId: named('wendy'), standInId: named('sam') };
    const welfareChecks = { ...who2, ...(everyWeeks.checks && { everyWeeks: everyWeeks.checks }) };
    const monitoringVisits = { ...who2, ...(everyWeeks.visits && { everyWeeks: everyWeeks.visits }) };
    const on = this.clock.now().slice(0, 10);
    const who = { personId: named('alan'), agreedOn: on, absence: 'They ring.' };
    await this.world.send({
      type: 'AgreeArrangements',
      data: { ...this.about(pupil), ...who, welfareChecks, monitoringVisits },
    });
  }

  /** The clock comes by: what is due of the school's placements is done, until nothing is. */
  async tick(now: Instant): Promise<void> {
    this.clock.moveTo(now);
    const { journal, editions } = this.world;
    const steps = new DutySteps(journal, this.world, editions, new FreshWakes(this.world, monday));
    await this.world.hear();
    const together = { kind: 'weekly-liaison' as const, schoolId: named('Hollin'), step: 'raise' };
    for (let more = true; more;) ({ more } = await steps.takeDueSteps(together, now));
    await this.world.hear();
  }
  /** It comes by each morning and each midnight from one day to another. */
  async live(from: Day, to: Day): Promise<void> {
    for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
      const on = new Date(at).toISOString().slice(0, 10);
      await this.tick(`${on}T00:00:00.000Z`);
      await this.tick(`${on}T08:50:00.000Z`);
    }
  }

  /** What has come of what is owed of a pupil, in the order of the log, such as `DutyMet weekly-liaison 2026-11-23`. */
  async duties(pupil: string, kind: string): Promise<string[]> {
    return (await this.world.told()).flatMap(({ type, data }) => {
      const { subjectId, matter, period } = data as { subjectId: Id; matter?: string; period?: Day };
      const isOurs = subjectId === named(pupil) && matter === kind && type !== 'DutyStepTaken';
      return isOurs ? [`${type} ${period}`] : [];
    });
  }
  async letters(): Promise<string[]> {
    return (await this.world.told()).flatMap(({ type, data }) => {
      if (type !== 'LetterComposed') return [];
      const { kind, recipientId, duties, composedAt } = data as {
        kind: string;
        recipientId: Id;
        duties: readonly object[];
        composedAt: Instant;
      };
      const who = ['alan', 'dora', 'hugh', 'wendy', 'sam'].find((each) => named(each) === recipientId);
      return [`${composedAt.slice(0, 10)} ${kind} to ${who} about ${duties.length}`];
    });
  }
}

describe('what is owed again and again while a placement runs', () => {
  let watched: Watched;
  beforeEach(async () => {
    watched = await Watched.begin();
  });

  // Procedure: S16.7
  it('is in each week a talk with the provider: reminded of on its last morning but one, and told of when it was missed', async () => {
    await watched.tick('2026-11-02T07:00:00.000Z');
    await watched.speak('Kit', '2026-11-02');
    await watched.live('2026-11-03', '2026-11-09');
    expect(await watched.duties('Kit', 'weekly-liaison')).toEqual([
      'DutyRaised 2026-11-02',
      'DutyMet 2026-11-02',
      'DutyRaised 2026-11-09',
    ]);
    expect(await watched.duties('Cal', 'weekly-liaison')).toEqual([
      'DutyRaised 2026-11-02',
      'DutyMissed 2026-11-02',
      'DutyRaised 2026-11-09',
    ]);
    expect((await watched.letters()).filter((each) => each.includes('liaison'))).toEqual([
      '2026-11-05 liaison-due to alan about 1',
      '2026-11-09 liaison-missed to alan about 1',
      '2026-11-09 liaison-missed to hugh about 1',
    ]);
  });

  it('is shown as done on time where it is entered after its week', async () => {
    await watched.live('2026-11-02', '2026-11-09');
    await watched.speak('Cal', '2026-11-06');
    await watched.tick('2026-11-09T10:00:00.000Z');
    expect((await watched.duties('Cal', 'weekly-liaison')).at(-1)).toBe('DutyShownDoneOnTime 2026-11-02');
    // A talk of this week makes good nothing of the last, and is this week's.
    await watched.speak('Kit', '2026-11-09');
    await watched.tick('2026-11-09T11:00:00.000Z');
    expect((await watched.duties('Kit', 'weekly-liaison')).slice(1)).toEqual([
      'DutyMissed 2026-11-02',
      'DutyRaised 2026-11-09',
      'DutyMet 2026-11-09',
    ]);
  });

  // Procedure: S13.14, S23.29
  it('is a safe and well check as often as it was agreed for the placement, by whom the school named', async () => {
    await watched.agree('Cal', { checks: 1 });
    await watched.agree('Kit');
    await watched.live('2026-11-02', '2026-11-16');
    expect(await watched.duties('Cal', 'welfare-check')).toEqual([
      'DutyRaised 2026-11-02',
      'DutyMissed 2026-11-02',
      'DutyRaised 2026-11-09',
      'DutyMissed 2026-11-09',
      'DutyRaised 2026-11-16',
    ]);
    // Where nothing is agreed, the edition's two weeks hold.
    expect((await watched.duties('Kit', 'welfare-check')).slice(0, 2)).toEqual([
      'DutyRaised 2026-11-02',
      'DutyMissed 2026-11-02',
    ]);
    expect((await watched.letters()).filter((each) => each.includes('welfare'))).toEqual([
      '2026-11-04 welfare-check-due to wendy about 1',
      '2026-11-09 welfare-check-missed to wendy about 1',
      '2026-11-09 welfare-check-missed to dora about 1',
      '2026-11-11 welfare-check-due to wendy about 2',
      '2026-11-16 welfare-check-missed to wendy about 2',
      '2026-11-16 welfare-check-missed to dora about 2',
    ]);
  });

  // Procedure: S5.4, S13.16, S17.6, S23.28
  it('is a visit in as many school weeks as were agreed, or as the edition says', async () => {
    await watched.agree('Cal', { visits: 2 });
    for (const day of ['2026-11-02', '2026-11-06']) await watched.tick(`${day}T08:50:00.000Z`);
    await watched.visit('Cal', '2026-11-12');
    await watched.tick('2026-11-12T12:00:00.000Z');
    for (const day of ['2026-11-16', '2026-12-04', '2026-12-11']) await watched.tick(`${day}T08:50:00.000Z`);
    expect(await watched.duties('Cal', 'monitoring-visit')).toEqual([
      'DutyRaised 2026-11-02',
      'DutyMet 2026-11-02',
      'DutyRaised 2026-11-16',
      'DutyRaised 2026-11-30',
      'DutyMissed 2026-11-16',
    ]);
    expect(await watched.duties('Kit', 'monitoring-visit')).toEqual(['DutyRaised 2026-11-02']);
    expect((await watched.letters()).filter((each) => each.includes('visit'))).toEqual([
      '2026-11-06 visit-due to wendy about 1',
      '2026-12-04 visit-missed to wendy about 1',
      '2026-12-04 visit-missed to hugh about 1',
      '2026-12-04 visit-due to wendy about 1',
      '2026-12-04 visit-due to alan about 1',
    ]);
  });

  it('goes to whoever stands in while the person named is away, and is met by no attempt that reached nobody', async () => {
    await watched.agree('Cal', { checks: 1 });
    const away = { personId: named('wendy'), from: '2026-11-02', to: '2026-11-06' };
    await watched.world.send({ type: 'NoteAway', data: away });
    await watched.tick('2026-11-02T08:00:00.000Z');
    await watched.look('Cal', '2026-11-02', 'not-reached');
    await watched.live('2026-11-03', '2026-11-04');
    expect((await watched.letters()).filter((each) => each.includes('welfare'))).toEqual([
      '2026-11-04 welfare-check-due to sam about 1',
    ]);
    await watched.look('Cal', '2026-11-04', 'seen');
    await watched.tick('2026-11-04T12:00:00.000Z');
    expect((await watched.duties('Cal', 'welfare-check')).at(-1)).toBe('DutyMet 2026-11-02');
  });

  it('goes to whoever stands in when the letter to the person named reaches nobody', async () => {
    await watched.agree('Cal', { checks: 1 });
    for (const time of ['2026-11-02T08:00', '2026-11-04T08:50']) await watched.tick(`${time}:00.000Z`);
    await watched.world.refuse('welfare-check-due');
    await watched.tick('2026-11-04T08:51:00.000Z');
    expect((await watched.letters()).filter((each) => each.includes('welfare'))).toEqual([
      '2026-11-04 welfare-check-due to wendy about 1',
      '2026-11-04 welfare-check-due to sam about 1',
    ]);
  });

  it('is due at once in the week in which it is agreed to be done more often', async () => {
    await watched.agree('Cal', { checks: 4 });
    await watched.tick('2026-11-02T08:00:00.000Z');
    watched.clock.moveTo('2026-11-04T10:00:00.000Z');
    await watched.agree('Cal', { checks: 1 });
    await watched.live('2026-11-05', '2026-11-07');
    expect(await watched.duties('Cal', 'welfare-check')).toEqual([
      'DutyRaised 2026-11-02',
      'DutyMoved 2026-11-02',
      'DutyMissed 2026-11-02',
    ]);
  });

  it('is not moved to a day that is over, and is met by what is done on the day on which it is due', async () => {
    await watched.tick('2026-11-02T08:00:00.000Z');
    watched.clock.moveTo('2026-11-06T07:30:00.000Z');
    const snow = { schoolId: named('Hollin'), on: '2026-11-06', kind: 'closure' };
    await watched.world.send({ type: 'SetDayOff', data: snow });
    await watched.tick('2026-11-06T08:00:00.000Z');
    await watched.speak('Cal', '2026-11-06');
    await watched.tick('2026-11-06T12:00:00.000Z');
    expect(await watched.duties('Cal', 'weekly-liaison')).toEqual(['DutyRaised 2026-11-02', 'DutyMet 2026-11-02']);
    expect(await watched.duties('Kit', 'weekly-liaison')).toEqual(['DutyRaised 2026-11-02']);
  });

  it('is withdrawn where the placement ends before its weeks are over', async () => {
    await watched.live('2026-11-02', '2026-11-03');
    expect(await watched.duties('Cal', 'monitoring-visit')).toEqual(['DutyRaised 2026-11-02']);
    const ended = { endedOn: '2026-11-06', because: 'The course was over.' };
    await watched.world.send({ type: 'EndPlacement', data: { ...watched.about('Cal'), ...ended } });
    await watched.live('2026-11-04', '2026-11-16');
    expect(await watched.duties('Cal', 'monitoring-visit')).toEqual([
      'DutyRaised 2026-11-02',
      'DutyWithdrawn 2026-11-02',
    ]);
    expect((await watched.duties('Cal', 'weekly-liaison')).at(-1)).toBe('DutyMissed 2026-11-02');
  });

  it('is withdrawn of a week that had begun when an earlier end was told', async () => {
    for (const day of ['2026-11-02', '2026-11-09']) await watched.tick(`${day}T08:00:00.000Z`);
    watched.clock.moveTo('2026-11-10T09:00:00.000Z');
    const ended = { endedOn: '2026-11-06', because: 'He had moved away.' };
    await watched.world.send({ type: 'EndPlacement', data: { ...watched.about('Cal'), ...ended } });
    await watched.tick('2026-11-10T09:01:00.000Z');
    expect(await watched.duties('Cal', 'weekly-liaison')).toEqual([
      'DutyRaised 2026-11-02',
      'DutyRaised 2026-11-09',
      'DutyMissed 2026-11-02',
      'DutyWithdrawn 2026-11-09',
    ]);
  });

  it('is due a day earlier from when the school closes on the last day of its week, and reminded of by that', async () => {
    await watched.tick('2026-11-02T07:00:00.000Z');
    await watched.world.send({
      type: 'SetDayOff',
      data: { schoolId: named('Hollin'), on: '2026-11-06', kind: 'inset' },
    });
    await watched.live('2026-11-03', '2026-11-06');
    expect(await watched.duties('Cal', 'weekly-liaison')).toEqual([
      'DutyRaised 2026-11-02',
      'DutyMoved 2026-11-02',
      'DutyMissed 2026-11-02',
    ]);
    expect((await watched.letters()).filter((each) => each.includes('liaison-due'))).toEqual([
      '2026-11-04 liaison-due to alan about 2',
    ]);
  });
});
