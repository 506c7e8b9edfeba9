import { recurringDutyKind } from '#domain';
import type { Day, Instant } from '#event-sourcing';
import type { MatterFacts } from './facts.js';
import { momentsOfGap } from './gap-moments.js';
import { oldestFirst, type AboutMatter, type Moment } from './moment.js';
import { londonDay } from './london.js';
import { momentsOfKind } from './period-moments.js';
import { plannedWeeks } from './periods.js';
import type { Edition } from './running.js';
import type { SchoolCalendar } from './school-calendar.js';

/** What is due of a placement as a whole. */
export type MatterDuties = {
  /** What is due, oldest first; of one moment, in the order in which it is to be done. */
  readonly due: readonly Moment<AboutMatter>[];
  /** When something will be due next, if nobody enters anything until then; always after now. */
  readonly wakeAt: Instant | null;
  /** The gaps that may still come to something. All others are settled. */
  readonly open: readonly string[];
};

/** The editions that hold for a placement as a whole: the one it is under now, and the one of a day. */
export type EditionsOfMatters = { readonly now: Edition; readonly on: (day: Day) => Edition };

/**
 * What is due of the matters of a placement at a time: as pure as `duties`, and apart from it, because paperwork must never
 * stand in the way of a pupil who is looked for.
 */
export function matterDuties(
  facts: MatterFacts,
  editions: EditionsOfMatters,
  calendar: SchoolCalendar,
  now: Instant,
): MatterDuties {
  const rule = editions.now.duties['placement-gap'];
  const gaps = rule ? facts.gaps.map((gap) => momentsOfGap(facts, gap, rule, calendar, now)) : [];
  const { watch, owedFrom } = facts;
  const isOwed = recurringDutyKind.options.some((kind) => editions.now.duties[kind]) || watch.duties.size > 0;
  const weeks = isOwed ? plannedWeeks(watch, calendar, londonDay(now)) : [];
  const recurring = recurringDutyKind.options.flatMap((kind) =>
    momentsOfKind(kind, { watch, owedFrom, weeks }, (on) => editions.on(on).duties[kind], calendar, now),
  );
  const all = [...gaps, ...recurring];
  return {
    due: oldestFirst(all.flatMap(({ due }) => due)),
    wakeAt: all.flatMap(({ nextAt }) => nextAt ?? []).sort()[0] ?? null,
    open: gaps.filter(({ open }) => open).map(({ about }) => about.matter),
  };
}
