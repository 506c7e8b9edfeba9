import {
  grounds,
  isAttendance,
  isPlain,
  questions,
  registerCodes,
  sessionKey,
  type Proposal,
  type RegisterCode,
  type Session,
} from '#domain';
import { erased, type Day, type Id } from '#event-sourcing';
import { explainBy } from '#procedure';
import { isChangedSince, type MarkRow, type PupilRow, type SessionRow } from '#read-models';
import { calendarOf } from '../attendance/planned.js';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { capital, clockTime, count, dayInWords, dayOf, sessionTitle, sessionWords, shortDay } from '../shell/words.js';
import { answerOf } from '../today/standing.js';
import { registerEntries, type RegisterEntry, type RegisterFacts } from './entries.js';
import { basisWords, codeInWords, doneThere } from './mark-words.js';

export type RegisterReader = { readonly mayMark: boolean; readonly mayAuthorise: boolean };
/** The marks of any day for which a reason is still to be found out, with their pupils. */
export type OpenReasons = { readonly marks: readonly MarkRow[]; readonly pupils: ReadonlyMap<Id, PupilRow> };

/** What a button for several marks sends of each: which session, and what was shown of it. */
export const shownAs = ({ key }: RegisterEntry, code: RegisterCode): string => `${key} ${code}`;

/** The proposals that can be accepted together. */
export const acceptable = (entries: readonly RegisterEntry[]) =>
  entries.flatMap((entry) =>
    entry.mark === null && entry.proposal && isPlain(entry.proposal) ? [{ entry, code: entry.proposal.code }] : [],
  );

/** The marks that are to be typed into the school's register: those that are not there, and those that have changed since. */
export const toEnter = (entries: readonly RegisterEntry[]) =>
  entries.flatMap((entry) => {
    const code = entry.mark?.code;
    return code === undefined || code === erased || entry.mark?.entered === code ? [] : [{ entry, code }];
  });

// Procedure: S8.22, S8.23
export function registerPage(
  facts: RegisterFacts,
  reader: RegisterReader,
  open: OpenReasons,
  { saved = null, errors = null }: { saved?: Notice | null; errors?: FormErrors | null } = {},
) {
  const { school, on, now } = facts;
  const { schoolId } = school;
  const calendar = calendarOf(school);
  const entries = registerEntries(facts);
  const today = dayOf(now);
  const dayUrl = (day: Day | null) => (day === null ? null : urlOf(paths.register.show, { schoolId }, { day }));
  const earlier = calendar.addSchoolDays(on, -1);
  const later = calendar.nextSchoolDay(on);
  return {
    title: 'Register of pupils taught elsewhere',
    saved,
    errors,
    day: capital(dayInWords(on)),
    earlier: dayUrl(earlier),
    later: later !== null && later <= today ? dayUrl(later) : null,
    empty: calendar.isSchoolDay(on)
      ? 'No pupil is expected at a provider on this day.'
      : 'The school does not meet on this day, so nobody is marked.',
    sessions: (['am', 'pm'] as const)
      .map((session) => sessionOfDay(session, facts, entries, reader))
      .filter(({ rows }) => rows.length > 0),
    reasons: reasonsOf(open, facts),
    returns: urlOf(paths.register.returns, { schoolId }),
  };
}

function sessionOfDay(session: Session, facts: RegisterFacts, all: readonly RegisterEntry[], reader: RegisterReader) {
  const { schoolId } = facts.school;
  const entries = all
    .filter(({ about }) => about.session === session)
    .sort((a, b) => nameIn(facts, a).localeCompare(nameIn(facts, b)));
  const accept = reader.mayMark ? acceptable(entries) : [];
  const enter = reader.mayMark ? toEnter(entries) : [];
  const day = facts.on;
  return {
    id: `register-${session}`,
    title: sessionTitle[session],
    rows: entries.map((entry) => rowOf(entry, facts, reader)),
    accept:
      accept.length === 0
        ? null
        : {
            action: urlOf(paths.register.show, { schoolId }, { day }),
            values: accept.map(({ entry, code }) => shownAs(entry, code)),
            text: `Accept ${count(accept.length, 'proposal')}`,
          },
    enter:
      enter.length === 0
        ? null
        : {
            action: urlOf(paths.register.entered, { schoolId }, { day }),
            values: enter.map(({ entry, code }) => shownAs(entry, code)),
            text: `${enter.length === 1 ? 'The mark is' : `All ${enter.length} marks are`} entered in the school’s register`,
          },
    file: entries.some(({ mark }) => mark !== null) ? urlOf(paths.register.file, { schoolId }, { day, session }) : null,
  };
}

const nameIn = ({ pupils }: RegisterFacts, { about }: RegisterEntry): string => fullName(pupils.get(about.subjectId));

