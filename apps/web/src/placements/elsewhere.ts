import { slotsOn, type Slot } from '#domain';
import type { Day } from '#event-sourcing';
import { SchoolCalendar } from '#procedure';
import type { PlacementRow, SchoolRow, SiteRow } from '#read-models';
import { dayInWords } from '../shell/words.js';
import { halfWords, keyOf } from './week.js';

/** What stands beside a week that is planned: other placements of the pupil, and whether the school meets at all. */

type Planned = { readonly from: Day; readonly until?: Day | undefined; readonly slots: readonly Slot[] };

/** Where else the pupil is, for the halves of a week by their keys. */
export const elsewhereNotes = (
  others: readonly PlacementRow[],
  sites: readonly SiteRow[],
  today: Day,
): ReadonlyMap<string, string> =>
  new Map(
    slotsElsewhere(others, today).map(({ slot, placement }) => [keyOf(slot), `Now at ${siteName(placement, sites)}`]),
  );

/** Two providers who both expect a pupil: one of them would say that the pupil is absent, every week. */
export const elsewhereWarnings = (
  others: readonly PlacementRow[],
  sites: readonly SiteRow[],
  { from, until, slots }: Planned,
): string[] =>
  slotsElsewhere(others, from, until)
    .filter(({ slot }) => slots.some((each) => keyOf(each) === keyOf(slot)))
    .map(
      ({ slot, placement }) => `${halfWords(slot)}: the pupil is planned to be at ${siteName(placement, sites)} then.`,
    );

/** A first day on which the school does not meet is allowed: terms may be entered later. */
export function firstDayWarnings(school: SchoolRow, startOn: Day, slots: readonly Slot[]): string[] {
  const calendar = new SchoolCalendar(school);
  if (!calendar.isSchoolDay(startOn)) {
    const next = calendar.nextSchoolDay(startOn);
    const then = next === null ? 'no later school day is entered' : `the next school day is ${dayInWords(next)}`;
    return [`The school does not meet on ${dayInWords(startOn)}: ${then}.`];
  }
  return slots.some(({ session }) => calendar.sessionTimes(startOn, session) === null)
    ? ['The school’s session times are not set: until they are, nobody is asked whether the pupil has arrived.']
    : [];
}

/** The slots of other placements that are not over on a day, as they hold on it. */
function slotsElsewhere(others: readonly PlacementRow[], from: Day, until?: Day) {
  return others
    .filter(
      ({ startOn, startedOn, endedOn, plannedEndOn }) =>
        (endedOn ?? plannedEndOn ?? from) >= from && (until === undefined || (startedOn ?? startOn) <= until),
    )
    .flatMap((placement) => slotsOn(placement.weeks, from).map((slot) => ({ slot, placement })));
}

const siteName = ({ siteId }: PlacementRow, sites: readonly SiteRow[]): string =>
  sites.find((each) => each.siteId === siteId)?.name ?? 'another site';
