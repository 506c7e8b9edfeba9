import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { answersFor, followedBy, lastDayAt } from '#domain';
import { erased, type Day, type Id } from '#event-sourcing';
import { returnNeeds, returnWeeks, SchoolCalendar, type ReturnWeek } from '#procedure';
import { PlacementsOf, PupilsById, type PlacementRow, type SchoolRow } from '#read-models';
import { fullName } from '../pupils/pupil-words.js';
import { byKey } from '../shell/lists.js';
import { paths, urlOf } from '../shell/paths.js';
import type { PlacementFacts } from './placement.page.js';
import { lookWords, weekTag } from './return-words.js';
import { shortDay } from '../shell/words.js';

/** A return to the own school, as it stands on a day. */
type Return = {
  readonly weeks: readonly ReturnWeek[];
  readonly needs: 'owed' | 'overdue' | null;
  /** Who is to look: whoever saw that the pupil was safe and well, or else who answers for placements. */
  readonly owedBy: Id | null;
};

/**
 * How the return goes of a pupil whose placement has ended and who is at the own school again; null for any other. Nothing of
 * it is stored: it follows from the end, from the school's calendar, and from when somebody looked.
 */
// Procedure: S11.2
export function returnOf(placement: PlacementRow, school: SchoolRow, today: Day): Return | null {
  const { stage, next, returnChecks = [] } = placement;
  if (stage !== 'ended' || next === undefined || next === erased || returnChecks === erased) return null;
  if (next.place !== 'own-school') return null;
  const days = returnChecks.map(({ checkedOn }) => checkedOn);
  const weeks = returnWeeks(next.from, days, new SchoolCalendar(school), today);
  return { weeks, needs: returnNeeds(weeks, days), owedBy: whoLooks(placement, school, today) };
}

/** Whoever saw that the pupil was safe and well, or follows them; who answers for placements where they have left the school. */
function whoLooks({ welfareBy, passedOn = [] }: PlacementRow, { roles }: SchoolRow, today: Day): Id | null {
  const named = welfareBy === undefined ? null : followedBy(welfareBy, passedOn, today);
  const lastDay = named === null ? null : lastDayAt(named, roles, new Map());
  if (named !== null && (lastDay === null || lastDay >= today)) return named;
  return answersFor(roles, today)?.personId ?? null;
}

/** What the page of an ended placement says of the return: which weeks are done, owed and overdue, and what was seen. */
export function returnPart({ placement, school, nameOf }: PlacementFacts, today: Day, mayCheck: boolean) {
  const found = returnOf(placement, school, today);
  if (found === null) return null;
  const { returnChecks = [] } = placement;
  return {
    who: found.owedBy === null ? '' : `${nameOf(found.owedBy)} looks at it each week, for four school weeks.`,
    weeks: found.weeks.map(({ from, to, state }) => ({
      text: from === to ? shortDay(from) : `${shortDay(from)} to ${shortDay(to)}`,
      tag: weekTag[state],
    })),
    looks: returnChecks === erased ? [] : returnChecks.map((each) => `${lookWords(each)} (${nameOf(each.personId)})`),
    href: mayCheck ? urlOf(paths.placements.returnCheck, placement) : null,
  };
}

/** The returns of a school that somebody has to look at. */
@Injectable()
export class GatherReturns {
  constructor(private readonly queries: QueryBus) {}

  async needed(school: SchoolRow, today: Day): Promise<(Return & { readonly placement: PlacementRow })[]> {
    const placements = await this.queries.execute(new PlacementsOf({ schoolId: school.schoolId }));
    return placements.flatMap((placement) => {
      const found = returnOf(placement, school, today);
      return found?.needs ? [{ ...found, placement }] : [];
    });
  }

  /** What one person owes, in words for the first page. */
  async owedBy(personId: Id, school: SchoolRow, today: Day) {
    const theirs = (await this.needed(school, today)).filter(({ owedBy }) => owedBy === personId);
    const subjectIds = theirs.map(({ placement }) => placement.subjectId);
    const pupils = byKey(await this.queries.execute(new PupilsById({ subjectIds })), ({ subjectId }) => subjectId);
    return theirs.map(({ placement, needs }) => ({
      name: fullName(pupils.get(placement.subjectId)),
      href: urlOf(paths.placements.returnCheck, placement),
      tag: weekTag[needs ?? 'owed'],
    }));
  }
}
