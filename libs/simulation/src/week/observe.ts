import { orElse, type Instant, type Rows } from '#event-sourcing';
import {
  letters,
  matters,
  sessions,
  timeline,
  type DutyOfSession,
  type LetterRow,
  type MatterRow,
  type SessionRow,
} from '#read-models';
import { nameOf } from './names.js';
import type { Outcome } from './table.js';
import { week } from './trust.js';

/** What has come of the week, out of the read models, in the sentences of a table. */
export async function observe(rows: Rows): Promise<Outcome> {
  const [allSessions, allMatters, allLetters, history] = await Promise.all([
    rows.find(sessions, {}),
    rows.find(matters, {}),
    rows.find(letters, {}),
    rows.find(timeline, {}),
  ]);
  const withdrawnAt = new Map(
    history.filter(({ type }) => type === 'DutyWithdrawn').map(({ stream, at }) => [stream, at]),
  );
  const searched = allSessions.filter(({ searchId }) => searchId !== undefined);
  return {
    duties: allSessions.flatMap((row) => row.duties.map((duty) => dutySentence(row, duty, withdrawnAt))).sort(),
    recurring: allMatters
      .filter(({ period }) => period !== undefined)
      .map(recurringSentence)
      .sort(),
    unconfirmed: allSessions
      .filter(({ duties }) => duties.some(({ steps }) => steps.some(({ step }) => step === 'unconfirmed')))
      .map((row) => `${whose(row)} at ${nameOf(row.siteId)}`)
      .sort(),
    whereabouts: searched.map(searchSentence).sort(),
    letters: allLetters.map(letterSentence).sort(),
  };
}

const dayNames = new Map(Object.entries(week).map(([name, on]) => [on, name]));
const dayName = (on: string): string => dayNames.get(on) ?? on;

const whose = ({ on, session, subjectId }: SessionRow): string => `${dayName(on)} ${session} ${nameOf(subjectId)}`;

/** The clock on the wall in the week, in which London keeps UTC; another day's time would show as such. */
const wall = (at: Instant | undefined, on: string): string =>
  at === undefined ? 'never' : at.startsWith(on) ? at.slice(11, 16) : at;

function dutySentence(row: SessionRow, duty: DutyOfSession, withdrawnAt: ReadonlyMap<string, Instant>): string {
  const at = (instant: Instant | undefined) => wall(instant, row.on);
  const { kind, status, takenBy, dutyId } = duty;
  const metAt = kind === 'attendance-check' ? row.answeredAt : row.accountedAt;
  const ends = {
    open: 'still open',
    met: `met ${at(metAt)}`,
    'shown-done-on-time': `shown done on time ${at(metAt)}`,
    missed: `missed ${at(duty.missedAt)}`,
    withdrawn: `withdrawn ${at(withdrawnAt.get(`duty-${dutyId}`))}`,
  };
  const taken = takenBy === undefined ? '' : `, taken by ${nameOf(takenBy)}`;
  const late = duty.late ? ' late' : '';
  return `${whose(row)} at ${nameOf(row.siteId)}: ${kind} raised${late} ${at(duty.raisedAt)}${taken}, ${ends[status]}`;
}

function recurringSentence({ raisedAt, kind, subjectId, siteId, status, late }: MatterRow): string {
  const on = raisedAt.slice(0, 10);
  return `${dayName(on)} ${wall(raisedAt, on)} ${kind} of ${nameOf(subjectId)} at ${nameOf(siteId)}, ${status}${late ? ', late' : ''}`;
}

function searchSentence(row: SessionRow): string {
  const because = orElse(row.searchBecause, 'something erased');
  const closed =
    row.accountedBy === undefined
      ? 'still open'
      : `closed ${wall(row.accountedAt, row.on)} by ${nameOf(row.accountedBy)}, ${orElse(row.place, 'erased')}`;
  return `${whose(row)}: opened ${wall(row.searchOpenedAt, row.on)} by ${because}, ${closed}`;
}

function letterSentence({ on, composedAt, kind, recipientId, duties, state }: LetterRow): string {
  const about = [...new Set(duties.map(({ subjectId }) => nameOf(subjectId)))].sort().join(', ');
  const sentence = `${dayName(on)} ${wall(composedAt, on)} ${kind} to ${nameOf(recipientId)} about ${about}`;
  return state === 'accepted' ? sentence : `${sentence} (${state})`;
}
