import { checkIdOf } from '#domain';
import { HeldClock, MemoryEventStore, type Id, type Instant, type Message, type Meta } from '#event-sourcing';
import { DutiesWorld, FreshWakes, monday, named } from '../../../test/support/duties-world.js';
import { DutySteps } from './duty-steps.js';

const slots = [{ weekday: 1 as const, session: 'am' as const, arriveAt: '09:00', leaveAt: '12:00' }];
const takenOn = '2026-11-24T10:00:00.000Z';

type Sends = { send(command: Message, meta: Meta): Promise<unknown> };

/** Two pupils whose placements were found on a Tuesday, with neither checks nor agreement. */
class Gaps {
  private constructor(
    readonly world: DutiesWorld,
    readonly clock: HeldClock,
  ) {}

  static async begin(): Promise<Gaps> {
    const clock = new HeldClock(takenOn);
    const world = await DutiesWorld.over(new MemoryEventStore(clock), clock);
    await world.school('Hollin', [
      ['alternative-provision-lead', 'alan'],
      ['headteacher', 'hugh'],
      ['headteacher', 'hana', 'deputy'],
    ]);
    await world.site('Barn', 'moira');
    for (const pupil of ['Cal', 'Kit']) await world.place({ pupil, school: 'Hollin', site: 'Barn', slots, gaps: true });
    return new Gaps(world, clock);
  }

  about(pupil: string) {
    return { placementId: named(`placement ${pupil}`), subjectId: named(pupil), schoolId: named('Hollin') };
  }
  async setDue(pupil: string, dueOn: string, because?: string): Promise<void> {
    const set = { ...this.about(pupil), dueOn, personId: named('hugh'), setOn: this.clock.now().slice(0, 10) };
    await this.world.send({ type: 'SetGapsDue', data: { ...set, ...(because && { because }) } });
  }
  async agree(pupil: string, agreedOn = this.clock.now().slice(0, 10)): Promise<void> {
    await this.world.send({ type: 'AgreePlacement', data: { ...this.about(pupil), agreedOn, signedBy: 'A parent' } });
  }
  rows(): string[] {
    return (this.world.editions.all[0]?.checks ?? []).map(({ id }) => id);
  }
  async settleChecks(rows = this.rows(), until?: string): Promise<void> {
    const site = { providerId: named('provider Barn'), siteId: named('Barn'), round: 1, personId: named('alan') };
    for (const row of rows) {
      const finding = { checkId: checkIdOf(site.siteId, row, 1), ...site, row, on: this.clock.now().slice(0, 10) };
      const lasting = { ...finding, ...(until && { until }), evidence: 'Seen.' };
      await this.world.send({ type: 'RecordCheckMet', data: lasting });
    }
  }

  /** The clock comes by: what is due of the school's placements is done, until nothing is. */
  async tick(now: Instant, sends: Sends = this.world): Promise<void> {
    this.clock.moveTo(now);
    const steps = new DutySteps(this.world.journal, sends, this.world.editions, new FreshWakes(this.world, monday));
    await this.world.hear();
    const together = { kind: 'placement-gap' as const, schoolId: named('Hollin'), step: 'raise' };
    for (let more = true; more;) ({ more } = await steps.takeDueSteps(together, now));
    await this.world.hear();
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
      const who = ['alan', 'hugh', 'hana'].find((each) => named(each) === recipientId) ?? recipientId;
      return [`${composedAt.slice(0, 16)} ${kind} to ${who} about ${duties.length}`];
    });
  }
  /** What has come of each gap of a pupil, in the order of the log. */
  async duties(pupil: string): Promise<string[]> {
    return (await this.world.told()).flatMap(({ type, data }) => {
      const { subjectId, matter } = data as { subjectId: Id; matter?: string };
      const isOurs = subjectId === named(pupil) && matter !== undefined;
      return isOurs && type !== 'DutyStepTaken' ? [`${type} ${matter}`] : [];
    });
  }
}

