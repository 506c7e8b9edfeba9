import { join } from 'node:path';
import { dutyIdOf, dutyKind, whereaboutsIdOf } from '#domain';
import { DutySteps } from '#duties';
import { HeldClock, MemoryEventStore, type Instant } from '#event-sourcing';
import { londonInstant } from '#procedure';
import { differences, observe, outcomeOf, personId, readTable, setup, week, type Outcome } from '#simulation';
import { FoldedRows } from '#testing';
import { adultId, placementId, providerId, schoolId, siteId, subjectId } from '../../libs/simulation/src/week/names.js';
import { script, type Scripted } from '../../libs/simulation/src/week/script.js';
import { monday, pupils, schools, sites } from '../../libs/simulation/src/week/trust.js';
import { DutiesWorld, FreshWakes } from '../support/duties-world.js';

/**
 * The week that was worked out by hand, in seconds: the real rules, processes and steps over the store in memory, without
 * pages, queue, mail and database. What those add is proved beside it; what is owed and who is told is proved here.
 */
class WeekInMemory {
  private constructor(
    private readonly world: DutiesWorld,
    private readonly wakes: FreshWakes,
    private readonly steps: DutySteps,
  ) {}

  static async begin(): Promise<WeekInMemory> {
    const clock = new HeldClock('2026-11-05T14:00:00.000Z');
    const world = await DutiesWorld.over(new MemoryEventStore(clock), clock, dutyKind.options);
    const edition = world.editions.inForceOn(monday);
    if (!edition) throw new Error('There is no edition for the week.');
    for (const { at, command } of setup(edition)) {
      clock.moveTo(at);
      await world.send(command);
      if (command.type === 'StartPlacement') world.placementIds.push(command.data.placementId);
    }
    const wakes = new FreshWakes(world, monday);
    return new WeekInMemory(world, wakes, new DutySteps(world.journal, world, world.editions, wakes));
  }

  /** Lives to the Friday afternoon: from deed to deed and from one moment that is due to the next. */
  async live(): Promise<void> {
    const end = londonInstant(week.fri, '16:00');
    const instantOf = ({ day, at }: Scripted) => londonInstant(week[day], at);
    for (let now = londonInstant(monday, '07:45'); now <= end;) {
      this.world.clock.moveTo(now);
      for (const deed of script.filter((each) => instantOf(each) === now)) await this.act(deed, now);
      await this.untilQuiet(now);
      const { wakeAt } = await this.wakes.all(now);
      const deedAt = script.map(instantOf).find((at) => at > now);
      const next = [wakeAt, deedAt].filter((at) => at !== null && at !== undefined).sort()[0];
      if (next === undefined) return;
      now = next;
    }
  }

  async outcome(): Promise<Outcome> {
    const stored = await this.world.journal.store.readAll(0n, 100_000);
    return observe(new FoldedRows(await this.world.journal.codec.open(stored)));
  }

  private async untilQuiet(now: Instant): Promise<void> {
    for (let rounds = 0; rounds < 10; rounds += 1) {
      await this.world.hear();
      const { due } = await this.wakes.all(now);
      if (due.length === 0) return this.handOver(now);
      for (const together of due) await this.steps.takeDueSteps(together, now);
    }
    throw new Error(`At ${now} what is due does not come to an end.`);
  }

  /** A mail server that takes every letter at once. */
  private async handOver(now: Instant): Promise<void> {
    const told = await this.world.told();
    const over = new Set(told.flatMap(({ type, stream }) => (type === 'LetterAccepted' ? [stream] : [])));
    for (const { type, stream, data } of told) {
      if (type !== 'LetterComposed' || over.has(stream)) continue;
      await this.world.send({ type: 'BeginHandingOver', data: { ...data, attempt: 1, begunAt: now } });
      await this.world.send({ type: 'AcceptLetter', data: { ...data, acceptedAt: now } });
    }
  }

  private async act(deed: Scripted, now: Instant): Promise<void> {
    const { site } = deed;
    const of = (pupil: keyof typeof pupils, session: 'am' | 'pm') => ({
      placementId: placementId(pupil, site),
      subjectId: subjectId(pupil),
      schoolId: schoolId(pupils[pupil].school),
      siteId: siteId(site),
      on: week[deed.day],
      session,
    });
    switch (deed.does) {
      case 'mark':
      case 'telephone':
        for (const { pupil, answer, words } of deed.marks) {
          const byId = deed.does === 'mark' ? adultId(sites[site].contact) : personId(deed.who);
          const about = of(pupil, deed.session);
          const sessionBeginsAt = londonInstant(about.on, schools[pupils[pupil].school][deed.session].start);
          const said = { answer, ...(words === undefined ? {} : { words }), answeredAt: now, byId, sessionBeginsAt };
          const channel = deed.does === 'mark' ? 'link' : 'telephone';
          await this.world.send({ type: 'RecordAnswer', data: { ...about, ...said, channel } });
        }
        return;
      case 'take': {
        const about = of(deed.pupil, deed.session);
        const dutyId = dutyIdOf(deed.duty, whereaboutsIdOf(about.subjectId, about.on, about.session));
        const taken = { dutyId, kind: deed.duty, ...about, personId: personId(deed.who), takenAt: now };
        await this.world.send({ type: 'TakeDuty', data: taken });
        return;
      }
      case 'account': {
        const about = of(deed.pupil, deed.session);
        const whereaboutsId = whereaboutsIdOf(about.subjectId, about.on, about.session);
        const { place, onTheWordOf, certainty } = deed;
        const found = { place, onTheWordOf, certainty, personId: personId(deed.who), accountedAt: now };
        await this.world.send({ type: 'AccountForPupil', data: { whereaboutsId, ...about, ...found } });
        return;
      }
      case 'close': {
        const where = { providerId: providerId(site), siteId: siteId(site), on: week[deed.on] };
        const { session, because } = deed;
        await this.world.send({ type: 'CloseSite', data: { ...where, ...(session ? { session } : {}), because } });
      }
    }
  }
}

describe('the week that was worked out by hand, in memory', () => {
  it('comes out as the table says: every duty, letter, search and silence', async () => {
    const lived = await WeekInMemory.begin();
    await lived.live();
    const table = await readTable(join(process.cwd(), 'test/fixtures/week/table.yaml'));
    expect(differences(outcomeOf(table), await lived.outcome())).toEqual([]);
  }, 240_000);
});
