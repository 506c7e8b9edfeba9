import { isAttendance, sessionKey } from '#domain';
import { erased, orElse, type Day, type Id, type Instant } from '#event-sourcing';
import { explainBy, sickDays, sickDaysMax, unauthorisedDaysMax, unauthorisedInARow } from '#procedure';
import { isChangedSince, type MarkRow, type PlacementRow, type PupilRow, type SchoolRow } from '#read-models';
import { calendarOf, plannedSessions } from '../attendance/planned.js';
import { fullName } from '../pupils/pupil-words.js';
import { grouped } from '../shell/lists.js';
import { paths, urlOf } from '../shell/paths.js';
import { count, dayOf, sessionWords, shortDay } from '../shell/words.js';
import { basisWords, codeInWords, doneThere } from './mark-words.js';

type Named = (personId: Id) => string;

/** How many sessions of a placement have been planned until now, and what became of them in the register. */
export function deliveredWords(
  placement: PlacementRow,
  marks: readonly MarkRow[],
  { school, now }: { readonly school: SchoolRow; readonly now: Instant },
): string {
  const { startedOn } = placement;
  if (startedOn === undefined) return 'The placement has not begun.';
  const calendar = calendarOf(school);
  const planned = [...calendar.schoolDays(startedOn, dayOf(now))]
    .flatMap((on) => plannedSessions(placement, on, calendar, undefined))
    .filter(({ beginsAt }) => beginsAt <= now);
  const markOf = new Map(marks.map((mark) => [sessionKey({ data: mark }), mark]));
  const marked = planned.flatMap(({ key }) => markOf.get(key) ?? []);
  const attended = marked.filter(({ code }) => code !== erased && isAttendance(code)).length;
  const open = planned.length - marked.length;
  return `Of ${count(planned.length, 'session')} planned until now, ${attended} ${attended === 1 ? 'is' : 'are'} marked as attended, ${marked.length - attended} otherwise, and ${open} not at all.`;
}

/** The marks of a placement, the latest first, each with what it rests on and what it was before. */
export function historyPage(
  placement: PlacementRow,
  pupil: PupilRow | null,
  marks: readonly MarkRow[],
  about: { readonly school: SchoolRow; readonly now: Instant },
  nameOf: Named,
) {
  const calendar = calendarOf(about.school);
  return {
    title: 'Marks of the register',
    caption: fullName(pupil ?? undefined),
    back: { href: urlOf(paths.placements.show, placement), text: 'Back to the placement' },
    delivered: deliveredWords(placement, marks, about),
    rows: marks.toReversed().map((mark) => ({
      session: `${shortDay(mark.on)}, ${sessionWords[mark.session]}`,
      mark: mark.code === erased ? 'What was decided has been erased' : codeInWords(mark.code),
      lines: [
        ...(mark.basis === erased ? [] : [basisWords(mark.basis).words]),
        ...[doneThere(mark.nature, mark.words)].filter((line) => line !== ''),
        `Decided by ${nameOf(mark.decidedBy)} on ${shortDay(dayOf(mark.decidedAt))}.`,
        ...(mark.reasonOpen ? [dueLine(explainBy(mark.on, calendar))] : []),
        ...orElse(mark.before, []).map(
          ({ code, decidedBy, because }) => `Before: ${code}, by ${nameOf(decidedBy)}. Changed because: ${because}`,
        ),
      ],
      entered: enteredWords(mark, nameOf),
    })),
  };
}

const dueLine = (by: Day | null): string =>
  by === null ? 'The reason is to be found out.' : `The reason is to be found out by the end of ${shortDay(by)}.`;

function enteredWords(mark: MarkRow, nameOf: Named): string {
  const { entered, enteredBy, enteredAt } = mark;
  if (entered === undefined || enteredBy === undefined || enteredAt === undefined) return 'Not entered';
  const how = `by ${nameOf(enteredBy)} on ${shortDay(dayOf(enteredAt))}`;
  return isChangedSince(mark) ? `Entered as ${orElse(entered, 'another')} ${how}; changed since` : `Entered ${how}`;
}

/** Of whom a local authority may have to be told, by the marks that are here. */
export function returnsPage(
  school: SchoolRow,
  marks: readonly MarkRow[],
  pupils: ReadonlyMap<Id, PupilRow>,
  since: Day,
) {
  const calendar = calendarOf(school);
  const rows = [...grouped(marks, ({ subjectId }) => subjectId)].flatMap(([subjectId, all]) => {
    const known = all.flatMap(({ on, session, code }) =>
      code === erased || on < since ? [] : [{ on, session, code }],
    );
    const unauthorised = unauthorisedInARow(known, calendar);
    const sick = sickDays(known, calendar);
    const reached = [
      ...(unauthorised >= unauthorisedDaysMax ? [`Absent without leave on ${unauthorised} school days in a row`] : []),
      ...(sick >= sickDaysMax ? [`Ill on ${sick} school days of this school year`] : []),
    ];
    const name = fullName(pupils.get(subjectId));
    const href = urlOf(paths.pupils.show, { schoolId: school.schoolId, subjectId });
    return reached.length === 0 ? [] : [{ name, href, reached }];
  });
  return {
    title: 'Whom the local authority may have to be told of',
    back: { href: urlOf(paths.register.show, school), text: 'Back to the register' },
    rows: rows.sort((a, b) => a.name.localeCompare(b.name)),
    limits: { unauthorised: unauthorisedDaysMax, sick: sickDaysMax },
  };
}
