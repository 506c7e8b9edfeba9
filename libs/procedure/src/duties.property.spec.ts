import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  attendanceIdOf,
  duty as dutyDecider,
  dutyIdOf,
  dutyKind,
  session,
  whereaboutsIdOf,
  type Duty,
  type DutyCommand,
  type DutyEvent,
  type DutyKind,
  type Session,
  type Slot,
} from '#domain';
import { idFrom, type Day, type Id, type Instant } from '#event-sourcing';
import { duties } from './duties.js';
import { readEdition } from './editions.js';
import {
  keyOf,
  factsOfDuty,
  type Happened,
  type PlacementFacts,
  type SearchFacts,
  type SessionFacts,
} from './facts.js';
import { addDays, londonInstant, minutesAfter } from './london.js';
import type { AboutSession, Moment } from './moment.js';
import { SchoolCalendar } from './school-calendar.js';
import { shippedProcedures } from './shipped.js';
import { SiteCalendar } from './site-calendar.js';

const edition = readEdition(readFileSync(join(shippedProcedures(), 'off-site-education.2025-01.yaml'), 'utf8'));
const about = {
  placementId: idFrom('placement'),
  subjectId: idFrom('pupil'),
  schoolId: idFrom('school'),
  siteId: idFrom('site'),
};
const school = new SchoolCalendar({
  sessionTimes: [{ from: '2026-09-01', am: { start: '08:50', end: '12:00' }, pm: { start: '13:00', end: '15:00' } }],
  terms: [{ from: '2026-09-01', to: '2027-07-20' }],
  daysOff: [{ on: '2026-11-27' }],
});

/** Something that somebody does in a session, so many minutes after the pupil was expected. */
type Deed = {
  readonly does: 'answer' | 'absent' | 'account' | 'take' | 'close';
  readonly on: Day;
  readonly half: Session;
  readonly at: Instant;
};

/** A placement's streams, and what happens to them: by deeds, by the processes that hear of them, and by the clock. */
class World {
  readonly log: DutyEvent[] = [];
  readonly askedWhileClosed: string[] = [];
  private readonly duties = new Map<string, Duty>();
  private readonly answers = new Map<string, Happened>();
  private readonly searches = new Map<string, SearchFacts>();
  private readonly closures: { on: Day; session: Session; since: Instant }[] = [];

  constructor(
    private readonly slots: readonly Slot[],
    private readonly from: Day,
    /** Whether the processes that meet duties keep up; else the clock alone meets them. */
    private readonly prompt: boolean,
  ) {}

  do({ does, on, half, at }: Deed): void {
    const key = keyOf(on, half);
    const search = this.searches.get(key);
    const told = { doneAt: at, recordedAt: at };
    if (does === 'close') this.closures.push({ on, session: half, since: at });
    if ((does === 'answer' || does === 'absent') && !this.answers.has(key)) {
      this.answers.set(key, told);
      if (this.prompt) this.meet('attendance-check', on, half, told);
      if (does === 'absent') this.search(on, half, 'absence', at);
    }
    if (does === 'account' && search && !search.accounted) {
      this.searches.set(key, { ...search, accounted: told });
      if (this.prompt) this.meet('find-the-pupil', on, half, told);
    }
    if (does === 'take') {
      for (const kind of dutyKind.options) {
        const data = { ...this.duty(kind, on, half), personId: idFrom('person'), takenAt: at };
        this.send({ type: 'TakeDuty', data });
      }
    }
  }

  /** Does what is due, and what follows from it, until nothing is; says when to come back. */
  tick(now: Instant): Instant | null {
    for (let looks = 1; looks <= 5; looks += 1) {
      const { due, wakeAt } = this.now(now);
      expect(due.every(({ at }) => at <= now)).toBe(true);
      if (wakeAt !== null) expect(wakeAt > now).toBe(true);
      if (due.length === 0) {
        // Until then nothing is due, also in the very last moment before.
        const before = new Date(Date.parse(wakeAt ?? now) - 1).toISOString();
        if (before > now) expect(this.now(before).due).toEqual([]);
        return wakeAt;
      }
      for (const moment of due) this.take(moment, now);
    }
    throw new Error('Doing what is due does not come to an end.');
  }

  private now(now: Instant) {
    return duties(this.facts(), () => edition, school, new SiteCalendar({ closures: this.closures }), now);
  }