function rowOf(entry: RegisterEntry, facts: RegisterFacts, reader: RegisterReader) {
  const { about, mark, placement } = entry;
  const state = stateOf(entry);
  const mayDecide = reader.mayMark && entry.proposal !== null && mark?.code !== erased;
  return {
    name: nameIn(facts, entry),
    year: yearWords(facts.pupils.get(about.subjectId)),
    href: urlOf(paths.register.ofPlacement, placement),
    site: facts.sites.get(about.siteId)?.name ?? 'Unknown site',
    said: saidWords(entry),
    mark: mark ? markLines(mark) : proposalLines(entry.proposal),
    state,
    decide: mayDecide ? { href: urlOf(paths.register.decide, about), text: mark ? 'Change' : 'Decide' } : null,
  };
}

/** What the provider said, in its own words, and when. */
export function saidWords({ row, situation }: Pick<RegisterEntry, 'row' | 'situation'>): string {
  if (situation.expected === 'on-part-time-leave') return 'Not expected: part-time leave';
  if (row?.answeredAt === undefined) return situation.providerClosed ? 'The site is closed' : 'No answer';
  return saidIn(row);
}

function saidIn(row: SessionRow): string {
  const said = answerOf(row);
  if (!said || row.answeredAt === undefined) return 'What was said has been erased';
  const words = said.words === '' ? '' : `: “${said.words}”`;
  const before = row.before === undefined || row.before === erased ? '' : `, before that ${row.before}`;
  return `${capital(said.answer)}${words} (${clockTime(row.answeredAt)}${before})`;
}

function markLines(mark: MarkRow): string[] {
  if (mark.code === erased) return ['What was decided has been erased'];
  const did = doneThere(mark.nature, mark.words);
  const entered = mark.entered;
  return [
    codeInWords(mark.code),
    ...(did === '' ? [] : [did]),
    ...(isChangedSince(mark) && entered !== undefined && entered !== erased
      ? [`${entered} was entered in the school’s register: change it there.`]
      : []),
  ];
}

/** A proposal in words: what the code would be, and what it rests on; or what only a person can say. */
export function proposalLines(proposal: Proposal | null): string[] {
  if (proposal === null) return ['The session has not begun'];
  if (proposal.is === 'question') return [questions[proposal.question].words];
  const { words, certainty } = grounds[proposal.ground];
  const doubt = certainty === 'seen' ? '' : ' We know this rule from others’ accounts alone.';
  return [`Proposed: ${codeInWords(proposal.code)}`, `${words}${doubt}`];
}

type State = { readonly text: string; readonly colour: string };
export function stateOf(entry: RegisterEntry): State {
  const { mark, proposal } = entry;
  if (mark === null) {
    if (proposal === null) return { text: 'Not begun', colour: 'grey' };
    return isPlain(proposal) ? { text: 'To decide', colour: 'yellow' } : { text: 'A question', colour: 'orange' };
  }
  if (isContradicted(entry)) return { text: 'Look again', colour: 'red' };
  if (isChangedSince(mark)) return { text: 'Changed since', colour: 'red' };
  return mark.entered === undefined ? { text: 'To enter', colour: 'blue' } : { text: 'Entered', colour: 'green' };
}

/** Whether the provider has said otherwise since the mark was decided. */
function isContradicted({ mark, row, situation: { said } }: RegisterEntry): boolean {
  if (!mark || mark.code === erased || row?.answerRecordedAt === undefined) return false;
  if (row.answerRecordedAt <= mark.decidedAt) return false;
  return said === 'absent' ? isAttendance(mark.code) : registerCodes[mark.code].class === 'unauthorised';
}

function reasonsOf({ marks, pupils }: OpenReasons, { school, now }: RegisterFacts) {
  const calendar = calendarOf(school);
  const today = dayOf(now);
  return marks.map((mark) => {
    const by = explainBy(mark.on, calendar);
    const overdue = by !== null && by < today;
    return {
      name: fullName(pupils.get(mark.subjectId)),
      session: `${shortDay(mark.on)}, ${sessionWords[mark.session]}`,
      key: sessionKey({ data: mark }),
      href: urlOf(paths.register.decide, mark),
      due: overdue
        ? { text: `Five school days are over since ${shortDay(by)}: O is proposed`, colour: 'red' }
        : {
            text: by === null ? 'The calendar ends before five school days' : `By the end of ${shortDay(by)}`,
            colour: 'yellow',
          },
    };
  });
}

/** What can be said of a standing mark on the page that changes it. */
export function standingLines(mark: MarkRow): string[] {
  if (mark.code === erased || mark.basis === erased) return [];
  const { words, source } = basisWords(mark.basis);
  return [`The mark is ${codeInWords(mark.code)}. ${words} (${source})`];
}
