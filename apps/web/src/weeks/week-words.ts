import {
  goesOnOn,
  isPartTimeBy,
  isWithin,
  minutesOf,
  sessionsOfWeek,
  takesSessionsOn,
  wholeWeek,
  type Becomes,
  type RestKind,
  type TimesOfSessions,
  type WholeSession,
} from '#domain';
import { erased, type Day, type Id } from '#event-sourcing';
import { addDays } from '#procedure';
import type { PlacementRow, PlanOfRest, SchoolRow, SiteRow, WeekplanRow } from '#read-models';
import { halfWords } from '../placements/week.js';
import { count, listInWords, sessionTitle, shortDay, timeInWords } from '../shell/words.js';

/** A pupil's whole week in words: what becomes of each session, what is to be put right, and the hours. */

/** What the whole week of a pupil follows from. */
export type WeekFacts = {
  readonly school: SchoolRow;
  readonly placements: readonly PlacementRow[];
  readonly weekplan: WeekplanRow | null;
  readonly sites: ReadonlyMap<Id, SiteRow>;
};

/** The plans that can be read; none where they are erased. */
export const plansOf = ({ weekplan }: Pick<WeekFacts, 'weekplan'>): readonly PlanOfRest[] =>
  weekplan === null || weekplan.plans === erased ? [] : weekplan.plans;

export const restWords: Readonly<Record<RestKind, string>> = {
  school: 'In school',
  'part-time-leave': 'Part-time leave',
  other: 'Something else',
};

/** The whole week on a day; null where neither a plan nor a placement says anything of it. */
export function weekOnDay(facts: WeekFacts, on: Day): readonly WholeSession[] | null {
  const plans = plansOf(facts);
  const isSaid = plans.some(({ from }) => from <= on) || facts.placements.some((each) => takesSessionsOn(each, on));
  return isSaid ? wholeWeek(plans, facts.placements, on) : null;
}

/** The school's session times that hold on a day; before the first ones, those. */
export const timesOn = ({ sessionTimes }: SchoolRow, on: Day): TimesOfSessions | undefined =>
  sessionTimes.findLast(({ from }) => from <= on) ?? sessionTimes[0];

/** The days after one on which the week may become another, in order. */
export function laterDays(facts: WeekFacts, on: Day): Day[] {
  const after = (last: Day | undefined) => (last === undefined ? [] : [addDays(last, 1)]);
  const days = [
    ...plansOf(facts).flatMap(({ from, leave }) => [from, ...after(leave?.endsOn)]),
    ...facts.placements.flatMap(({ weeks, startOn, startedOn, endedOn, plannedEndOn, suspensions }) => [
      startedOn ?? startOn,
      ...weeks.map(({ from }) => from),
      ...suspensions.flatMap(({ from, until }) => [from, ...(until === null ? [] : [until])]),
      ...after(endedOn ?? (startedOn === undefined ? plannedEndOn : undefined)),
    ]),
  ];
  return [...new Set(days)].filter((each) => each > on).sort();
}

export const siteOf = (placementId: Id, { placements, sites }: Pick<WeekFacts, 'placements' | 'sites'>): string => {
  const placement = placements.find((each) => each.placementId === placementId);
  return (placement && sites.get(placement.siteId)?.name) ?? 'a site that is not known';
};

/** A session as a cell of the week. */
export type WeekCell = { readonly text: string; readonly more: string; readonly isWrong: boolean };

function cellOf(becomes: Becomes, facts: WeekFacts, otherwise: string | undefined): WeekCell {
  switch (becomes.is) {
    case 'placement': {
      const { arriveAt, leaveAt } = becomes.slot;
      const placement = facts.placements.find((each) => each.placementId === becomes.placementId);
      const waiting = placement?.startedOn === undefined ? ', not begun yet' : '';
      const times = `${timeInWords(arriveAt)} to ${timeInWords(leaveAt)}${waiting}`;
      return { text: siteOf(becomes.placementId, facts), more: times, isWrong: false };
    }
    case 'other':
      return { text: restWords.other, more: otherwise ?? '', isWrong: false };
    case 'school':
    case 'part-time-leave':
      return { text: restWords[becomes.is], more: '', isWrong: false };
    case 'conflict':
      return { text: 'Conflict', more: conflictWords(becomes, facts), isWrong: true };
    case 'unsaid': {
      const more = becomes.leaveEndedOn ? `The leave ended on ${shortDay(becomes.leaveEndedOn)}` : '';
      return { text: 'Nobody has said', more, isWrong: true };
    }
  }
}

