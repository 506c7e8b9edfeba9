import type { MatterRule } from './duty-rules.js';
import type { DutyFacts } from './facts.js';
import type { AboutMatter, Moments } from './moment.js';
import { rungAt } from './rung-at.js';
import type { SchoolCalendar } from './school-calendar.js';

/** The rungs that are owed and not taken. Reminders come before the day, and not at all where there is no time before it. */
export function takeRungs(
  moments: Moments<AboutMatter>,
  { kind, ladder }: MatterRule,
  { raisedAt, dueAt, steps, taken }: DutyFacts,
  calendar: SchoolCalendar,
): void {
  const isReminder = (time: MatterRule['ladder'][number]['time']) =>
    'schoolDaysAfterDue' in time && time.schoolDaysAfterDue < 0;
  const reached = ladder
    .filter(({ step, until }) => !steps.includes(step) && !(until === 'taken' && taken))
    .filter(({ time }) => dueAt > raisedAt || !isReminder(time))
    .map((rung) => ({
      rung,
      at: rungAt(rung.time, { raised: raisedAt, 'expected-arrival': raisedAt, due: dueAt }, calendar),
    }))
    .filter(({ at }) => moments.reached(at));
  reached.forEach(({ rung, at }, index) => {
    const tooLate = isReminder(rung.time) && moments.now > dueAt;
    const overtaken = reached.slice(index + 1).some((later) => later.rung.letter && later.rung.to === rung.to);
    const sends = rung.letter !== undefined && !tooLate && !overtaken;
    moments.add({ ...moments.about, at, do: 'step', kind, rung, stale: tooLate || overtaken, sends });
  });
}
