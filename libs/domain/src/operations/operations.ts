import { z } from 'zod';
import { id, messages, type Decider, type MessageOf } from '#event-sourcing';

/** What operators and the system did to the installation itself. There is one such stream. */
export const installationId = 'installation';
const reactor = z.string().min(1).max(100);
const why = z.string().trim().min(1).max(500);
const started = z.object({ reactor, after: z.string().regex(/^\d+$/) });
const parked = z.object({ reactor, instance: z.string().max(200), eventId: id });
const skipped = parked.extend({ because: why });
const destroyed = z.object({ subjectId: id, kept: z.string().max(40), because: why });

export const operationsEvents = messages({
  ReactorStarted: started.describe('A reactor begins after this position: without a checkpoint it replays from here.'),
  ParkedEntryRetried: parked.describe('An operator let a reactor try once more what it could not handle.'),
  ParkedEntrySkipped: skipped.describe(
    'An operator let a reactor pass over what it could not handle, for this reason.',
  ),
  KeyDestroyed: destroyed.describe('The key of a subject was destroyed: what it sealed reads as erased from now on.'),
});
export type OperationsEvent = MessageOf<typeof operationsEvents>;

export const operationsCommands = messages({
  StartReactor: started,
  RetryParkedEntry: parked,
  SkipParkedEntry: skipped,
  NoteKeyDestroyed: destroyed,
});
export type OperationsCommand = MessageOf<typeof operationsCommands>;

/** What has been done once and is not done again, by what it was done to. */
export type Operations = {
  readonly started: readonly string[];
  readonly skipped: readonly string[];
  readonly destroyed: readonly string[];
};

type Entry = z.output<typeof parked>;
const entryKey = ({ reactor, instance, eventId }: Entry) => `${reactor} ${instance} ${eventId}`;
const ownerKey = ({ subjectId, kept }: Pick<z.output<typeof destroyed>, 'subjectId' | 'kept'>) =>
  `${subjectId} ${kept}`;

export const operations: Decider<OperationsCommand, OperationsEvent, Operations> = {
  category: 'operations',
  initial: { started: [], skipped: [], destroyed: [] },

  evolve: (operations, { type, data }) => {
    switch (type) {
      case 'ReactorStarted':
        return { ...operations, started: [...operations.started, data.reactor] };
      case 'ParkedEntryRetried':
        return operations;
      case 'ParkedEntrySkipped':
        return { ...operations, skipped: [...operations.skipped, entryKey(data)] };
      case 'KeyDestroyed':
        return { ...operations, destroyed: [...operations.destroyed, ownerKey(data)] };
    }
  },

  decide: ({ type, data }, operations) => {
    switch (type) {
      // The first start stands: a reactor that began elsewhere a second time would pass over what lies between.
      case 'StartReactor':
        return operations.started.includes(data.reactor) ? [] : [{ type: 'ReactorStarted', data }];
      // The one order here that may be given again: whether a retry helped is not known to this stream, and a reactor
      // that is told twice finds nothing left to retry.
      case 'RetryParkedEntry':
        return operations.skipped.includes(entryKey(data)) ? [] : [{ type: 'ParkedEntryRetried', data }];
      case 'SkipParkedEntry':
        return operations.skipped.includes(entryKey(data)) ? [] : [{ type: 'ParkedEntrySkipped', data }];
      case 'NoteKeyDestroyed':
        return operations.destroyed.includes(ownerKey(data)) ? [] : [{ type: 'KeyDestroyed', data }];
    }
  },
};