const conflictWords = ({ placements, planned }: Extract<Becomes, { is: 'conflict' }>, facts: WeekFacts): string =>
  listInWords([
    ...placements.map(({ placementId }) => siteOf(placementId, facts)),
    ...(planned === null ? [] : [`planned: ${restWords[planned].toLowerCase()}`]),
  ]);

/** The week as a table: a row for each day, with its morning and its afternoon. */
export function weekTable(week: readonly WholeSession[], facts: WeekFacts, on: Day) {
  const otherwise = plansOf(facts).findLast(({ from }) => from <= on)?.otherwise;
  const days = [...new Set(week.map(({ weekday }) => weekday))];
  return days.map((weekday) => ({
    day: halfWords({ weekday, session: 'am' }).split(' ')[0] ?? '',
    cells: week
      .filter((each) => each.weekday === weekday)
      .map(({ session, becomes }) => ({ half: sessionTitle[session], ...cellOf(becomes, facts, otherwise) })),
  }));
}

/** What is to be put right in a week, in sentences: conflicts, gaps, and slots outside the school's own sessions. */
export function wrongsOf(week: readonly WholeSession[], facts: WeekFacts, on: Day): string[] {
  const conflicts = week.flatMap(({ becomes, ...half }) =>
    becomes.is === 'conflict' ? [`${halfWords(half)} is two things: ${conflictWords(becomes, facts)}.`] : [],
  );
  const gaps = week.filter(({ becomes }) => becomes.is === 'unsaid').map(halfWords);
  const times = timesOn(facts.school, on);
  const outside = week.flatMap(({ becomes, ...half }) =>
    becomes.is === 'placement' && times && !isWithin(becomes.slot, times) ? [`${halfWords(half)}: ${twilight}`] : [],
  );
  return [
    ...conflicts,
    ...(gaps.length === sessionsOfWeek.length ? ['Nobody has said what becomes of this week.'] : []),
    ...(gaps.length > 0 && gaps.length < sessionsOfWeek.length
      ? [`Nobody has said what becomes of ${listInWords(gaps)}.`]
      : []),
    ...outside,
  ];
}

const twilight =
  'the time at the provider is outside the school’s own session, so it can’t be marked as attended there.';

const partTimeTag = {
  yes: { text: 'Part-time', colour: 'blue' },
  no: { text: 'Full-time', colour: 'green' },
  unknown: { text: 'Not known whether full-time', colour: 'yellow' },
} as const;
export const partTimeTagOf = (week: readonly WholeSession[]) => partTimeTag[isPartTimeBy(week)];

/** 150 minutes as "2 hours 30 minutes". */
export function hoursInWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return count(rest, 'minute');
  return rest === 0 ? count(hours, 'hour') : `${count(hours, 'hour')} ${count(rest, 'minute')}`;
}

// Procedure: S13.10, S14.25
/** The hours of a week: at each provider, and of what is taught against full-time, which is the school's own week. */
export function hoursOf(week: readonly WholeSession[], facts: WeekFacts, on: Day) {
  const times = timesOn(facts.school, on);
  if (!times) return { rows: [], why: 'The school’s session times are not set, so hours can’t be worked out.' };
  const { placements, taught, fullTime } = minutesOf(week, times);
  const atEach = [...placements].map(([placementId, minutes]) => ({
    key: `At ${siteOf(placementId, facts)}`,
    value: `${hoursInWords(minutes)} a week`,
  }));
  const away = [...placements.values()].reduce((sum, each) => sum + each, 0);
  const together = placements.size > 1 ? [{ key: 'Off site', value: `${hoursInWords(away)} a week` }] : [];
  const fewer = taught < fullTime ? `, ${hoursInWords(fullTime - taught)} fewer than full-time` : '';
  const all = { key: 'Taught', value: `${hoursInWords(taught)} of ${hoursInWords(fullTime)} a week${fewer}` };
  return { rows: [...atEach, ...together, all], why: '' };
}

/** The placements that go on on a day, suspended or not: a plan is made beside them. */
export const besideOn = (placements: readonly PlacementRow[], on: Day): PlacementRow[] =>
  placements.filter((each) => goesOnOn(each, on));
