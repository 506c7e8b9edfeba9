import { z } from 'zod';
import { erased, messages, type Decider, type Id, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { followUpAgreed, followUpClosed, handedOver, filed, noted, received } from './after-a-record.js';
import { liaison, visit, welfare, type Liaison, type Visit, type Welfare } from './records.js';

/**
 * What a school does to keep an eye on a placement while it runs: it speaks with the provider, sees that the pupil is safe and
 * well, and visits. One stream for each placement. Each is recorded once and stays as it was; what is found out later is
 * noted beside it. A concern is handed over to somebody who takes it on, and that they have it is a fact of its own.
 */
const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;

export const oversightEvents = messages(
  {
    LiaisonHeld: liaison.describe('School and provider spoke with each other about the pupil: what was said of what.'),
    WelfareChecked: welfare.describe('Somebody of the school saw to it that the pupil is safe and well, or tried to.'),
    VisitMade: visit.describe(
      'Somebody of the school visited the pupil at the provider: risks, progress towards each target, outcome, concerns.',
    ),
    ConcernHandedOver: handedOver.describe('A concern went to a person who takes it on: to whom, and when.'),
    ConcernReceived: received.describe('Whoever a concern was handed to has it.'),
    RecordFiled: filed.describe('A record was filed in another system of the school, with what shows it.'),
    RecordNoted: noted.describe('Something was added to a record that stays as it was, such as a correction.'),
    FollowUpAgreed: followUpAgreed.describe('Something is to be done because of a record, by one person and by a day.'),
    FollowUpClosed: followUpClosed.describe('What was to be done because of a record was done.'),
  },
  sealed,
);
export type OversightEvent = MessageOf<typeof oversightEvents>;

export const oversightCommands = messages(
  {
    RecordLiaison: liaison,
    RecordWelfareCheck: welfare,
    RecordVisit: visit,
    HandOverConcern: handedOver,
    ReceiveConcern: received,
    FileRecord: filed,
    NoteOnRecord: noted,
    AgreeFollowUp: followUpAgreed,
    CloseFollowUp: followUpClosed,
  },
  sealed,
);
export type OversightCommand = MessageOf<typeof oversightCommands>;

type Entered = Liaison | Welfare | Visit;
type FollowUp = { readonly agreed: z.output<typeof followUpAgreed>; readonly closed: boolean };
type Filed = z.output<typeof filed>;

/** A record, with what has become of it. */
type Kept = {
  readonly entered: Entered;
  readonly handedOver: z.output<typeof handedOver> | null;
  readonly received: z.output<typeof received> | null;
  readonly filed: readonly Filed[];
  readonly notes: ReadonlySet<Id>;
};

/** What is known of a placement's oversight; nothing before the first record. */
export type Oversight = {
  readonly records: ReadonlyMap<Id, Kept>;
  readonly followUps: ReadonlyMap<Id, FollowUp>;
};

const asEvent = {
  RecordLiaison: 'LiaisonHeld',
  RecordWelfareCheck: 'WelfareChecked',
  RecordVisit: 'VisitMade',
} as const;

export const oversight: Decider<OversightCommand, OversightEvent, Oversight> = {
  category: 'oversight',
  initial: { records: new Map(), followUps: new Map() },

  evolve: (oversight, { type, data }) => {
    const { records, followUps } = oversight;
    switch (type) {
      case 'LiaisonHeld':
      case 'WelfareChecked':
      case 'VisitMade': {
        const fresh = { entered: data, handedOver: null, received: null, filed: [], notes: new Set<Id>() };
        return { ...oversight, records: new Map(records).set(data.recordId, fresh) };
      }
      case 'ConcernHandedOver':
        return withRecord(oversight, data.recordId, (kept) => ({ ...kept, handedOver: data, received: null }));
      case 'ConcernReceived':
        return withRecord(oversight, data.recordId, (kept) => ({ ...kept, received: data }));
      case 'RecordFiled':
        return withRecord(oversight, data.recordId, (kept) => ({ ...kept, filed: [...kept.filed, data] }));
      case 'RecordNoted':
        return withRecord(oversight, data.recordId, (kept) => ({
          ...kept,
          notes: new Set([...kept.notes, data.noteId]),
        }));
      case 'FollowUpAgreed':
        return { ...oversight, followUps: new Map(followUps).set(data.followUpId, { agreed: data, closed: false }) };
      case 'FollowUpClosed': {
        const known = followUps.get(data.followUpId);
        if (!known) return oversight;
        return { ...oversight, followUps: new Map(followUps).set(data.followUpId, { ...known, closed: true }) };
      }
    }
  },

  decide: ({ type, data }, { records, followUps }) => {
    switch (type) {
      case 'RecordLiaison':
      case 'RecordWelfareCheck':
      case 'RecordVisit': {
        const known = records.get(data.recordId);
        if (known) return sameAsKnown<Entered>(known.entered, data) ? [] : no('recorded-otherwise');
        // Each command carries what its event says.
        return [{ type: asEvent[type], data } as OversightEvent];
      }
      // Procedure: S22.3
      case 'HandOverConcern': {
        const known = records.get(data.recordId) ?? no('record-not-known');
        if (known.entered.concerns === false) return no('no-concern-in-record');
        if (known.received || (known.handedOver && sameAsKnown(known.handedOver, data))) return [];
        return [{ type: 'ConcernHandedOver', data }];
      }
      case 'ReceiveConcern': {
        const known = records.get(data.recordId) ?? no('record-not-known');
        if (known.received) return [];
        return known.handedOver ? [{ type: 'ConcernReceived', data }] : no('concern-not-handed-over');
      }
      case 'FileRecord': {
        const known = records.get(data.recordId) ?? no('record-not-known');
        return known.filed.some((each) => sameAsKnown(each, data)) ? [] : [{ type: 'RecordFiled', data }];
      }
      case 'NoteOnRecord': {
        const known = records.get(data.recordId) ?? no('record-not-known');
        return known.notes.has(data.noteId) ? [] : [{ type: 'RecordNoted', data }];
      }
      case 'AgreeFollowUp': {
        const known = records.get(data.recordId) ?? no('record-not-known');
        if (data.dueOn < known.entered.on) return no('follow-up-due-too-early');
        return followUps.has(data.followUpId) ? [] : [{ type: 'FollowUpAgreed', data }];
      }
      case 'CloseFollowUp': {
        const known = followUps.get(data.followUpId) ?? no('follow-up-not-known');
        return known.closed ? [] : [{ type: 'FollowUpClosed', data }];
      }
    }
  },
};

function withRecord(oversight: Oversight, recordId: Id, change: (kept: Kept) => Kept): Oversight {
  const kept = oversight.records.get(recordId);
  return kept ? { ...oversight, records: new Map(oversight.records).set(recordId, change(kept)) } : oversight;
}

/** Whether somebody of the school reached the pupil: an attempt that reached nobody is none. */
export const reachedThePupil = ({ says }: Pick<Welfare, 'says'>): boolean =>
  says !== erased && says.found !== 'not-reached';
