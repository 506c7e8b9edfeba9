import { erased, orElse } from '#event-sourcing';
import type { DutyOfSession, SessionRow } from '#read-models';
import { paths, urlOf } from '../shell/paths.js';
import {
  capital,
  clockTime,
  dayInWords,
  dayOf,
  sessionTitle,
  sessionWords,
  shortDay,
  telHref,
  timeSince,
} from '../shell/words.js';
import type { BoardSession } from '../today/board.js';
import { causeWords, foundWords, personName, siteWords } from '../today/session-words.js';
import { answerOf, takenBy } from '../today/standing.js';
import { latestDays, searchedStill, sessionsOn } from './days.js';
import type { PupilFacts } from './gather.js';

/** What a reader may do about a session, and whether the page is of now. */
export type DayReader = { readonly maySearch: boolean; readonly mayMark: boolean; readonly isNow: boolean };

/** Where a pupil is expected on the day of the page and what was said of it; searches of earlier days come first. */
export function todayOf(facts: PupilFacts, reader: DayReader) {
  const on = dayOf(facts.now);
  const sessions = [...searchedStill(facts), ...sessionsOn(facts, on)];
  const isMissing = sessions.some(({ standing }) => standing === 'missing');
  return {
    title: reader.isNow ? 'Today' : 'That day',
    day: dayInWords(on),
    alarm: isMissing ? 'Not accounted for' : null,
    sessions: sessions.map((session) => sessionCard(session, facts, reader)),
    unwatched: sessions.some(({ watched }) => !watched) || facts.unwatched.everybody,
  };
}

function sessionCard(session: BoardSession, facts: PupilFacts, reader: DayReader) {
  const { standing, plan } = session;
  const { placementId, siteId, on, session: half } = plan.about;
  const { schoolId } = facts.pupil;
  const earlier = on === dayOf(facts.now) ? '' : `, ${shortDay(on)}`;
  const telephone = facts.sites.get(siteId)?.telephone ?? '';
  const isToday = earlier === '' && reader.isNow;
  const begun = standing !== 'expected' && standing !== 'closed';
  return {
    id: `session-${placementId}-${on}-${half}`,
    when: `${sessionTitle[half]}${earlier}`,
    where: siteWords(session, facts),
    expected: `${earlier === '' ? 'Expected at' : 'Was expected at'} ${clockTime(plan.arriveAt)}`,
    tag: tagOf(session),
    kind: standing === 'missing' ? 'alarm' : standing === 'silent' || standing === 'asked' ? 'waiting' : '',
    lines: linesOf(session, facts),
    telephone,
    href: telHref(telephone),
    placement: urlOf(paths.placements.show, { schoolId, placementId }),
    // Whoever is looking says so on the board or here; who comes second is told who was first.
    take:
      standing === 'missing' && reader.maySearch && reader.isNow && session.row?.duties.some(isUntakenSearch)
        ? urlOf(paths.today.take, { schoolId, placementId, on, session: half })
        : null,
    place:
      standing === 'missing' && reader.maySearch && reader.isNow
        ? urlOf(paths.today.place, { schoolId, placementId, on, session: half })
        : null,
    call: isToday && begun && reader.mayMark ? urlOf(paths.today.call, { schoolId, siteId }) : null,
  };
}

const isUntakenSearch = ({ kind, status, takenBy: taker }: DutyOfSession): boolean =>
  kind === 'find-the-pupil' && status === 'open' && taker === undefined;

type Tag = { readonly text: string; readonly colour: string };

/** Where a session stands, in one word or two. */
function tagOf({ row, standing }: BoardSession): Tag {
  switch (standing) {
    case 'missing':
      return { text: 'Not accounted for', colour: 'red' };
    case 'silent':
      return { text: 'Unconfirmed', colour: 'red' };
    case 'asked':
      return { text: 'Not answered yet', colour: 'yellow' };
    case 'expected':
      return { text: 'Expected', colour: 'grey' };
    case 'accounted':
      return { text: 'Accounted for', colour: 'blue' };
    case 'closed':
      return { text: 'Provider closed', colour: 'grey' };
    case 'answered': {
      const said = row && answerOf(row);
      if (!said) return { text: 'Erased', colour: 'grey' };
      const colour = said.answer === 'present' ? 'green' : said.answer === 'late' ? 'yellow' : 'orange';
      return { text: capital(said.answer), colour };
    }
  }
}

