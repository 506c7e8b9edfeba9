import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { duty as decider, type Duty } from '#domain';
import type { Day, Instant } from '#event-sourcing';
import { ids } from '#testing';
import { dutyCommand } from '../../../test/support/duty-commands.js';
import { readEdition } from './editions.js';
import { factsOfDuty, periodKey, type MatterFacts, type OverseenFacts } from './facts.js';
import { addDays, lastMomentOf, mondayOf, weekdayOf } from './london.js';
import { matterDuties } from './matter-moments.js';
import { SchoolCalendar } from './school-calendar.js';
import { shippedProcedures } from './shipped.js';

const edition = readEdition(readFileSync(join(shippedProcedures(), 'off-site-education.2025-01.yaml'), 'utf8'));
const times = { start: '08:50', end: '15:00' };
const terms = [
  { from: '2026-10-05', to: '2026-10-23' },
  { from: '2026-11-02', to: '2026-11-27' },
];
const calendar = new SchoolCalendar({
  sessionTimes: [{ from: '2026-09-01', am: times, pm: times }],
  terms,
  daysOff: [{ on: '2026-11-13' }, { on: '2026-11-16' }],
});
const begin = '2026-10-07';
const hours = (count: number): Instant =>
  new Date(Date.parse(`${begin}T00:00:00.000Z`) + count * 3_600_000).toISOString();
const until = 24 * 55;
const kind = 'weekly-liaison';
const about = { ...ids('placementId', 'subjectId', 'schoolId', 'siteId'), matter: kind };

/** School and provider spoke so many days after the beginning, and it was entered so many hours later. */
type Talk = { readonly day: number; readonly late: number };
const talk: fc.Arbitrary<Talk> = fc.record({
  day: fc.integer({ min: 0, max: 54 }),
  late: fc.integer({ min: 0, max: 24 * 14 }),
});
const told = ({ day, late }: Talk): OverseenFacts => ({
  kind,
  on: addDays(begin, day),
  recordedAt: hours(day * 24 + 12 + late),
});

type Story = { readonly talks: readonly Talk[]; readonly weekdays: readonly number[]; readonly endsOn: number | null };
const story: fc.Arbitrary<Story> = fc.record({
  talks: fc.array(talk, { maxLength: 8 }),
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  // The end is told on its last day, at noon.
  endsOn: fc.option(fc.integer({ min: 0, max: 54 })),
});

function factsAt({ talks, weekdays, endsOn }: Story, now: Instant, duties: ReadonlyMap<string, Duty>): MatterFacts {
  const slots = weekdays.map((weekday) => ({ weekday, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }) as const);
  const endedAt = endsOn === null ? undefined : hours(endsOn * 24 + 12);
  const isTold = endedAt !== undefined && endedAt <= now;
  const known = [...duties].flatMap(([key, duty]) => (duty ? [[key, factsOfDuty(duty)] as const] : []));
  const watch = {
    from: begin,
    since: hours(0),
    ...(isTold && endsOn !== null && { until: addDays(begin, endsOn) }),
    weeks: [{ from: begin, slots }],
    overseen: talks.map(told).filter(({ recordedAt }) => recordedAt <= now),
    agreed: [],
    duties: new Map(known),
  };
  return { owedFrom: hours(0), endedAt: isTold ? endedAt : undefined, gapsDue: [], gaps: [], watch };
}

/** Lives to the end with a clock that comes by after so many hours each. Tells how each week's talk stands at last. */
function live(its: Story, every: readonly number[]): Record<Day, string> {
  const duties = new Map<string, Duty>();
  const raised: string[] = [];
  let hour = 0;
  for (let tick = 0; hour < until; tick += 1) {
    hour = Math.min(until, hour + (every[tick % every.length] ?? 1));
    const now = hours(hour);
    for (let rounds = 0; ; rounds += 1) {
      if (rounds > 3) throw new Error('Doing what is due does not come to an end.');
      const found = matterDuties(factsAt(its, now, duties), { now: edition, on: () => edition }, calendar, now);
      expect((found.wakeAt ?? hours(until + 1)) > now).toBe(true);
      const due = found.due.filter((moment) => moment.kind === kind);
      if (due.length === 0) break;
      for (const moment of due) {
        const { period = '' } = moment;
        const key = periodKey(kind, period);
        const of = { ...about, period, dutyId: period, kind } as const;
        for (const event of decider.decide(dutyCommand(moment, of, 'oversight-1', now), duties.get(key) ?? null)) {
          duties.set(key, decider.evolve(duties.get(key) ?? null, event));
          if (event.type === 'DutyRaised') raised.push(key);
        }
      }
    }
  }
  expect(new Set(raised).size).toBe(raised.length);
  return Object.fromEntries([...duties].map(([key, duty]) => [key.split(' ')[1] ?? '', duty?.status ?? '']));
}

/** How each week's talk should stand, by a walk over the days. */
function plainly({ talks, weekdays, endsOn }: Story): Record<Day, string> {
  const lastDay = endsOn === null ? '2026-12-31' : addDays(begin, endsOn);
  const expected: Record<Day, string> = {};
  for (let monday = mondayOf(begin); monday <= hours(until).slice(0, 10); monday = addDays(monday, 7)) {
    const days = [0, 1, 2, 3, 4].map((more) => addDays(monday, more)).filter((on) => calendar.isSchoolDay(on));
    const first = days.find((on) => on >= begin && weekdays.includes(weekdayOf(on)));
    if (first === undefined || first > lastDay) continue;
    const dueOn = days.at(-1) ?? monday;
    const inTime = talks.map(told).filter(({ on }) => on >= monday && on <= dueOn);
    const recorded = inTime.filter(({ recordedAt }) => recordedAt <= hours(until)).map(({ recordedAt }) => recordedAt);
    const known = recorded.toSorted()[0];
    expected[monday] = known === undefined ? 'missed' : known <= lastMomentOf(dueOn) ? 'met' : 'shown-done-on-time';
  }
  return expected;
}

describe('what is owed in each school week', () => {
  it('is raised once, and comes out as a plain walk over the days says, whenever the clock comes by', () => {
    fc.assert(
      fc.property(story, fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }), (its, every) => {
        expect(live(its, every)).toEqual(plainly(its));
      }),
      { numRuns: 60 },
    );
  });
});
