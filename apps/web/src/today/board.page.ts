import { erased, orElse, type Id, type Instant } from '#event-sourcing';
import type { ContactRow, DutyOfSession } from '#read-models';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import { paths, urlOf } from '../shell/paths.js';
import { grouped } from '../shell/lists.js';
import type { Notice } from '../shell/saved.js';
import {
  capital,
  clockTime,
  count,
  dayInWords,
  localInput,
  momentInWords,
  sessionWords,
  shortDay,
  telHref,
  timeSince,
} from '../shell/words.js';
import { boardSessions, countPupils, notAccountedFor, type BoardFacts, type BoardSession } from './board.js';
import { causeWords, foundWords, personName, siteWords } from './session-words.js';
import { answerOf, takenBy, toldPeople } from './standing.js';

/** Who looks at the board, and what they may do with it. */
export type BoardReader = {
  readonly personId: Id;
  readonly maySearch: boolean;
  readonly mayMark: boolean;
  /** The past moment as at which the board is shown; then nothing can be done with it. */
  readonly at: Instant | null;
};

/** The today board in words: what has to be done first comes first. */
export function boardPage(facts: BoardFacts, reader: BoardReader, saved: Notice | null = null) {
  const sessions = boardSessions(facts);
  const { schoolId } = facts.school;
  const isToday = reader.at === null;
  return {
    title: isToday ? 'Today' : 'The board as it was',
    day: dayInWords(facts.on),
    school: facts.school.name,
    saved,
    past: isToday ? null : { moment: momentInWords(facts.now), now: urlOf(paths.today.board, { schoolId }) },
    headline: headline(sessions, isToday),
    searches: notAccountedFor(sessions).map((session) => searchCard(session, facts, reader)),
    unwatched: unwatched(sessions, facts),
    sites: siteCards(sessions, facts, reader),
    later: rowsOf(sessions, 'expected', facts).map(({ session, ...row }) => ({
      ...row,
      due: clockTime(session.plan.arriveAt),
    })),
    accounted: rowsOf(sessions, 'accounted', facts).map(({ session, ...row }) => ({
      ...row,
      where: session.row ? foundWords(session.row, facts) : '',
    })),
    answered: rowsOf(sessions, 'answered', facts).map(({ session, ...row }) => ({
      ...row,
      ...answerCell(session, facts),
      change: reader.mayMark && isToday ? urlOf(paths.today.call, session.plan.about) : null,
    })),
    closed: closedSites(sessions, facts),
    nobody: sessions.length === 0,
    replay: { action: urlOf(paths.today.board, { schoolId }), value: localInput(facts.now) },
  };
}

function headline(sessions: readonly BoardSession[], isToday: boolean) {
  const missing = countPupils(notAccountedFor(sessions));
  const waiting = sessions.filter(({ standing }) => standing === 'silent' || standing === 'asked').length;
  const more =
    missing > 0
      ? 'Find out where each pupil is, and say so here. Only your word ends a search.'
      : waiting > 0
        ? `Nobody is being searched for. ${capital(count(waiting, 'answer'))} ${waiting === 1 ? 'is' : 'are'} still to come.`
        : sessions.length > 0
          ? 'Every pupil who should be somewhere by now is accounted for.'
          : 'No pupil is due at a provider on this day.';
  return {
    number: missing,
    calm: missing === 0,
    words: `${missing === 1 ? 'pupil' : 'pupils'} not accounted for`,
    more: isToday || missing > 0 ? more : 'Nobody was being searched for at that moment.',
  };
}

/** Who leads on safeguarding where the pupil should be: the one to speak to about what was seen. */
// Procedure: S15.6
function leadAt(siteId: Id, { sites, leads }: BoardFacts) {
  const lead = leads.get(sites.get(siteId)?.leadId ?? '');
  // A site's row names one who has gone to another site since.
  return lead?.siteId === siteId
    ? { name: orElse(lead.name, 'Name erased'), telephone: orElse(lead.telephone ?? '', '') }
    : null;
}

