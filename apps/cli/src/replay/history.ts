import type { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { day, erased, instant, type Id, type Instant } from '#event-sourcing';
import { allEvents, session } from '#domain';
import { TimelineOf, type TimelineRow } from '#read-models';
import { timelineWords, type NamesOf } from '../../../web/src/placements/timeline-words.js';
import { momentInWords, shortDay } from '../../../web/src/shell/words.js';
import { changes, knownOfPart } from './known.js';

/** A step of a placement's history, in words. */
export type Step = {
  readonly position: string;
  readonly eventId: Id;
  readonly type: string;
  readonly title: string;
  readonly text: string;
  /** When it happened in the world, as the event says it: a day or a moment; null where it says nothing of that. */
  readonly happened: string | null;
  readonly recordedAt: Instant;
  readonly by: string;
  readonly actor: TimelineRow['actor'];
  readonly via: TimelineRow['via'];
  /** What we knew after it and not before. */
  readonly changed: readonly string[];
};

/** The history of a placement: what can be told of each event at once, and what it changed when it is asked for. */
export async function historyOf(queries: QueryBus, placementId: Id): Promise<TimelineRow[]> {
  return queries.execute(new TimelineOf({ placementId }));
}

export type Telling = { readonly nameOf: NamesOf; readonly names: boolean };

/** An event of the history in words, with what it changed. */
export async function stepOf(queries: QueryBus, row: TimelineRow, { nameOf, names }: Telling): Promise<Step> {
  const { position, eventId, type, at: recordedAt, actor, via, placementId } = row;
  const shown: TimelineRow = names ? row : { ...row, details: withoutFreeText(type, row.details) };
  const { part, happened } = placeInTime(row.details);
  const [before, after] = await Promise.all([
    knownOfPart(queries, placementId, part, BigInt(position) - 1n),
    knownOfPart(queries, placementId, part, BigInt(position)),
  ]);
  return {
    position,
    eventId,
    type,
    ...timelineWords(shown, nameOf),
    happened,
    recordedAt,
    by: byWords(row, nameOf),
    actor,
    via,
    changed: changes(before, after),
  };
}

/** What is about a person, and one of a few values all the same: it names nobody. Anything else may be somebody's own words. */
const oneOfFew: ReadonlySet<string> = new Set(['answer', 'before', 'place', 'certainty']);
const keptBack = '…';

function withoutFreeText(type: string, details: TimelineRow['details']): TimelineRow['details'] {
  if (details === erased) return details;
  const data = JSON.parse(details) as Record<string, unknown>;
  const personal = allEvents.get(type)?.personal ?? [];
  const isOneOfFew = (key: string) => oneOfFew.has(key) || (key === 'because' && type === 'WhereaboutsOpened');
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, personal.includes(key) && !isOneOfFew(key) ? keptBack : value]),
    ),
  );
}

const moments = ['answeredAt', 'openedAt', 'accountedAt', 'raisedAt', 'takenAt', 'failedAt', 'doneAt', 'missedAt'];
const days = ['agreedOn', 'withdrawnOn', 'startedOn', 'endedOn', 'from', 'on'];

/** Which session an event is about, and when it happened: by the names that events use for it. */
function placeInTime(details: TimelineRow['details']) {
  if (details === erased) return { part: null, happened: null };
  const data = JSON.parse(details) as Record<string, unknown>;
  const part = z.object({ on: day, session }).safeParse(data);
  const moment = moments.map((name) => instant.safeParse(data[name])).find(({ success }) => success)?.data;
  const on = part.success
    ? undefined
    : days.map((name) => day.safeParse(data[name])).find(({ success }) => success)?.data;
  const happened = moment === undefined ? (on === undefined ? null : shortDay(on)) : momentInWords(moment);
  return { part: part.success ? part.data : null, happened };
}

const ways: Readonly<Record<TimelineRow['via'], string>> = {
  web: 'on a page',
  link: 'through a link in a letter',
  api: 'through the interface for programs',
  job: 'by the clock',
  cli: 'on the command line',
  import: 'by an import',
};

/** "Priya Raman, as headteacher, on a page"; the names are those of today. */
function byWords({ actor, via }: TimelineRow, nameOf: NamesOf): string {
  const roles = actor.roles.map((role) => role.replaceAll('-', ' ')).join(' and ');
  switch (actor.kind) {
    case 'staff':
      return `${nameOf(actor.id)}${roles === '' ? '' : `, as ${roles}`}, ${ways[via]}`;
    case 'provider':
      return `${nameOf(actor.id)}, for the provider, ${ways[via]}`;
    case 'outside':
      return `somebody outside, ${ways[via]}`;
    case 'system':
      return `Waymark (${actor.id}), ${ways[via]}`;
    case 'import':
      return `an import, ${ways[via]}`;
  }
}
