import type { Day, Instant } from '#event-sourcing';
import type { MatterRule } from './duty-rules.js';
import type { DutyFacts, GapFacts, GapsDueFacts, MatterFacts } from './facts.js';
import { endOfLondonDay, laterOf } from './london.js';
import { isLate, missedFrom, Moments, oldestFirst, type AboutMatter, type Moment } from './moment.js';
import { rungAt } from './rung-at.js';
import type { Edition } from './running.js';
import type { SchoolCalendar } from './school-calendar.js';

/** What is due of a placement as a whole. */
export type MatterDuties = {
  /** What is due, oldest first; of one moment, in the order in which it is to be done. */
  readonly due: readonly Moment<AboutMatter>[];
  /** When something will be due next, if nobody enters anything until then; always after now. */
  readonly wakeAt: Instant | null;
  /** The matters that may still come to something. All others are settled. */
  readonly open: readonly string[];
};

/**
 * What is due of the matters of a placement at a time: as pure as `duties`, and apart from it, because paperwork must never
 * stand in the way of a pupil who is looked for.
 */
export function matterDuties(
  facts: MatterFacts,
  edition: Edition,
  calendar: SchoolCalendar,
  now: Instant,
): MatterDuties {
  const rule = edition.duties['placement-gap'];
  const all = rule ? facts.gaps.map((gap) => momentsOfGap(facts, gap, rule, calendar, now)) : [];
  return {
    due: oldestFirst(all.flatMap(({ due }) => due)),
    wakeAt: all.flatMap(({ nextAt }) => nextAt ?? []).sort()[0] ?? null,
    open: all.filter(({ open }) => open).map(({ about }) => about.matter),
  };
}

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

/** The last moment of the day: what is done on it is done in time. */
export function lastMomentOf(on: Day): Instant {
  return new Date(Date.parse(endOfLondonDay(on)) - 1).toISOString();
}

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

/** The rungs that are owed and not taken. Reminders come before the day, and not at all where there is no time before it. */
function takeRungs(
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
