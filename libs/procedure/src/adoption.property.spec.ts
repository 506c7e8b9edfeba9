import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { idFrom, type Day, type Instant } from '#event-sourcing';
import { duties } from './duties.js';
import { readEdition } from './editions.js';
import { keyOf, nothingKnown, type PlacementFacts, type SessionFacts } from './facts.js';
import { londonDay, londonInstant, minutesAfter } from './london.js';
import type { AboutSession, Moment } from './moment.js';
import type { Edition } from './running.js';
import { SchoolCalendar } from './school-calendar.js';
import { shippedProcedures } from './shipped.js';
import { SiteCalendar } from './site-calendar.js';

const text = readFileSync(join(shippedProcedures(), 'off-site-education.2025-01.yaml'), 'utf8');
const edition = readEdition(text);
const slower = readEdition(text.replace('minutesAfterExpectedArrival: 30', 'minutesAfterExpectedArrival: 45'));
const only = (kind: 'attendance-check' | 'find-the-pupil'): Edition => ({
  ...edition,
  duties: { [kind]: edition.duties[kind] },
});
const editions = [edition, slower, only('attendance-check'), only('find-the-pupil'), { ...edition, duties: {} }];

const monday = '2026-11-23';
const school = new SchoolCalendar({
  sessionTimes: [{ from: '2026-09-01', am: { start: '08:50', end: '12:00' }, pm: { start: '13:00', end: '15:00' } }],
  terms: [{ from: '2026-11-02', to: '2026-12-18' }],
  daysOff: [{ on: '2026-11-26' }],
});
const weekdays = [1, 2, 3, 4, 5] as const;
const slots = weekdays.flatMap((weekday) => [
  { weekday, session: 'am' as const, arriveAt: '09:00', leaveAt: '12:00' },
  { weekday, session: 'pm' as const, arriveAt: '13:10', leaveAt: '15:00' },
]);
const facts: Omit<PlacementFacts, 'sessions'> = {
  placementId: idFrom('placement'),
  subjectId: idFrom('pupil'),
  schoolId: idFrom('school'),
  siteId: idFrom('site'),
  from: monday,
  weeks: [{ from: monday, slots }],
  statuses: new Map(),
};

/** A placement about which nobody says anything. What is due is done when the clock comes by, and stays done. */
class Silence {
  readonly owed: string[] = [];
  private readonly sessions = new Map<string, SessionFacts>();

  tick(now: Instant, editionOn: (on: Day) => Edition): void {
    for (;;) {
      const all = { ...facts, sessions: this.sessions };
      const { due } = duties(all, editionOn, school, new SiteCalendar({ closures: [] }), now);
      if (due.length === 0) return;
      for (const moment of due) this.take(moment);
    }
  }

  private take(moment: Moment<AboutSession>): void {
    const key = keyOf(moment.on, moment.session);
    const known = this.sessions.get(key) ?? nothingKnown;
    const before = known.duties[moment.kind];
    const put = (change: Partial<NonNullable<typeof before>>, more: Partial<SessionFacts> = {}) => {
      const none = { status: 'open', raisedAt: moment.at, dueAt: moment.at, steps: [], told: [] } as const;
      const duty = { ...none, failedLetters: [], taken: false, ...before, ...change };
      this.sessions.set(key, { ...known, ...more, duties: { ...known.duties, [moment.kind]: duty } });
    };
    if (moment.do === 'raise') {
      this.owed.push(`${key} ${moment.kind} due ${moment.dueAt}`);
      put({ raisedAt: moment.at, dueAt: moment.dueAt, missedAt: moment.missedAt });
    } else if (moment.do === 'step') {
      const isSilence = moment.rung.record === 'unconfirmed' && !known.search;
      const search = { placementId: facts.placementId, because: 'silence' as const, openedAt: moment.at };
      put({ steps: [...(before?.steps ?? []), moment.rung.step] }, isSilence ? { search } : {});
    } else if (moment.do === 'miss') {
      this.owed.push(`${key} ${moment.kind} missed`);
      put({ status: 'missed' });
    } else throw new Error(`Nobody said anything, and yet there is something to ${moment.do}.`);
  }
}

/** Quarters of an hour from the Monday on, over eight days. */
const quarter = fc.integer({ min: 0, max: 8 * 96 });
const momentOf = (quarters: number): Instant => minutesAfter(londonInstant(monday, '00:00'), quarters * 15);

describe('a placement that adopts another edition', () => {
  it('owes of each session what the edition of its day asks for, once, whenever it is adopted and the clock comes by', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...editions),
        fc.constantFrom(...editions),
        quarter,
        fc.uniqueArray(quarter, { minLength: 1, maxLength: 40 }),
        (from, to, adopted, quarters) => {
          const ticks = quarters.sort((a, b) => a - b).map(momentOf);
          const adoptedAt = momentOf(adopted);
          const isUnderNew = (on: Day) => on > londonDay(adoptedAt);
          const world = new Silence();
          const alone = new Map([from, to].map((each) => [each, new Silence()]));
          for (const now of ticks) {
            // Before it is adopted nobody knows that it will be.
            world.tick(now, (on) => (now >= adoptedAt && isUnderNew(on) ? to : from));
            for (const [each, silence] of alone) silence.tick(now, () => each);
          }
          const owedBy = (each: Edition, whose: (on: Day) => boolean) =>
            alone.get(each)?.owed.filter((owed) => whose(owed.slice(0, 10))) ?? [];
          const expected = [...owedBy(from, (on) => !isUnderNew(on)), ...owedBy(to, isUnderNew)];
          expect([...world.owed].sort()).toEqual(expected.sort());
          expect(new Set(world.owed).size).toBe(world.owed.length);
        },
      ),
      { numRuns: 120 },
    ));
});
