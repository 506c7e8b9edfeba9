import type { Day, Instant } from '#event-sourcing';
import type { MatterRule } from './duty-rules.js';
import type { DutyFacts, GapFacts, GapsDueFacts, MatterFacts } from './facts.js';
import { lastMomentOf, laterOf } from './london.js';
import { takeRungs } from './matter-rungs.js';
import { isLate, missedFrom, Moments, type AboutMatter } from './moment.js';
import type { SchoolCalendar } from './school-calendar.js';

/**
 * What is due of one gap. It is owed from the day on which the placement was taken on: due at once until a head has set a
 * date, and never missed before. A date that has passed before another was set has been missed, and stays so.
 */
export function momentsOfGap(
  { owedFrom, endedAt, gapsDue }: MatterFacts,
  { evidence, there, toGather, duty: before }: GapFacts,
  rule: MatterRule,
  calendar: SchoolCalendar,
  now: Instant,
): Moments<AboutMatter> {
  const { kind } = rule;
  const moments = new Moments({ matter: evidence }, now);
  if (there && toGather !== undefined && endedAt === undefined) {
    moments.add({ ...moments.about, at: there.recordedAt, do: 'gather', kind, on: toGather });
  }
  if (before?.status === 'closed' || before?.status === 'withdrawn') return moments;

  // What is there, and a placement that has ended, have no date any more: one that was set later is not about them.
  const overAt = [there?.recordedAt, endedAt].filter((at) => at !== undefined).sort()[0];
  const dates = gapsDue.filter(({ since }) => overAt === undefined || since <= overAt);
  let duty = before;
  if (!duty) {
    if (overAt !== undefined && overAt <= owedFrom) return moments;
    if (!moments.reached(owedFrom)) return moments;
    duty = raised(rule, owedFrom, dates[0]);
    const { dueAt, missedAt } = duty;
    moments.add({ ...moments.about, at: owedFrom, do: 'raise', kind, dueAt, missedAt, late: isLate(owedFrom, now) });
  }
  for (const date of notYetMovedTo(duty, dates)) {
    const deadline = deadlineOf(rule, date.dueOn);
    moments.add({ ...moments.about, at: date.since, do: 'move', kind, ...deadline });
    duty = moved(duty, date.since, deadline);
  }

  if (overAt === undefined) {
    moments.open = true;
    takeRungs(moments, rule, duty, calendar);
  }
  const { missedAt } = duty;
  // Known or ended by its last moment, it is not missed; what was done in time and told later shows as such.
  const isOpen = duty.status === 'open' && missedAt !== undefined && (overAt === undefined || overAt > missedAt);
  const misses = isOpen && moments.reached(missedFrom(missedAt));
  if (misses) moments.add({ ...moments.about, at: missedFrom(missedAt), do: 'miss', kind });
  if (there && (missedAt === undefined || there.doneAt <= missedAt)) {
    moments.add({ ...moments.about, at: laterOf(there.recordedAt, duty.raisedAt), do: 'meet', kind, fact: there });
  } else if (!there && endedAt !== undefined && duty.status === 'open' && !misses) {
    moments.add({ ...moments.about, at: endedAt, do: 'withdraw', kind, because: 'placement-ended' });
  }
  return moments;
}

type Deadline = { readonly dueAt: Instant; readonly missedAt: Instant | undefined };

function deadlineOf({ missedAfterItsDay }: MatterRule, dueOn: Day): Deadline {
  const dueAt = lastMomentOf(dueOn);
  return { dueAt, missedAt: missedAfterItsDay ? dueAt : undefined };
}

function raised(rule: MatterRule, raisedAt: Instant, date: GapsDueFacts | undefined): DutyFacts {
  const deadline = date ? deadlineOf(rule, date.dueOn) : { dueAt: raisedAt, missedAt: undefined };
  return { status: 'open', raisedAt, ...deadline, steps: [], told: [], failedLetters: [], taken: false };
}

/** The dates that the duty has not followed yet, in order. Where none moved it, it may have been raised by the first. */
function notYetMovedTo(
  { raisedAt, dueAt, movedAt }: DutyFacts,
  dates: readonly GapsDueFacts[],
): readonly GapsDueFacts[] {
  const [first] = dates;
  const byFirst = movedAt === undefined && first && dueAt !== raisedAt ? first.since : undefined;
  const followed = movedAt ?? byFirst;
  const later = dates.filter(({ since }) => followed === undefined || since > followed);
  const last = dates.at(-1);
  // Two dates of one moment: the one that was set last holds.
  return later.length === 0 && last && lastMomentOf(last.dueOn) !== dueAt ? [last] : later;
}

/** The duty as it is after a move: as the decider has it. */
function moved(duty: DutyFacts, since: Instant, { dueAt, missedAt }: Deadline): DutyFacts {
  const hadPassed = duty.missedAt !== undefined && since > duty.missedAt;
  const isMissed = duty.status === 'missed' || hadPassed;
  const steps = { steps: [], told: [] };
  if (isMissed) return { ...duty, ...steps, status: 'missed', dueAt, movedAt: since };
  return { ...duty, ...steps, dueAt, missedAt, movedAt: since };
}
