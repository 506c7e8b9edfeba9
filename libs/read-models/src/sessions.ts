import {
  aboutSession,
  answerEvents,
  dutyEvents,
  sessionKey,
  sessionKeyIfAny,
  sessionOf,
  whereaboutsEvents,
  type AnswerEvent,
  type DutyEvent,
  type PupilSession,
  type WhereaboutsEvent,
} from '#domain';
import { erased, type Day, type Found, type Id, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';
import { inOrder } from './order.js';
import { dutiesAfter } from './session-duties.js';
import { sessionRow, type SessionRow } from './session-row.js';

/**
 * For each placement, day and session: what the provider said, whether the pupil is being looked for, and what is owed.
 * Expected, confirmed and unconfirmed are different states, and nobody is assumed present.
 */
export const sessions: Projection<AnswerEvent | WhereaboutsEvent | DutyEvent, SessionRow> = {
  name: 'sessions',
  version: 1,
  hears: [answerEvents, whereaboutsEvents, dutyEvents],
  row: sessionRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['placementId', 'schoolId', 'siteId', 'on', 'notAccountedFor'],
  rowId: sessionKeyIfAny,

  evolve: (past, event) => {
    const about = sessionOf(event.data);
    if (!about) return past;
    const row = past ?? nothingYet(about);
    switch (event.type) {
      case 'ProviderAnswered':
        return { ...row, ...answered(event.data), answerRecordedAt: event.meta.recordedAt };
      case 'AnswerChanged': {
        const { before, answer } = event.data;
        // Words may be added to an answer that stays; the answer before is then the one before both.
        const earlier = before === answer && before !== erased ? row.before : before;
        return { ...row, ...answered(event.data), before: earlier, answerRecordedAt: event.meta.recordedAt };
      }
      case 'WhereaboutsOpened': {
        const { whereaboutsId, because, openedAt } = event.data;
        return {
          ...row,
          searchId: whereaboutsId,
          searchBecause: because,
          searchOpenedAt: openedAt,
          notAccountedFor: true,
        };
      }
      case 'PupilAccountedFor': {
        const { accountedAt, place, onTheWordOf, certainty, personId } = event.data;
        return { ...row, accountedAt, place, onTheWordOf, certainty, accountedBy: personId, notAccountedFor: false };
      }
      case 'DutyRaised':
      case 'DutyStepTaken':
      case 'DutyStepFailed':
      case 'DutyMoved':
      case 'DutyTaken':
      case 'DutyMet':
      case 'DutyMissed':
      case 'DutyShownDoneOnTime':
      case 'DutyWithdrawn':
        return { ...row, duties: dutiesAfter(row.duties, event) };
    }
  },
};

const nothingYet = (data: PupilSession): SessionRow => ({ ...aboutSession(data), notAccountedFor: false, duties: [] });

/** An answer as a whole: the words of an earlier one don't stay beside it. */
const answered = (data: AnswerEvent['data']): Partial<SessionRow> => {
  const { answer, words, answeredAt, channel, byId } = data;
  return { answer, words, answeredAt, channel, byId };
};

/** A school's day: each of its pupils' sessions, whatever is known of them. */
export class WhereIsEveryPupil extends Ask<{ schoolId: Id; on: Day }, Found<SessionRow>[]> {}
export const WhereIsEveryPupilAnswers = answers(WhereIsEveryPupil, async (rows, { schoolId, on }, asAt) =>
  inOrder(await rows.find(sessions, { schoolId, on }, asAt), byTime),
);

/** The searches of a school that nobody has ended, of whatever day: they stay on the first screen until somebody does. */
export class NotAccountedFor extends Ask<{ schoolId: Id }, Found<SessionRow>[]> {}
export const NotAccountedForAnswers = answers(NotAccountedFor, async (rows, { schoolId }, asAt) =>
  inOrder(await rows.find(sessions, { schoolId, notAccountedFor: true }, asAt), byTime),
);

/** A site's day: the sessions of all schools' pupils there. */
export class SessionsOfSite extends Ask<{ siteId: Id; on: Day }, Found<SessionRow>[]> {}
export const SessionsOfSiteAnswers = answers(SessionsOfSite, async (rows, { siteId, on }, asAt) =>
  inOrder(await rows.find(sessions, { siteId, on }, asAt), byTime),
);

/** All sessions of a placement of which anything is known, in order. */
export class SessionsOfPlacement extends Ask<{ placementId: Id }, Found<SessionRow>[]> {}
export const SessionsOfPlacementAnswers = answers(SessionsOfPlacement, async (rows, { placementId }, asAt) =>
  inOrder(await rows.find(sessions, { placementId }, asAt), byTime),
);

/** One session of a placement. */
export class SessionOf extends Ask<Pick<PupilSession, 'placementId' | 'on' | 'session'>, Found<SessionRow> | null> {}
export const SessionOfAnswers = answers(SessionOf, (rows, data, asAt) =>
  rows.get(sessions, sessionKey({ data }), asAt),
);

const byTime = ({ on, session, placementId }: SessionRow): string => `${on} ${session} ${placementId}`;
