import type { QueryBus } from '@nestjs/cqrs';
import { erased, orElse, type Id, type Instant, type Position } from '#event-sourcing';
import {
  ChecksOfSite,
  LettersById,
  PlacementById,
  SessionOf,
  SessionsOfPlacement,
  type LetterRow,
  type PlacementRow,
  type SessionRow,
} from '#read-models';
import { dutyWords, evidenceText, slotWords } from '../../../web/src/placements/timeline-words.js';
import { grouped } from '../../../web/src/shell/lists.js';
import { clockTime, count, listInWords, sessionWords, shortDay } from '../../../web/src/shell/words.js';

/** What is known of a placement, a line a thing, by what it is called. */
export type Known = ReadonlyMap<string, string>;

/** What a placement's own row says. */
export function placementKnown(placement: PlacementRow | null): Known {
  if (!placement) return new Map();
  const { stage, startedOn, endedOn, agreedOn, withdrawnOn, weeks, evidence, missing } = placement;
  const since = { proposed: undefined, agreed: agreedOn, started: startedOn, ended: endedOn }[stage];
  const known = new Map([['Stage', since === undefined ? stage : `${stage}, ${shortDay(since)}`]]);
  for (const { from, slots } of weeks) known.set(`Week from ${shortDay(from)}`, slots.map(slotWords).join('; '));
  for (const { evidence: name, on } of evidence) known.set(`Evidence, ${evidenceText(name)}`, shortDay(on));
  if (withdrawnOn !== undefined) known.set('Agreement', `taken back on ${shortDay(withdrawnOn)}`);
  if (missing.length > 0) known.set('Missing', listInWords(missing.map(evidenceText)));
  return known;
}

/** What a session's row says: the answer, the search, and what is owed, each apart. */
export function sessionKnown(row: SessionRow | null): Known {
  const known = new Map<string, string>();
  if (!row) return known;
  const tell = (what: string, says: string) => known.set(`${sessionName(row)}, ${what}`, says);
  if (row.answeredAt !== undefined) {
    const before = row.before === undefined || row.before === erased ? '' : `, before ${row.before}`;
    tell('the provider', `answered ${orElse(row.answer, 'erased')}${before} at ${clockTime(row.answeredAt)}`);
  }
  if (row.searchOpenedAt !== undefined) {
    const place = String(orElse(row.place, 'erased')).replaceAll('-', ' ');
    tell(
      'the pupil',
      row.accountedAt === undefined
        ? `NOT ACCOUNTED FOR since ${clockTime(row.searchOpenedAt)}`
        : `accounted for at ${clockTime(row.accountedAt)}: ${place}`,
    );
  }
  for (const { kind, status, dueAt, takenAt } of row.duties) {
    const due = status === 'open' ? `, due by ${clockTime(dueAt)}` : '';
    const taken = takenAt === undefined ? '' : `, taken at ${clockTime(takenAt)}`;
    tell(`duty: ${dutyWords[kind]}`, `${status.replaceAll('-', ' ')}${due}${taken}`);
  }
  return known;
}

const sessionName = ({ on, session }: Pick<SessionRow, 'on' | 'session'>): string =>
  `${shortDay(on)}, ${sessionWords[session]}`;

/** What changed from one state of knowledge to the next. */
export function changes(before: Known, after: Known): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === is) return [];
    if (was === undefined) return [`${name}: ${is}`];
    return [is === undefined ? `${name}: no longer ${was}` : `${name}: ${is} (was ${was})`];
  });
}

/** What is known as at a position of the part of a placement that an event is about. */
export async function knownOfPart(
  queries: QueryBus,
  placementId: Id,
  part: Pick<SessionRow, 'on' | 'session'> | null,
  asAt: Position,
): Promise<Known> {
  if (!part) return placementKnown(await queries.execute(new PlacementById({ placementId }, asAt)));
  return sessionKnown(await queries.execute(new SessionOf({ placementId, ...part }, asAt)));
}

/** Everything that was known of a placement as at a position. */
export type Picture = {
  readonly moment: Instant | null;
  readonly position: Position;
  readonly stage: PlacementRow['stage'] | null;
  readonly lines: readonly Fact[];
  /** What was known of each session, in order. */
  readonly sessions: readonly { readonly session: string; readonly lines: readonly Fact[] }[];
};
export type Fact = { readonly name: string; readonly says: string };

const facts = (known: Known): Fact[] => [...known].map(([name, says]) => ({ name, says }));

export async function pictureAt(
  queries: QueryBus,
  placementId: Id,
  { moment, position }: Pick<Picture, 'moment' | 'position'>,
): Promise<Picture> {
  const placement = await queries.execute(new PlacementById({ placementId }, position));
  if (!placement) return { moment, position, stage: null, lines: [], sessions: [] };
  const [sessions, checks] = await Promise.all([
    queries.execute(new SessionsOfPlacement({ placementId }, position)),
    queries.execute(new ChecksOfSite({ siteId: placement.siteId }, position)),
  ]);
  const letterIds = sessions.flatMap(({ duties }) =>
    duties.flatMap(({ steps }) => steps.flatMap((step) => step.letters)),
  );
  const letters = await queries.execute(new LettersById({ letterIds: [...new Set(letterIds)] }, position));
  const searching = sessions.filter(({ notAccountedFor }) => notAccountedFor);
  const open = sessions.flatMap(({ duties }) => duties.filter(({ status }) => status === 'open'));
  const known = new Map([
    ...placementKnown(placement),
    ['Checks of the site', checksWords(checks)],
    ['Searches open', searching.length === 0 ? 'none' : listInWords(searching.map(sessionName))],
    ['Duties open', open.length === 0 ? 'none' : listInWords(open.map(({ kind }) => dutyWords[kind]))],
    ['Letters', lettersWords(letters)],
  ]);
  const told = sessions.map((row) => ({ session: sessionName(row), lines: facts(sessionKnown(row)) }));
  return { moment, position, stage: placement.stage, lines: facts(known), sessions: told };
}

function checksWords(checks: readonly { readonly row: string; readonly outcome: string }[]): string {
  // Of several rounds the last one stands, and they come in order.
  const standing = [...new Map(checks.map(({ row, outcome }) => [row, outcome])).entries()];
  if (standing.length === 0) return 'none recorded';
  const of = (outcome: string) => standing.filter(([, each]) => each === outcome).map(([row]) => row);
  const notMet = of('not-met').map((row) => row.replaceAll('-', ' '));
  return [
    `${of('met').length} met`,
    `${of('not-applicable').length} not applicable`,
    `${notMet.length} not met${notMet.length === 0 ? '' : ` (${listInWords(notMet)})`}`,
  ].join(', ');
}

function lettersWords(letters: readonly LetterRow[]): string {
  if (letters.length === 0) return 'none';
  const states = grouped(letters, ({ state }) => state);
  const each = [...states].map(([state, of]) => `${of.length} ${state.replaceAll('-', ' ')}`);
  return `${count(letters.length, 'letter')}: ${listInWords(each)}`;
}