  private take(moment: Moment<AboutSession>, now: Instant): void {
    const { on, session: half, kind } = moment;
    const data = this.duty(kind, on, half);
    switch (moment.do) {
      case 'open-search':
        return this.search(on, half, moment.because, moment.at);
      case 'raise': {
        const { at: raisedAt, dueAt, missedAt, late } = moment;
        return this.send({ type: 'RaiseDuty', data: { ...data, raisedAt, dueAt, missedAt, late } });
      }
      case 'step': {
        const { rung, stale, sends } = moment;
        if (rung.to === 'provider-contact' && sends && this.isClosed(on, half)) this.askedWhileClosed.push(rung.step);
        const letters = sends ? [idFrom('letter', kind, on, half, rung.step)] : [];
        this.send({ type: 'TakeStep', data: { ...data, step: rung.step, takenAt: now, told: [], letters, stale } });
        if (rung.record === 'unconfirmed' && !stale) this.search(on, half, 'silence', now);
        return;
      }
      case 'miss':
        return this.send({ type: 'LetTimePass', data: { ...data, clockAt: now } });
      case 'meet':
        return this.meet(kind, on, half, moment.fact);
      case 'withdraw':
        return this.send({ type: 'WithdrawDuty', data: { ...data, because: moment.because } });
    }
  }

  private meet(kind: DutyKind, on: Day, half: Session, { doneAt, recordedAt }: Happened): void {
    const data = { ...this.duty(kind, on, half), fact: 'fact', doneAt, factRecordedAt: recordedAt };
    this.send({ type: 'MeetDuty', data });
  }

  private search(on: Day, half: Session, because: SearchFacts['because'], openedAt: Instant): void {
    const key = keyOf(on, half);
    if (!this.searches.has(key)) this.searches.set(key, { placementId: about.placementId, because, openedAt });
  }

  private send(command: DutyCommand): void {
    const { dutyId } = command.data;
    for (const event of dutyDecider.decide(command, this.duties.get(dutyId) ?? null)) {
      this.log.push(event);
      this.duties.set(dutyId, dutyDecider.evolve(this.duties.get(dutyId) ?? null, event));
    }
  }

  private duty(kind: DutyKind, on: Day, half: Session) {
    return { ...about, dutyId: dutyIdAt(kind, on, half), kind, on, session: half };
  }

  private isClosed(on: Day, half: Session): boolean {
    return this.closures.some((each) => each.on === on && each.session === half);
  }

  private facts(): PlacementFacts {
    const sessions = new Map<string, SessionFacts>();
    for (let day = 0; day < 14; day += 1) {
      for (const half of session.options) {
        const on = addDays(this.from, day);
        const key = keyOf(on, half);
        const found = dutyKind.options.flatMap((kind) => {
          const known = this.duties.get(this.duty(kind, on, half).dutyId);
          return known ? [[kind, factsOfDuty(known)] as const] : [];
        });
        const [answer, search] = [this.answers.get(key), this.searches.get(key)];
        if (answer || search || found.length > 0) {
          sessions.set(key, { answer, search, duties: Object.fromEntries(found) });
        }
      }
    }
    return {
      ...about,
      from: this.from,
      weeks: [{ from: this.from, slots: this.slots }],
      statuses: new Map(),
      sessions,
    };
  }
}

const dutyIds = new Map<string, Id>();
function dutyIdAt(kind: DutyKind, on: Day, half: Session): Id {
  const key = `${kind} ${on} ${half}`;
  const attendanceId = () => attendanceIdOf({ ...about, on, session: half });
  const found =
    dutyIds.get(key) ??
    dutyIdOf(kind, kind === 'attendance-check' ? attendanceId() : whereaboutsIdOf(about.subjectId, on, half));
  dutyIds.set(key, found);
  return found;
}

/** Monday of an ordinary week with an INSET day, and of the weeks before both changes of the clock. */
const mondays = ['2026-11-23', '2026-10-19', '2027-03-22'];
const arrivals = { am: ['08:50', '09:00', '09:30', '11:45'], pm: ['13:00', '13:15', '14:45'] };

const script = fc
  .record({
    monday: fc.constantFrom(...mondays),
    slots: fc.uniqueArray(
      fc
        .tuple(fc.constantFrom(1, 2, 5), fc.constantFrom<Session>('am', 'pm'), fc.nat(3))
        .map(([weekday, half, index]): Slot => {
          const times = arrivals[half];
          const arriveAt = times[index % times.length] ?? '09:00';
          return { weekday, session: half, arriveAt, leaveAt: half === 'am' ? '12:00' : '15:00' };
        }),
      { minLength: 1, maxLength: 4, selector: ({ weekday, session: half }) => `${weekday}${half}` },
    ),
    deeds: fc.array(
      fc.record({
        does: fc.constantFrom<Deed['does']>('answer', 'absent', 'account', 'account', 'take', 'close'),
        slot: fc.nat(3),
        week: fc.nat(1),
        minutes: fc.integer({ min: -30, max: 300 }),
      }),
      { maxLength: 14 },
    ),
    prompt: fc.boolean(),
  })
  .map(({ monday, slots, deeds, prompt }) => ({
    monday,
    slots,
    prompt,
    deeds: deeds
      .flatMap(({ does, slot, week, minutes }): Deed[] => {
        const chosen = slots[slot % slots.length];
        if (!chosen) return [];
        const on = addDays(monday, chosen.weekday - 1 + 7 * week);
        const at = minutesAfter(londonInstant(on, chosen.arriveAt), minutes);
        return [{ does, on, half: chosen.session, at }];
      })
      .sort((a, b) => (a.at < b.at ? -1 : 1))
      // A provider that is closed and answers all the same says two things at once: no order of hearing them is right.
      .filter(({ does, on, half }, index, all) => {
        const answers = does === 'answer' || does === 'absent';
        return (
          !answers || !all.slice(0, index).some((each) => each.does === 'close' && each.on === on && each.half === half)
        );
      }),
  }));
