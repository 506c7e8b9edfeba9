import type { MatterDutyKind, RecurringDutyKind } from '#domain';
import type { Day, Instant } from '#event-sourcing';
import type { MatterRule } from './duty-rules.js';
import { periodKey, type DutyFacts, type Happened, type MatterFacts, type WatchFacts } from './facts.js';
import { addDays, lastMomentOf, laterOf, londonDay, londonInstant, mondayOf } from './london.js';
import { takeRungs } from './matter-rungs.js';
import { isLate, missedFrom, Moments, type AboutMatter } from './moment.js';
import { notOwedBecause, periodsOf, type Period, type PlannedWeek } from './periods.js';
import type { SchoolCalendar } from './school-calendar.js';

/**
 * What is due of one kind of duty that is owed again and again. It is raised when its period begins, met by what the school
 * did in it, whenever that is entered, and missed when its last day is over. A period of which nothing is owed any more,
 * because the week was changed or the placement was suspended or has ended, is withdrawn where it was not missed before.
 */
export function momentsOfKind(
  kind: RecurringDutyKind,
  { watch, owedFrom, weeks }: Pick<MatterFacts, 'watch' | 'owedFrom'> & { readonly weeks: readonly PlannedWeek[] },
  ruleOn: (day: Day) => MatterRule | undefined,
  calendar: SchoolCalendar,
  now: Instant,
): readonly Moments<AboutMatter>[] {
  const today = londonDay(now);
  const agreed = watch.agreed.filter((each) => each.kind === kind);
  const everyWeeks = (monday: Day): number | null => {
    const rule = ruleOn(monday);
    if (!rule) return null;
    return agreed.findLast(({ since }) => mondayOf(londonDay(since)) <= monday)?.everyWeeks ?? rule.everyWeeks;
  };
  const periods = periodsOf(weeks, everyWeeks, watch, today);
  const owed = periods.flatMap((period) => {
    const rule = ruleOn(period.from);
    const known = watch.duties.get(periodKey(kind, period.from));
    if (!rule || known?.status === 'closed') return [];
    return [momentsOfPeriod(rule, period, { known, watch, owedFrom }, calendar, now)];
  });
  return [...owed, ...noLongerOwed(kind, watch, periods, calendar, now)];
}

function momentsOfPeriod(
  rule: MatterRule,
  { from: period, beginsOn, dueOn }: Period,
  { known, watch, owedFrom }: { known: DutyFacts | undefined; watch: WatchFacts; owedFrom: Instant },
  calendar: SchoolCalendar,
  now: Instant,
): Moments<AboutMatter> {
  const { kind } = rule;
  const moments = new Moments<AboutMatter>({ matter: kind, period }, now);
  const { about } = moments;
  const deadline = { dueAt: lastMomentOf(dueOn), missedAt: lastMomentOf(dueOn) };
  let duty = known;
  if (!duty || duty.status === 'withdrawn') {
    const raisedAt = laterOf(owedFrom, londonInstant(beginsOn, '00:00'));
    if (!moments.reached(raisedAt)) return moments;
    moments.add({ ...about, at: raisedAt, do: 'raise', kind, ...deadline, late: isLate(raisedAt, now) });
    const fresh = { steps: [], told: [], failedLetters: [], taken: false };
    duty = { ...(duty ?? fresh), status: 'open', raisedAt, ...deadline };
  } else if (duty.status === 'open' && duty.dueAt !== deadline.dueAt && deadline.dueAt > now) {
    // The school's calendar, or how often it is to be done, has changed. Nobody has less time than until now.
    moments.add({ ...about, at: now, do: 'move', kind, ...deadline });
    duty = { ...duty, ...deadline, steps: [], told: [] };
  }

  const there = firstIn(period, londonDay(duty.dueAt), kind, watch);
  if (!there) {
    moments.open = true;
    takeRungs(moments, rule, duty, calendar);
  }
  const { missedAt = deadline.missedAt } = duty;
  const isOpen = duty.status === 'open' && (!there || there.recordedAt > missedAt);
  if (isOpen && moments.reached(missedFrom(missedAt))) {
    moments.add({ ...about, at: missedFrom(missedAt), do: 'miss', kind });
  }
  if (there) moments.add({ ...about, at: laterOf(there.recordedAt, duty.raisedAt), do: 'meet', kind, fact: there });
  return moments;
}

/** What was first told of that was done from a day on, and by the day on which it was due. */
function firstIn(from: Day, dueOn: Day, kind: MatterDutyKind, { overseen }: WatchFacts): Happened | undefined {
  const first = overseen
    .filter((each) => each.kind === kind && each.on >= from && each.on <= dueOn)
    .toSorted((a, b) => a.recordedAt.localeCompare(b.recordedAt))[0];
  if (!first) return undefined;
  const endOfDay = lastMomentOf(first.on);
  const { recordedAt } = first;
  return { doneAt: endOfDay < recordedAt ? endOfDay : recordedAt, recordedAt };
}

function noLongerOwed(
  kind: RecurringDutyKind,
  watch: WatchFacts,
  periods: readonly Period[],
  calendar: SchoolCalendar,
  now: Instant,
): readonly Moments<AboutMatter>[] {
  const owed = new Set(periods.map(({ from }) => periodKey(kind, from)));
  return [...watch.duties].flatMap(([key, { status }]) => {
    const [name, period = ''] = key.split(' ');
    if (name !== kind || owed.has(key) || status !== 'open') return [];
    const moments = new Moments<AboutMatter>({ matter: kind, period }, now);
    const because = notOwedBecause(watch, calendar, period, addDays(period, 6));
    moments.add({ ...moments.about, at: now, do: 'withdraw', kind, because });
    return [moments];
  });
}
