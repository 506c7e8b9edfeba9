import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { duty as decider, type Duty, type DutyEvent } from '#domain';
import type { Day, Instant } from '#event-sourcing';
import { ids } from '#testing';
import { dutyCommand } from '../../../test/support/duty-commands.js';
import { readEdition } from './editions.js';
import { factsOfDuty, type GapsDueFacts, type Happened, type MatterFacts } from './facts.js';
import { addDays, lastMomentOf } from './london.js';
import { matterDuties } from './matter-moments.js';
import { SchoolCalendar } from './school-calendar.js';
import { shippedProcedures } from './shipped.js';

const edition = readEdition(readFileSync(join(shippedProcedures(), 'off-site-education.2025-01.yaml'), 'utf8'));
const times = { start: '08:50', end: '15:00' };
const calendar = new SchoolCalendar({
  sessionTimes: [{ from: '2026-09-01', am: times, pm: times }],
  terms: [{ from: '2026-09-01', to: '2026-12-18' }],
  daysOff: [],
});
const owedFrom = '2026-11-16T10:00:00.000Z';
const about = { ...ids('dutyId', 'placementId', 'subjectId', 'schoolId', 'siteId'), matter: 'agreement-signed' };
const withKind = { ...about, kind: 'placement-gap' as const };

type Deed = { readonly at: Instant } & (
  | { readonly does: 'date'; readonly dueOn: Day }
  | { readonly does: 'gather'; readonly on: Day }
  | { readonly does: 'end' }
);

const hours = (n: number): Instant => new Date(Date.parse(owedFrom) + n * 3_600_000).toISOString();
const story = fc
  .array(
    fc.record({
      hour: fc.integer({ min: 0, max: 24 * 20 }),
      does: fc.constantFrom('date', 'date', 'date', 'gather', 'end'),
      days: fc.integer({ min: 0, max: 9 }),
    }),
    { maxLength: 6 },
  )
  .map((list) => {
    const deeds = list.map(({ hour, does, days }): Deed => {
      const at = hours(hour);
      if (does === 'date') return { at, does, dueOn: addDays(at.slice(0, 10), days) };
      return does === 'gather' ? { at, does, on: addDays(at.slice(0, 10), -days) } : { at, does: 'end' };
    });
    const sorted = deeds.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    const over = sorted.findIndex(({ does }) => does !== 'date');
    return over < 0 ? sorted : sorted.slice(0, over + 1);
  });
/** After how many hours each the clock comes by. */
const gaps = fc.array(fc.integer({ min: 1, max: 24 * 9 }), { minLength: 1, maxLength: 4 });
const until = 24 * 40;

const happened = ({ at, on }: { at: Instant; on: Day }): Happened => {
  const end = lastMomentOf(on);
  return { doneAt: end < at ? end : at, recordedAt: at };
};

/** A week without a session: nothing is owed again and again. */
const nothingToWatch = { from: '2026-09-01', weeks: [], overseen: [], agreed: [], duties: new Map() };

function factsAt(deeds: readonly Deed[], now: Instant, duty: Duty): MatterFacts {
  const told = deeds.filter(({ at }) => at <= now);
  const gapsDue = told.flatMap((deed): GapsDueFacts[] =>
    deed.does === 'date' ? [{ dueOn: deed.dueOn, since: deed.at }] : [],
  );
  const there = told.flatMap((deed) => (deed.does === 'gather' ? happened(deed) : []))[0];
  const endedAt = told.find(({ does }) => does === 'end')?.at;
  const gap = { evidence: about.matter, there, duty: duty ? factsOfDuty(duty) : undefined };
  return { owedFrom, endedAt, gapsDue, gaps: [gap], watch: nothingToWatch };
}

