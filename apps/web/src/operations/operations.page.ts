import { z } from 'zod';
import type { Id, Instant } from '#event-sourcing';
import type { Lag, ParkedEntry } from '#followers';
import type { ClockHealth, FailedJob } from '#jobs';
import type { OperationsRow } from '#read-models';
import { Fields } from '../shell/fields.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { clockTime, count, dayOf, listInWords, momentInWords, shortDay, timeSince } from '../shell/words.js';

/** How the installation is, for whoever looks after it: ids, counts and times, and never anything about a pupil. */
export type OperationsFacts = {
  readonly now: Instant;
  readonly parked: readonly ParkedEntry[];
  readonly followers: readonly Lag[];
  readonly clock: ClockHealth;
  readonly failed: readonly FailedJob[];
  readonly log: readonly OperationsRow[];
  /** Names of staff, by id. */
  readonly nameOf: (id: Id) => string;
};

/** From when on somebody should look: the board says the same of pupils from then on. */
const lagsAfterSeconds = 300;
const shownOfLog = 50;

export function operationsPage(facts: OperationsFacts, saved: Notice | null = null) {
  const { parked, log } = facts;
  return {
    title: 'Operations',
    saved,
    queues: paths.operations.queues,
    health: [clockWords(facts), followersWords(facts)],
    parked: parked.map((entry) => parkedCard(entry, facts.now)),
    failed: facts.failed.map(({ name, errorClass, message, failedAt, correlationId }) => ({
      name: name.replaceAll('-', ' '),
      fault: `${errorClass}: ${message}`,
      when: when(failedAt),
      reference: correlationId,
    })),
    log: log
      .toReversed()
      .slice(0, shownOfLog)
      .map((row) => ({ ...actWords(row), by: byWords(row, facts.nameOf), when: when(row.at) })),
    earlier: Math.max(0, log.length - shownOfLog),
  };
}

type Health = {
  readonly what: string;
  readonly well: boolean;
  readonly says: string;
  readonly list: readonly string[];
};

function clockWords({ clock: { sweptTo, lags, workers }, now }: OperationsFacts): Health {
  const alive = workers.length === 0 ? 'No worker is alive.' : `${count(workers.length, 'worker')} at work.`;
  const swept =
    sweptTo === null
      ? 'It has never been looked what is due: start a worker.'
      : `Everything that was due up to ${when(sweptTo)} has been found (${timeSince(sweptTo, now)}).`;
  const advice = lags && sweptTo !== null ? ' That is too long ago: see to it that a worker runs.' : '';
  return { what: 'The clock', well: !lags, says: `${swept} ${alive}${advice}`, list: [] };
}

function followersWords({ followers }: OperationsFacts): Health {
  const troubled = followers.filter(({ seconds, stopped }) => seconds >= lagsAfterSeconds || stopped !== null);
  const behind = followers.filter(({ events }) => events > 0n);
  const says =
    troubled.length > 0
      ? `${count(troubled.length, 'follower')} of ${followers.length} behind or standing still: pages may not show what is recorded.`
      : behind.length > 0
        ? `${count(behind.length, 'follower')} of ${followers.length} a moment behind, as happens while things are entered.`
        : `All ${followers.length} followers have heard everything that is recorded.`;
  const list = (troubled.length > 0 ? troubled : behind).map(({ name, events, seconds, stopped }) => {
    const by = `${events} ${events === 1n ? 'event' : 'events'}, ${count(Math.round(seconds), 'second')}`;
    return stopped === null ? `${name}: ${by} behind` : `${name}: stands still, ${by} behind: ${stopped}`;
  });
  return { what: 'What follows from events', well: troubled.length === 0, says, list };
}

function parkedCard(entry: ParkedEntry, now: Instant) {
  const { reactor, instance, eventId, position, fault, parkedAt, waiting, about } = entry;
  const params = { reactor, eventId };
  const ids = Object.entries({ placement: about.placementId, pupil: about.subjectId, school: about.schoolId });
  const named = ids.flatMap(([what, id]) => (id === undefined ? [] : [`${what} ${id}`]));
  return {
    id: `${reactor}-${eventId}`,
    title: reactor.replaceAll('-', ' '),
    rows: [
      { key: 'Why', value: fault },
      { key: 'Since', value: `${when(parkedAt)}, ${timeSince(parkedAt, now)}` },
      { key: 'Event', value: `${eventId}, at position ${position}` },
      { key: 'Instance', value: instance },
      { key: 'About', value: named.length === 0 ? 'nobody it names, so perhaps anybody' : named.join(', ') },
      { key: 'Waiting behind it', value: waiting === 0 ? 'nothing' : count(waiting, 'event') },
    ],
    retry: urlOf(paths.operations.retry, params),
    skip: urlOf(paths.operations.skip, params),
  };
}

function actWords(row: OperationsRow): { title: string; text: string } {
  const { did, reactor = '', instance = '', because = '' } = row;
  switch (did) {
    case 'started-reactor':
      return { title: 'Reactor started', text: reactor };
    case 'retried-parked-entry':
      return { title: 'Parked entry tried again', text: `${reactor}, instance ${instance}` };
    case 'skipped-parked-entry':
      return { title: 'Parked entry passed over', text: `${reactor}, instance ${instance}. ${because}` };
    case 'imported': {
      const kinds = (row.kinds ?? []).map((kind) => kind.replaceAll('-', ' '));
      return {
        title: 'Import',
        text: `${listInWords(kinds)}: ${count(row.rows ?? 0, 'row')}, ${count(row.changes ?? 0, 'change')}`,
      };
    }
    case 'restored': {
      const made = row.madeAt === undefined ? '' : ` of ${when(row.madeAt)}`;
      const again = count(row.keysDestroyedAgain ?? 0, 'key');
      return {
        title: 'Restored',
        text: `from the backup${made}, up to position ${row.upTo ?? ''}; ${again} destroyed again`,
      };
    }
    case 'destroyed-key':
      return { title: 'Key destroyed', text: `of ${row.subjectId ?? ''}, ${row.kept ?? ''}. ${because}` };
  }
}

function byWords({ actor }: OperationsRow, nameOf: OperationsFacts['nameOf']): string {
  return actor.kind === 'staff' ? nameOf(actor.id) : actor.id === 'command-line' ? 'the command line' : 'Waymark';
}

const when = (at: Instant): string => `${clockTime(at)} on ${shortDay(dayOf(at))}`;

export const skipForm = z.object({
  because: z
    .string()
    .min(1, { error: 'Say why it is passed over' })
    .max(500, { error: 'The reason must be 500 characters or fewer' }),
});

/** The form that asks why an entry is passed over for good. */
export function skipPage(
  { reactor, eventId, fault, parkedAt, waiting }: ParkedEntry,
  body?: unknown,
  errors: FormErrors | null = null,
) {
  const fields = new Fields(body, errors);
  const label = 'Why is it passed over?';
  const hint = 'It is kept in the log of operations for good. Name nobody.';
  const behind = waiting === 0 ? '' : ` ${count(waiting, 'event')} behind it will be handled.`;
  return {
    title: 'Pass over a parked entry',
    caption: reactor.replaceAll('-', ' '),
    back: { href: paths.operations.list, text: 'Operations' },
    lead: [
      `Parked since ${momentInWords(parkedAt)}: ${fault}`,
      `Nothing will follow from this event, for good.${behind} See first to whatever should have followed from it.`,
    ],
    action: urlOf(paths.operations.skip, { reactor, eventId }),
    fields: [fields.words({ name: 'because', label, hint })],
    submit: 'Pass over it',
    warning: true,
    errors,
  };
}