/** What is to be known besides, a sentence each. */
function linesOf(session: BoardSession, facts: PupilFacts): string[] {
  const { row, standing, plan } = session;
  const dueAt = row?.duties.find(({ kind }) => kind === 'attendance-check')?.dueAt;
  switch (standing) {
    case 'missing':
      return row ? [...searchLines(session, row, facts), ...markLines(row, facts)] : [];
    case 'silent':
      return [`No answer. It was due by ${dueAt ? clockTime(dueAt) : clockTime(plan.arriveAt)}.`];
    case 'asked':
      return [dueAt ? `The answer is due by ${clockTime(dueAt)}.` : 'The question is on its way to the provider.'];
    case 'expected':
      return [];
    case 'answered':
      return row ? [...markLines(row, facts), ...foundLines(row, facts)] : [];
    case 'accounted':
      return row ? ['The provider has not answered.', ...foundLines(row, facts)] : [];
    case 'closed':
      return [`${plan.closed ?? 'The reason is not known'}. Nobody has said where the pupil is instead.`];
  }
}

function searchLines(session: BoardSession, row: SessionRow, facts: PupilFacts): string[] {
  const since = row.searchOpenedAt;
  const taker = takenBy(row, 'find-the-pupil');
  return [
    `${causeWords(session)}.`,
    ...(since ? [`Searched for since ${clockTime(since)}, ${timeSince(since, facts.now)}.`] : []),
    taker
      ? `${personName(facts, taker.personId)} is looking, since ${clockTime(taker.at)}.`
      : 'Nobody has said that they are looking.',
  ];
}

/** What the provider said, when, how and by whom. */
function markLines(row: SessionRow, facts: PupilFacts): string[] {
  if (row.answeredAt === undefined) return [];
  const said = answerOf(row);
  const before = row.before === undefined || row.before === erased ? '' : ` Before, it was ${row.before}.`;
  const words = said && said.words !== '' ? [`“${said.words}”`] : [];
  return [...words, `Marked at ${clockTime(row.answeredAt)} ${markedBy(row, facts)}.${before}`];
}

function markedBy({ channel, byId = '' }: SessionRow, facts: PupilFacts): string {
  if (channel === 'telephone') return `by telephone, taken by ${personName(facts, byId)}`;
  const adult = facts.adults.get(byId);
  return `by ${adult ? orElse(adult.name, 'somebody whose name is erased') : 'the provider'}, through the link`;
}

const foundLines = (row: SessionRow, facts: PupilFacts): string[] =>
  row.accountedAt === undefined ? [] : [`${clockTime(row.accountedAt)}: ${foundWords(row, facts)}`];

/** The latest days, a row each: what was marked in the morning and in the afternoon. */
export function latestOf(facts: PupilFacts) {
  const days = latestDays(facts);
  const sites = new Set(days.flatMap(({ sessions }) => sessions.map(({ plan }) => plan.about.siteId)));
  const cell = (session: BoardSession) => ({
    tag: tagOf(session.standing === 'asked' ? { ...session, standing: 'silent' } : session),
    // Where there is one site only, its name in each cell would say nothing.
    where: sites.size > 1 ? (facts.sites.get(session.plan.about.siteId)?.name ?? 'Unknown site') : '',
    lines: linesOf(session, facts).filter(() => session.standing === 'answered' || session.standing === 'accounted'),
  });
  return days.map(({ on, sessions }) => ({
    day: dayInWords(on),
    halves: (['am', 'pm'] as const).map((half) => ({
      name: capital(sessionWords[half]),
      cells: sessions.filter(({ plan }) => plan.about.session === half).map(cell),
    })),
  }));
}