/** Lives to the end with a clock that comes by after so many hours each. Tells the duty and all its events. */
function live(deeds: readonly Deed[], every: readonly number[]): { duty: Duty; events: readonly DutyEvent[] } {
  let duty: Duty = decider.initial;
  const events: DutyEvent[] = [];
  let hour = 0;
  for (let tick = 0; hour < until; tick += 1) {
    hour = Math.min(until, hour + (every[tick % every.length] ?? 1));
    const now = hours(hour);
    for (let rounds = 0; ; rounds += 1) {
      if (rounds > 3) throw new Error('Doing what is due does not come to an end.');
      const found = matterDuties(factsAt(deeds, now, duty), { now: edition, on: () => edition }, calendar, now);
      expect((found.wakeAt ?? hours(until + 1)) > now).toBe(true);
      if (found.due.length === 0) break;
      for (const moment of found.due) {
        for (const event of decider.decide(dutyCommand(moment, withKind, 'placement-1', now), duty)) {
          duty = decider.evolve(duty, event);
          events.push(event);
        }
      }
    }
  }
  return { duty, events };
}

/** What should have come of it, worked out plainly. */
function expected(deeds: readonly Deed[]): string {
  const over = deeds.find(({ does }) => does !== 'date');
  if (over && over.at <= owedFrom) return 'never owed';
  const dates = deeds.filter((deed) => deed.does === 'date');
  const passed = dates.find(
    ({ dueOn }, index) => lastMomentOf(dueOn) < (dates[index + 1]?.at ?? over?.at ?? hours(until)),
  );
  if (over?.does === 'gather') {
    if (!passed) return 'met';
    return happened(over).doneAt <= lastMomentOf(passed.dueOn) ? 'shown-done-on-time' : 'missed';
  }
  return passed ? 'missed' : over ? 'withdrawn' : 'open';
}

describe('a gap, whatever the order of what happens to it', () => {
  it('is owed once, and ends as it should, however late the clock comes by', () => {
    fc.assert(
      fc.property(story, gaps, (deeds, every) => {
        const { duty, events } = live(deeds, every);
        expect(duty?.status ?? 'never owed').toBe(expected(deeds));
        expect(events.filter(({ type }) => type === 'DutyRaised').length).toBe(duty ? 1 : 0);
        expect(events.filter(({ type }) => type === 'DutyMissed').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 400 },
    );
  });

  it('is due by the date that was set last while it was open', () => {
    fc.assert(
      fc.property(story, gaps, (deeds, every) => {
        const { duty } = live(deeds, every);
        const last = deeds.findLast((deed) => deed.does === 'date');
        const dueAt = last ? lastMomentOf(last.dueOn) : owedFrom;
        expect(duty?.dueAt ?? dueAt).toBe(dueAt);
      }),
      { numRuns: 400 },
    );
  });

  it('has each step of its ladder taken once for each date', () => {
    fc.assert(
      fc.property(story, gaps, (deeds, every) => {
        const since = new Set<string>();
        for (const { type, data } of live(deeds, every).events) {
          if (type === 'DutyMoved') since.clear();
          if (type !== 'DutyStepTaken') continue;
          expect(since.has(data.step)).toBe(false);
          since.add(data.step);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is told of on school mornings: before the day, and after it', () => {
    const dated: Deed = { at: hours(1), does: 'date', dueOn: '2026-12-11' };
    const taken = live([dated], [1]).events.flatMap(({ type, data }) =>
      type === 'DutyStepTaken' ? [`${data.step} ${data.takenAt.slice(0, 13)}`] : [],
    );
    expect(taken).toEqual(['remind 2026-12-08T09', 'tell-owner 2026-12-14T09', 'tell-head 2026-12-14T09']);
    const undated = live([], [1]).events.flatMap(({ type, data }) =>
      type === 'DutyStepTaken' ? [`${data.step} ${data.takenAt.slice(0, 13)}`] : [],
    );
    expect(undated).toEqual(['tell-owner 2026-11-17T09', 'tell-head 2026-11-17T09']);
  });
});
