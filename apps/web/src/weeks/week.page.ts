import { leavingOf } from '#domain';
import { erased, orElse, type Day, type Id } from '#event-sourcing';
import type { PersonRow, PlanOfRest, PupilRow } from '#read-models';
import { fullName } from '../pupils/pupil-words.js';
import type { AsAt } from '../shell/as-at.js';
import { documentWords } from '../shell/documents.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { dayInWords, momentInWords, shortDay } from '../shell/words.js';
import {
  hoursOf,
  laterDays,
  partTimeTagOf,
  plansOf,
  weekOnDay,
  weekTable,
  wrongsOf,
  type WeekFacts,
} from './week-words.js';

export type WholeWeekFacts = WeekFacts & {
  readonly pupil: PupilRow;
  readonly people: ReadonlyMap<Id, PersonRow>;
};

export type WeekReader = {
  /** The day of the page, and the past moment as at which it is shown. */
  readonly on: Day;
  readonly past: AsAt | null;
  readonly mayPlan: boolean;
};

const laterMax = 8;

/** The pupil's whole week: as it is, and how it will be from later days on. */
// Procedure: X8
export function weekPage(facts: WholeWeekFacts, reader: WeekReader, saved: Notice | null = null) {
  const { pupil } = facts;
  const { on, past, mayPlan } = reader;
  return {
    title: fullName(pupil),
    caption: past ? 'Whole week, as known then' : 'Whole week',
    saved,
    back: { href: urlOf(paths.pupils.show, pupil), text: 'Back to the pupil' },
    past: past?.moment ? `This is what Waymark knew at ${momentInWords(past.moment)}.` : '',
    erased: facts.weekplan?.plans === erased,
    asOf: dayInWords(on),
    now: weekOf(facts, on),
    leave: leaveOf(facts, on),
    later: later(facts, on),
    plan: mayPlan && !past && takesWhatIsNew(pupil) ? urlOf(paths.pupils.planWeek, pupil) : null,
  };
}

/** The record is the one that is kept, of a pupil who has not left. */
const takesWhatIsNew = ({ mergedInto, changes }: PupilRow): boolean =>
  mergedInto === undefined && leavingOf(changes ?? []) === null;

/** A week as it is shown; null where nothing is said of it. */
export function weekOf(facts: WeekFacts, on: Day) {
  const week = weekOnDay(facts, on);
  if (week === null) return null;
  return {
    tag: partTimeTagOf(week),
    days: weekTable(week, facts, on),
    wrongs: wrongsOf(week, facts, on),
    hours: hoursOf(week, facts, on),
  };
}

/** How the week will be from later days on; a day from which it stays as it was is left out. */
function later(facts: WeekFacts, on: Day) {
  let before = JSON.stringify(weekOf(facts, on)?.days);
  return laterDays(facts, on)
    .flatMap((from) => {
      const week = weekOf(facts, from);
      const days = JSON.stringify(week?.days);
      if (days === before) return [];
      before = days;
      return [{ from: dayInWords(from), week }];
    })
    .slice(0, laterMax);
}

/** What the part-time leave of the plan that holds rests on. */
// Procedure: S13.11, S13.12
function leaveOf(facts: WholeWeekFacts, on: Day) {
  const plan = plansOf(facts).findLast(({ from }) => from <= on);
  if (!plan?.leave) return null;
  const { rationale, evidence, agreedWith, agreedOn, reviewOn, endsOn } = plan.leave;
  const overdue = on > reviewOn && on <= endsOn ? ': look at it again, and plan the week anew' : '';
  const rows = [
    { key: 'Why', value: rationale },
    ...(evidence === undefined ? [] : [{ key: 'What was seen', value: evidence }]),
    { key: 'Agreed with', value: `${agreedWith}, on ${shortDay(agreedOn)}` },
    { key: 'Review', value: `${shortDay(reviewOn)}${overdue}` },
    { key: on > endsOn ? 'Ended' : 'Ends', value: shortDay(endsOn) },
    { key: 'Entered', value: `${shortDay(plan.plannedOn)}${byWhom(plan, facts)}` },
  ];
  const { documents, fileNames } = plan;
  return {
    rows,
    documents: documents.map((each, index) => ({
      href: urlOf(paths.pupils.weekDocument, { ...facts.pupil, documentId: each.documentId }),
      name: fileNames[index] ?? 'Document',
      words: documentWords(each),
    })),
  };
}

const byWhom = ({ plannedBy }: PlanOfRest, { people }: WholeWeekFacts): string => {
  const person = plannedBy === undefined ? undefined : people.get(plannedBy);
  return person ? `, by ${orElse(person.name, 'somebody whose name is erased')}` : '';
};
