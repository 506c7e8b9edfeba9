import type { DutyKind } from '#domain';
import { erased, type Instant } from '#event-sourcing';
import { reachedNobody, type SessionRow } from '#read-models';

/**
 * Where a pupil's session stands on the board.
 *
 * `missing`: a search is open. `silent`: the site should have answered by now. `asked`: it has been asked and has time
 * left. `expected`: the pupil is not due there yet. `accounted`: the site said nothing, and the school knows where the
 * pupil is. `closed`: the site is closed, so there is nobody to answer.
 */
export type Standing = 'missing' | 'silent' | 'asked' | 'expected' | 'answered' | 'accounted' | 'closed';

/** What is to be known of a session besides its row: when the pupil is due, and whether anybody is there. */
export type Expectation = { readonly arriveAt: Instant; readonly closed: boolean };

/** Where a session stands at a moment. The search comes before everything else: an answer alone ends no search. */
export function standingOf(row: SessionRow | null, { arriveAt, closed }: Expectation, now: Instant): Standing {
  if (row?.notAccountedFor) return 'missing';
  // When it was given stays in the open: an erased row reads `erased` for an answer that was never given, too.
  if (row?.answeredAt !== undefined) return 'answered';
  if (closed) return row?.accountedAt === undefined ? 'closed' : 'accounted';
  if (row?.accountedAt !== undefined) return 'accounted';
  if (row && isUnconfirmed(row, now)) return 'silent';
  return now < arriveAt ? 'expected' : 'asked';
}

/** Whether a site owes an answer whose time has passed. */
export function isUnconfirmed({ answeredAt, duties }: SessionRow, now: Instant): boolean {
  if (answeredAt !== undefined) return false;
  return duties.some(
    ({ kind, status, dueAt }) =>
      kind === 'attendance-check' && (status === 'missed' || (status === 'open' && dueAt <= now)),
  );
}

/** Who has taken a duty on: the search for the pupil, or ringing the site that has not answered. */
export function takenBy({ duties }: SessionRow, taking: DutyKind): { personId: string; at: Instant } | null {
  const duty = duties.find(({ kind, takenBy }) => kind === taking && takenBy !== undefined);
  return duty?.takenBy && duty.takenAt ? { personId: duty.takenBy, at: duty.takenAt } : null;
}

/** The people who have been told of a session by a letter, each once, with the first time. */
export function toldPeople({ duties }: SessionRow): { personId: string; at: Instant }[] {
  const seen = new Map<string, Instant>();
  const steps = duties.flatMap(({ steps }) => steps).filter((step) => !reachedNobody(step) && !step.stale);
  for (const { told, takenAt } of steps.sort((a, b) => (a.takenAt < b.takenAt ? -1 : 1))) {
    for (const personId of told) if (!seen.has(personId)) seen.set(personId, takenAt);
  }
  return [...seen].map(([personId, at]) => ({ personId, at }));
}

/** An answer as text, or null when there is none or it has been erased. */
export function answerOf({ answer, words }: SessionRow) {
  if (answer === undefined || answer === erased) return null;
  return { answer, words: words === undefined || words === erased ? '' : words };
}