function searchCard(session: BoardSession, facts: BoardFacts, reader: BoardReader) {
  const { row, plan } = session;
  const { subjectId, schoolId, placementId, on } = plan.about;
  const pupil = facts.pupils.get(subjectId);
  const taker = row ? takenBy(row, 'find-the-pupil') : null;
  const key = { schoolId, placementId, on, session: plan.about.session };
  return {
    id: `search-${placementId}-${on}-${plan.about.session}`,
    name: fullName(pupil),
    year: yearWords(pupil),
    earlier: on === facts.on ? null : `Since ${dayInWords(on)}`,
    shouldBe: `${siteWords(session, facts)}, from ${clockTime(plan.arriveAt)} (${sessionWords[plan.about.session]})`,
    because: row ? causeWords(session) : '',
    since: row?.searchOpenedAt
      ? `${clockTime(row.searchOpenedAt)}${on === facts.on ? '' : ` on ${shortDay(on)}`}, ${timeSince(row.searchOpenedAt, facts.now)}`
      : '',
    state: searchState(session, facts, reader),
    told: row ? toldWords(session, facts) : '',
    contacts: (facts.contacts.get(subjectId) ?? []).map(contactLine),
    telephone: facts.sites.get(plan.about.siteId)?.telephone ?? '',
    lead: leadAt(plan.about.siteId, facts),
    placement: urlOf(paths.placements.show, { schoolId, placementId }),
    take:
      reader.maySearch && reader.at === null && !taker && row?.duties.some(isOpenSearch)
        ? urlOf(paths.today.take, key)
        : null,
    place: reader.maySearch && reader.at === null ? urlOf(paths.today.place, key) : null,
  };
}

const isOpenSearch = ({ kind, status }: DutyOfSession) => kind === 'find-the-pupil' && status === 'open';
const isOpenCheck = ({ kind, status }: DutyOfSession) => kind === 'attendance-check' && status === 'open';

function searchState({ row }: BoardSession, facts: BoardFacts, reader: BoardReader) {
  const taker = row ? takenBy(row, 'find-the-pupil') : null;
  if (taker) {
    const who = taker.personId === reader.personId ? 'You are' : `${personName(facts, taker.personId)} is`;
    return { taken: true, tag: 'Being looked for', words: `${who} looking, since ${clockTime(taker.at)}` };
  }
  const dueAt = row?.duties.find(({ kind }) => kind === 'find-the-pupil')?.dueAt;
  const late = dueAt !== undefined && dueAt <= facts.now ? ` They should have been found by ${clockTime(dueAt)}.` : '';
  return { taken: false, tag: 'Nobody is looking yet', words: `Nobody has said that they are looking.${late}` };
}

function toldWords({ row }: BoardSession, facts: BoardFacts): string {
  if (!row) return '';
  return toldPeople(row)
    .flatMap(({ personId, at }) => {
      const person = facts.people.get(personId);
      return person ? [`${orElse(person.name, 'Name erased')} at ${clockTime(at)}`] : [];
    })
    .join('; ');
}

const spokenBy = ({ language }: ContactRow): string =>
  language === undefined || language === erased ? '' : `, ${language}`;

// Procedure: S14.16, X4
function contactLine(contact: ContactRow) {
  const { name, relation, telephone, mayBeRung } = contact;
  // Not knowing whether somebody may be rung is never taken for a yes.
  const number = mayBeRung === true && telephone !== erased ? telephone : null;
  return {
    who: `${orElse(name, 'Name erased')}${relation === erased ? '' : `, ${relation}`}`,
    telephone: number,
    href: number === null ? null : telHref(number),
    note: [
      mayBeRung === true ? (contact.mayBeTold === true ? '' : 'May be rung, not told') : 'Must not be rung',
      contact.whereaboutsWithheld === true ? 'must not learn where the pupil lives or is' : '',
      contact.interpreterNeeded === true ? `needs an interpreter${spokenBy(contact)}` : '',
    ]
      .filter((each) => each !== '')
      .join('; '),
  };
}

