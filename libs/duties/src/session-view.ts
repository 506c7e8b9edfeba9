import {
  attendanceIdOf,
  duty,
  dutyIdOf,
  sessionDutyKind,
  isDutyClosed,
  whereaboutsIdOf,
  type AnswerEvent,
  type AttendanceEvent,
  type PupilSession,
  type SessionDutyKind,
  type WhereaboutsEvent,
} from '#domain';
import type { Heard, Id, Journal } from '#event-sourcing';
import { factsOfDuty, type DutyFacts, type Happened, type SearchFacts, type SessionFacts } from '#procedure';

/** The streams of what happened in a session, and the duties that it would meet. */
export const factStreams = (about: PupilSession): Record<SessionDutyKind, string> => ({
  'attendance-check': `attendance-${attendanceIdOf(about)}`,
  'find-the-pupil': `whereabouts-${whereaboutsIdOf(about.subjectId, about.on, about.session)}`,
});
export const dutyIds = (about: PupilSession): Record<SessionDutyKind, Id> => ({
  'attendance-check': dutyIdOf('attendance-check', attendanceIdOf(about)),
  'find-the-pupil': dutyIdOf('find-the-pupil', whereaboutsIdOf(about.subjectId, about.on, about.session)),
});

/** Reads what is known of a session from its streams; null when that is nothing. */
export async function readSession(journal: Journal, about: PupilSession): Promise<SessionFacts | null> {
  const ids = dutyIds(about);
  const states = await Promise.all(sessionDutyKind.options.map((kind) => journal.state(duty, ids[kind])));
  const duties: Partial<Record<SessionDutyKind, DutyFacts>> = {};
  sessionDutyKind.options.forEach((kind, index) => {
    const state = states[index];
    if (state) duties[kind] = factsOfDuty(state);
  });
  const [check] = states;
  const streams = factStreams(about);
  const search = await readSearch(journal, streams['find-the-pupil']);
  // A check that is closed stays as it is, whatever was said: most sessions of a year end so, and are read no further.
  const answer =
    check && isDutyClosed(check) && check.status !== 'withdrawn'
      ? null
      : await readAnswer(journal, streams['attendance-check']);
  if (!answer && !search && states.every((state) => state === null)) return null;
  return { answer: answer ?? undefined, search: search ?? undefined, duties };
}

/** The first answer: it is what meets the check, whatever is said later. */
async function readAnswer(journal: Journal, stream: string): Promise<Happened | null> {
  const first = ((await journal.read(stream)) as unknown as Heard<AttendanceEvent>[]).find(
    (each): each is Heard<AnswerEvent> => each.type === 'ProviderAnswered',
  );
  return first ? { doneAt: first.data.answeredAt, recordedAt: first.meta.recordedAt } : null;
}

async function readSearch(journal: Journal, stream: string): Promise<SearchFacts | null> {
  const [opened, ended] = (await journal.read(stream)) as unknown as Heard<WhereaboutsEvent>[];
  if (opened?.type !== 'WhereaboutsOpened') return null;
  const { placementId, because, openedAt } = opened.data;
  const accounted =
    ended?.type === 'PupilAccountedFor'
      ? { doneAt: ended.data.accountedAt, recordedAt: ended.meta.recordedAt }
      : undefined;
  return { placementId, because, openedAt, accounted };
}