describe('the gaps of placements that were found to have begun', () => {
  let gaps: Gaps;
  beforeEach(async () => {
    gaps = await Gaps.begin();
  });

  it('are owed from the day on which they were taken on, and told of the next morning where no head has set a date', async () => {
    await gaps.tick(takenOn);
    expect(await gaps.duties('Cal')).toEqual(['DutyRaised pre-admission-checks', 'DutyRaised agreement-signed']);
    expect(await gaps.letters()).toEqual([]);
    await gaps.tick('2026-11-25T08:50:00.000Z');
    expect(await gaps.letters()).toEqual([
      '2026-11-25T08:50 gap-overdue to alan about 4',
      '2026-11-25T08:50 gap-overdue to hugh about 4',
    ]);
  });

  it('are reminded of before their day, one letter for all, and missed after it', async () => {
    for (const pupil of ['Cal', 'Kit']) await gaps.setDue(pupil, '2026-12-11');
    gaps.clock.moveTo('2026-11-24T16:00:00.000Z');
    await gaps.agree('Kit');
    await gaps.tick('2026-11-25T09:00:00.000Z');
    expect(await gaps.duties('Kit')).toEqual([
      'DutyRaised pre-admission-checks',
      'DutyRaised agreement-signed',
      'DutyMet agreement-signed',
    ]);
    await gaps.tick('2026-12-08T08:50:00.000Z');
    await gaps.tick('2026-12-12T00:00:00.000Z');
    await gaps.tick('2026-12-14T08:50:00.000Z');
    expect(await gaps.letters()).toEqual([
      '2026-12-08T08:50 gap-due to alan about 3',
      '2026-12-14T08:50 gap-overdue to alan about 3',
      '2026-12-14T08:50 gap-overdue to hugh about 3',
    ]);
    expect((await gaps.duties('Cal')).slice(2)).toEqual([
      'DutyMissed pre-admission-checks',
      'DutyMissed agreement-signed',
    ]);
  });

  it('are gathered and met when the last check of the site is settled, of all placements there', async () => {
    for (const pupil of ['Cal', 'Kit']) await gaps.setDue(pupil, '2026-12-11');
    await gaps.tick('2026-11-25T09:00:00.000Z');
    gaps.clock.moveTo('2026-12-11T16:00:00.000Z');
    await gaps.settleChecks();
    // The clock comes by after the day: what counts is when the checks were entered.
    await gaps.tick('2026-12-12T06:00:00.000Z');
    for (const pupil of ['Cal', 'Kit']) {
      expect((await gaps.duties(pupil)).slice(2).sort()).toEqual([
        'DutyMet pre-admission-checks',
        'DutyMissed agreement-signed',
      ]);
    }
    const gathered = (await gaps.world.told()).filter(({ type }) => type === 'EvidenceGathered');
    expect(gathered.map(({ data }) => data)).toEqual([
      { ...gaps.about('Cal'), evidence: 'pre-admission-checks', on: '2026-12-11' },
      { ...gaps.about('Kit'), evidence: 'pre-admission-checks', on: '2026-12-11' },
    ]);
  });

  // Procedure: S9.3
  it('stay owed while a check had run out before the last one was settled', async () => {
    await gaps.setDue('Cal', '2026-12-11');
    await gaps.tick('2026-11-25T09:00:00.000Z');
    const [first = '', ...others] = gaps.rows();
    await gaps.settleChecks([first], '2026-11-27');
    gaps.clock.moveTo('2026-12-10T15:00:00.000Z');
    await gaps.settleChecks(others);
    await gaps.tick('2026-12-10T15:30:00.000Z');
    const gathered = async () => (await gaps.world.told()).filter(({ type }) => type === 'EvidenceGathered').length;
    expect(await gathered()).toBe(0);
    await gaps.settleChecks([first]);
    await gaps.tick('2026-12-10T16:00:00.000Z');
    expect(await gathered()).toBe(2);
  });

  it('begin their ladder anew when the date is moved, and stay missed by the old one', async () => {
    await gaps.setDue('Cal', '2026-11-27');
    await gaps.tick('2026-11-30T09:00:00.000Z');
    await gaps.setDue('Cal', '2026-12-11', 'The provider moves house.');
    await gaps.tick('2026-11-30T10:00:00.000Z');
    await gaps.tick('2026-12-08T08:50:00.000Z');
    await gaps.agree('Cal');
    await gaps.tick('2026-12-08T09:00:00.000Z');
    const moved = ['pre-admission-checks', 'agreement-signed'].map((each) => `DutyMoved ${each}`);
    expect((await gaps.duties('Cal')).filter((each) => !each.startsWith('DutyRaised'))).toEqual([
      'DutyMissed pre-admission-checks',
      'DutyMissed agreement-signed',
      ...moved,
    ]);
    expect((await gaps.letters()).filter((each) => each.includes('gap-due'))).toEqual([
      '2026-12-08T08:50 gap-due to alan about 2',
    ]);
  });

  it('are not owed any more when the placement has ended', async () => {
    await gaps.setDue('Cal', '2026-12-11');
    await gaps.tick('2026-11-25T09:00:00.000Z');
    const ending = { ...gaps.about('Cal'), endedOn: '2026-11-25', because: 'Back at school.' };
    await gaps.world.send({ type: 'EndPlacement', data: ending });
    await gaps.tick('2026-12-14T08:50:00.000Z');
    expect((await gaps.duties('Cal')).slice(2)).toEqual([
      'DutyWithdrawn pre-admission-checks',
      'DutyWithdrawn agreement-signed',
    ]);
  });

  it('are told of to somebody else when a letter reaches nobody', async () => {
    await gaps.setDue('Cal', '2026-12-11');
    await gaps.tick('2026-12-08T08:50:00.000Z');
    await gaps.world.refuse('gap-due');
    await gaps.tick('2026-12-08T08:51:00.000Z');
    expect((await gaps.letters()).filter((each) => each.includes('gap-due'))).toEqual([
      '2026-12-08T08:50 gap-due to alan about 2',
      '2026-12-08T08:51 gap-due to hugh about 2',
    ]);
  });

  it('come out the same when the worker is killed at any command, and another goes on', async () => {
    const story = async (killedAt: number) => {
      const own = await Gaps.begin();
      for (const pupil of ['Cal', 'Kit']) await own.setDue(pupil, '2026-12-11');
      let sent = 0;
      const dying: Sends = {
        send: async (command, meta) => {
          sent += 1;
          if (killedAt > 0 && sent >= killedAt) throw new Error('Killed.');
          return own.world.send(command, meta);
        },
      };
      for (const now of ['2026-11-25T09:00:00.000Z', '2026-12-08T08:50:00.000Z', '2026-12-14T08:50:00.000Z']) {
        await own.tick(now, dying).catch(() => undefined);
        await own.tick(now);
      }
      return {
        sent,
        letters: await own.letters(),
        duties: [...(await own.duties('Cal')), ...(await own.duties('Kit'))],
      };
    };
    const whole = await story(0);
    expect(whole.letters).toHaveLength(3);
    for (let killedAt = 1; killedAt <= whole.sent; killedAt += 4) {
      const { letters, duties } = await story(killedAt);
      expect(letters.toSorted()).toEqual(whole.letters.toSorted());
      expect(duties.toSorted()).toEqual(whole.duties.toSorted());
    }
  }, 60_000);
});
