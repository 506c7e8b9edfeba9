import { z } from 'zod';
import { id, instant, messages, type Decider, type Id, type MessageOf } from '#event-sourcing';

/** What operators and the system did to the installation itself. There is one such stream. */
export const installationId = 'installation';
const reactor = z.string().min(1).max(100);
const why = z.string().trim().min(1).max(500);
const started = z.object({ reactor, after: z.string().regex(/^\d+$/) });
const parked = z.object({ reactor, instance: z.string().max(200), eventId: id });
const skipped = parked.extend({ because: why });
/** What was in the files is in the events of the import; here is what they were, by digest, and how much came of them. */
const imported = z.object({
  importId: id,
  kinds: z
    .array(z.string().regex(/^[a-z]+(-[a-z]+)*$/))
    .min(1)
    .max(20),
  digests: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .min(1)
    .max(100),
  rows: z.int().min(0),
  changes: z.int().min(0),
});
const restored = z.object({
  backupId: id,
  madeAt: instant,
  upTo: z.string().regex(/^\d+$/),
  keysDestroyedAgain: z.int().min(0),
});
const destroyed = z.object({ subjectId: id, kept: z.string().max(40), because: why });

export const operationsEvents = messages({
  ReactorStarted: started.describe('A reactor begins after this position: without a checkpoint it replays from here.'),
  ParkedEntryRetried: parked.describe('An operator let a reactor try once more what it could not handle.'),
  ParkedEntrySkipped: skipped.describe(
    'An operator let a reactor pass over what it could not handle, for this reason.',
  ),
  ImportCarriedOut: imported.describe(
    'Files were imported: of which kinds, how many rows, and how many things changed.',
  ),
  InstallationRestored: restored.describe(
    'The installation was restored from a backup: what had been stored after this position was lost. Keys that had been destroyed since were destroyed again.',
  ),
  KeyDestroyed: destroyed.describe('The key of a subject was destroyed: what it sealed reads as erased from now on.'),
});
export type OperationsEvent = MessageOf<typeof operationsEvents>;

export const operationsCommands = messages({
  StartReactor: started,
  RetryParkedEntry: parked,
  SkipParkedEntry: skipped,
  NoteImport: imported,
  NoteRestore: restored,
  NoteKeyDestroyed: destroyed,
});
export type OperationsCommand = MessageOf<typeof operationsCommands>;

/** What has been done once and is not done again, by what it was done to. */
export type Operations = {
  readonly started: readonly string[];
  readonly skipped: readonly string[];
  readonly imported: readonly Id[];
  readonly restored: readonly Id[];
  readonly destroyed: readonly string[];
};

type Entry = z.output<typeof parked>;
const entryKey = ({ reactor, instance, eventId }: Entry) => `${reactor} ${instance} ${eventId}`;
const ownerKey = ({ subjectId, kept }: Pick<z.output<typeof destroyed>, 'subjectId' | 'kept'>) =>
  `${subjectId} ${kept}`;

export const operations: Decider<OperationsCommand, OperationsEvent, Operations> = {
  category: 'operations',
  initial: { started: [], skipped: [], imported: [], restored: [], destroyed: [] },

  evolve: (operations, { type, data }) => {
    switch (type) {
      case 'ReactorStarted':
        return { ...operations, started: [...operations.started, data.reactor] };
      case 'ParkedEntryRetried':
        return operations;
      case 'ParkedEntrySkipped':
        return { ...operations, skipped: [...operations.skipped, entryKey(data)] };
      case 'ImportCarriedOut':
        return { ...operations, imported: [...operations.imported, data.importId] };
      case 'InstallationRestored':
        return { ...operations, restored: [...operations.restored, data.backupId] };
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
      case 'NoteImport':
        return operations.imported.includes(data.importId) ? [] : [{ type: 'ImportCarriedOut', data }];
      case 'NoteRestore':
        return operations.restored.includes(data.backupId) ? [] : [{ type: 'InstallationRestored', data }];
      case 'NoteKeyDestroyed':
        return operations.destroyed.includes(ownerKey(data)) ? [] : [{ type: 'KeyDestroyed', data }];
    }
  },
};