type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;

/** Gaps between ticks, in minutes: a worker that keeps up, one that stumbles, one that is away for days. */
const gaps = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 6, max: 90 }), fc.integer({ min: 600, max: 4_000 })),
  {
    minLength: 1,
    maxLength: 12,
  },
);

/** Lives through two weeks: the clock comes by after each gap, but not where it was told that nothing would be due. */
function live({ monday, slots, deeds, prompt }: Script, minutes: readonly number[]): World {
  const world = new World(slots, monday, prompt);
  const end = londonInstant(addDays(monday, 14), '00:00');
  const waiting = [...deeds];
  let now = londonInstant(monday, '07:00');
  for (let index = 0; now < end; index += 1) {
    for (let next = waiting[0]; next && next.at <= now; next = waiting[0]) {
      world.do(next);
      waiting.shift();
    }
    const wakeAt = world.tick(now) ?? end;
    const soonest = waiting[0] && waiting[0].at < wakeAt ? waiting[0].at : wakeAt;
    const gap = minutesAfter(now, minutes[index % minutes.length] ?? 1);
    now = gap > soonest ? gap : soonest;
  }
  for (const deed of waiting) world.do(deed);
  world.tick(end);
  return world;
}

const owed = (world: World, kind: DutyKind): string[] => {
  const states = new Map<string, Duty>();
  for (const event of world.log) {
    states.set(event.data.dutyId, dutyDecider.evolve(states.get(event.data.dutyId) ?? null, event));
  }
  return [...states.values()].flatMap((duty) => {
    // Withdrawn is never owed: whether it was raised before the closure was known does not matter.
    if (!duty || duty.raised.kind !== kind || duty.status === 'withdrawn') return [];
    const { on, session: half, raisedAt, dueAt, missedAt } = duty.raised;
    return [[on, half, raisedAt, dueAt, missedAt ?? '', duty.status].join(' ')];
  });
};

describe('what is due', () => {
  it('is done once, whenever the clock comes by and whatever people do', () => {
    fc.assert(
      fc.property(script, gaps, (told, minutes) => {
        const world = live(told, minutes);
        const raised = new Map<string, number>();
        const steps = new Set<string>();
        for (const { type, data } of world.log) {
          if (type === 'DutyRaised') raised.set(data.dutyId, (raised.get(data.dutyId) ?? 0) + 1);
          if (type !== 'DutyStepTaken') continue;
          const step = `${data.dutyId} ${data.step}`;
          expect(steps.has(step)).toBe(false);
          steps.add(step);
        }
        expect([...raised.values()].every((times) => times === 1)).toBe(true);
        expect(world.askedWhileClosed).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('is owed, met and missed alike by a clock that keeps up and by one that lags', () => {
    fc.assert(
      fc.property(script, gaps, (told, minutes) => {
        const prompt = live(told, [0]);
        const lagging = live(told, minutes);
        expect(owed(lagging, 'attendance-check').sort()).toEqual(owed(prompt, 'attendance-check').sort());
      }),
      { numRuns: 30 },
    );
  });

  it('leaves no planned session unasked, unanswered and unsearched for', () => {
    fc.assert(
      fc.property(script, gaps, (told, minutes) => {
        const world = live(told, minutes);
        const raised = new Set(
          world.log.flatMap(({ type, data }) =>
            type === 'DutyRaised' && data.kind === 'attendance-check' ? [`${data.on} ${data.session}`] : [],
          ),
        );
        for (const { weekday, session: half, arriveAt } of told.slots) {
          for (const week of [0, 1]) {
            const on = addDays(told.monday, weekday - 1 + 7 * week);
            const arrival = londonInstant(on, arriveAt);
            const spoken = told.deeds.some(
              (deed) =>
                deed.on === on &&
                deed.half === half &&
                (deed.does === 'close' || (deed.does !== 'take' && deed.does !== 'account' && deed.at <= arrival)),
            );
            // Spoken of beforehand, it may be asked about or not; else it is, on a school day and on no other.
            const wasRaised = raised.has(`${on} ${half}`);
            expect(wasRaised).toBe(school.isSchoolDay(on) && (wasRaised || !spoken));
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