/** One for each site that owes an answer; those that should have given it come first. */
function siteCards(sessions: readonly BoardSession[], facts: BoardFacts, reader: BoardReader) {
  const owing = sessions.filter(({ row, standing, plan }) => {
    if (plan.about.on !== facts.on) return false;
    // While a pupil is searched for because the site is silent, the site still owes the answer.
    return (
      standing === 'silent' ||
      standing === 'asked' ||
      (standing === 'missing' && row?.answeredAt === undefined && !plan.closed)
    );
  });
  const { schoolId } = facts.school;
  return [...grouped(owing, ({ plan }) => plan.about.siteId)]
    .map(([siteId, waiting]) => {
      const site = facts.sites.get(siteId);
      const silent = waiting.filter(({ standing }) => standing !== 'asked');
      const ringing = waiting.flatMap(({ row }) => (row ? (takenBy(row, 'attendance-check') ?? []) : []))[0];
      const dueAt = waiting
        .flatMap(({ row }) => row?.duties ?? [])
        .find(({ kind }) => kind === 'attendance-check')?.dueAt;
      return {
        id: `site-${siteId}`,
        name: site?.name ?? 'Unknown site',
        provider: facts.providers.get(site?.providerId ?? '')?.name ?? '',
        telephone: site?.telephone ?? '',
        silent: silent.length > 0,
        tag: silent.length > 0 ? 'No answer' : 'Asked',
        summary:
          silent.length > 0
            ? `${count(silent.length, 'mark')} overdue`
            : dueAt
              ? `The answer is due by ${clockTime(dueAt)}`
              : 'The question is on its way',
        pupils: waiting.map(({ plan, standing }) => ({
          name: fullName(facts.pupils.get(plan.about.subjectId)),
          detail: `${sessionWords[plan.about.session]}, from ${clockTime(plan.arriveAt)}`,
          missing: standing === 'missing',
        })),
        ringing: ringing ? ringingWords(ringing, facts, reader) : '',
        ring:
          reader.maySearch && reader.at === null && !ringing && silent.some(({ row }) => row?.duties.some(isOpenCheck))
            ? urlOf(paths.today.ring, { schoolId, siteId })
            : null,
        call: reader.mayMark && reader.at === null ? urlOf(paths.today.call, { schoolId, siteId }) : null,
      };
    })
    .sort((a, b) => Number(b.silent) - Number(a.silent) || a.name.localeCompare(b.name));
}

const ringingWords = (
  { personId, at }: { personId: Id; at: Instant },
  facts: BoardFacts,
  reader: BoardReader,
): string =>
  `${personId === reader.personId ? 'You are' : `${personName(facts, personId)} is`} ringing, since ${clockTime(at)}`;

function rowsOf(sessions: readonly BoardSession[], standing: BoardSession['standing'], facts: BoardFacts) {
  return sessions
    .filter((session) => session.standing === standing && session.plan.about.on === facts.on)
    .map((session) => ({
      session,
      name: fullName(facts.pupils.get(session.plan.about.subjectId)),
      year: yearWords(facts.pupils.get(session.plan.about.subjectId)),
      site: siteWords(session, facts),
      when: capital(sessionWords[session.plan.about.session]),
      placement: urlOf(paths.placements.show, session.plan.about),
    }));
}

function answerCell(session: BoardSession, facts: BoardFacts) {
  const { row } = session;
  const said = row ? answerOf(row) : null;
  const colour = said?.answer === 'present' ? 'green' : said?.answer === 'late' ? 'yellow' : 'orange';
  const how =
    row?.channel === 'telephone' ? `by telephone, taken by ${personName(facts, row.byId ?? '')}` : 'through the link';
  return {
    tag: said ? capital(said.answer) : 'Erased',
    colour: said ? colour : 'grey',
    words: said?.words ?? '',
    how: row?.answeredAt ? `${clockTime(row.answeredAt)}, ${how}` : how,
    where: row?.accountedAt ? foundWords(row, facts) : '',
  };
}

/** Pupils whom a fault of ours keeps out of sight: they are to be telephoned about, whatever the rest of the page says. */
function unwatched(sessions: readonly BoardSession[], facts: BoardFacts) {
  const affected = sessions.filter(({ watched }) => !watched);
  if (affected.length === 0 && !facts.unwatched.everybody) return null;
  return {
    everybody: facts.unwatched.everybody,
    pupils: affected.map((session) => ({
      name: fullName(facts.pupils.get(session.plan.about.subjectId)),
      site: siteWords(session, facts),
      telephone: facts.sites.get(session.plan.about.siteId)?.telephone ?? '',
    })),
  };
}

function closedSites(sessions: readonly BoardSession[], facts: BoardFacts) {
  const shut = sessions.filter(({ plan }) => plan.closed !== null && plan.about.on === facts.on);
  return [...grouped(shut, ({ plan }) => plan.about.siteId)].map(([siteId, pupils]) => ({
    name: facts.sites.get(siteId)?.name ?? 'Unknown site',
    because: pupils[0]?.plan.closed ?? '',
    pupils: pupils.map((session) => ({
      name: fullName(facts.pupils.get(session.plan.about.subjectId)),
      when: sessionWords[session.plan.about.session],
      where: session.row?.accountedAt ? foundWords(session.row, facts) : 'Not accounted for yet',
    })),
  }));
}
