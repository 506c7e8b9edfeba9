import { z } from 'zod';
import { filedIn, liaisonChannel, liaisonSays, oversightEvents, visitSays, welfareHow, welfareSays } from '#domain';
import {
  day,
  erased,
  id,
  instant,
  personal,
  pick,
  timeOfDay,
  type Found,
  type Id,
  type MessageOf,
  type Projection,
} from '#event-sourcing';
import { answers, Ask } from './ask.js';
import { inOrder } from './order.js';
import { withOne } from './with-one.js';

const ofRecords = pick(
  oversightEvents,
  'LiaisonHeld',
  'WelfareChecked',
  'VisitMade',
  'ConcernHandedOver',
  'ConcernReceived',
  'RecordFiled',
  'RecordNoted',
);
type OfRecords = MessageOf<typeof ofRecords>;

const note = z.object({ personId: id, on: day, note: z.string() });

const recordRow = z.object({
  recordId: id,
  placementId: id,
  subjectId: id,
  schoolId: id,
  siteId: id,
  kind: z.enum(['liaison', 'welfare', 'visit']),
  on: day,
  /** Who did it. */
  personId: id,
  channel: liaisonChannel.optional(),
  how: welfareHow.optional(),
  startedAt: timeOfDay.optional(),
  minutes: z.int().optional(),
  /** What was said or seen; which of them, `kind` tells. */
  liaison: personal(liaisonSays).optional(),
  welfare: personal(welfareSays).optional(),
  visit: personal(visitSays).optional(),
  concerns: personal(z.boolean()),
  handedOver: z.object({ toId: id, toldAt: instant, personId: id }).optional(),
  received: z.object({ personId: id, receivedAt: instant }).optional(),
  /** What the concern is, where the school keeps such words here. */
  concern: personal(z.string()).optional(),
  /** What the safeguarding system calls the concern. */
  reference: personal(z.string()).optional(),
  filed: z.array(z.object({ filedIn, filedOn: day, personId: id })),
  /** What shows that it was filed, in the order of `filed`; empty where nothing was given. */
  receipts: personal(z.array(z.string())),
  notes: personal(z.array(note)),
});
export type OversightRow = z.output<typeof recordRow>;

/** What a school did to keep an eye on a placement: a row for each talk with the provider, welfare check and visit. */
export const oversightRecords: Projection<OfRecords, OversightRow> = {
  name: 'oversight-records',
  version: 2, // 2: what a concern is, where the school keeps it.
  hears: [ofRecords],
  row: recordRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['placementId', 'schoolId', 'siteId'],
  rowId: ({ data }) => data.recordId,

  evolve: (row, { type, data }) => {
    if (type === 'LiaisonHeld') {
      const { channel, says } = data;
      return { ...fresh(data), kind: 'liaison', channel, liaison: says };
    }
    if (type === 'WelfareChecked') return { ...fresh(data), kind: 'welfare', how: data.how, welfare: data.says };
    if (type === 'VisitMade') {
      const { startedAt, minutes, says } = data;
      return { ...fresh(data), kind: 'visit', startedAt, minutes, visit: says };
    }
    if (!row) return null;
    switch (type) {
      case 'ConcernHandedOver': {
        const { toId, toldAt, personId, concern } = data;
        return { ...row, handedOver: { toId, toldAt, personId }, ...(concern === undefined ? {} : { concern }) };
      }
      case 'ConcernReceived': {
        const { personId, receivedAt, reference } = data;
        return { ...row, received: { personId, receivedAt }, ...(reference === undefined ? {} : { reference }) };
      }
      case 'RecordFiled': {
        const { personId, filedOn, receipt = '' } = data;
        const filed = [...row.filed, { filedIn: data.filedIn, filedOn, personId }];
        return { ...row, filed, receipts: withOne(row.receipts, receipt) };
      }
      case 'RecordNoted': {
        const { personId, on } = data;
        const one = data.note === erased ? erased : { personId, on, note: data.note };
        return { ...row, notes: withOne(row.notes, one) };
      }
    }
  },
};

type Entered = Extract<OfRecords, { type: 'LiaisonHeld' | 'WelfareChecked' | 'VisitMade' }>['data'];

function fresh(entered: Entered): Omit<OversightRow, 'kind'> {
  const { recordId, placementId, subjectId, schoolId, siteId, on, personId, concerns } = entered;
  const about = { recordId, placementId, subjectId, schoolId, siteId };
  return { ...about, on, personId, concerns, filed: [], receipts: [], notes: [] };
}

const ofFollowUps = pick(oversightEvents, 'FollowUpAgreed', 'FollowUpClosed');
const followUpRow = z.object({
  followUpId: id,
  recordId: id,
  placementId: id,
  subjectId: id,
  schoolId: id,
  ownerId: id,
  dueOn: day,
  state: z.enum(['open', 'closed']),
  closed: z.object({ doneOn: day, personId: id }).optional(),
  what: personal(z.string()),
  outcome: personal(z.string()).optional(),
});
export type FollowUpRow = z.output<typeof followUpRow>;

/** What is to be done because of such a record, until somebody says what was done. */
export const followUps: Projection<MessageOf<typeof ofFollowUps>, FollowUpRow> = {
  name: 'follow-ups',
  version: 1,
  hears: [ofFollowUps],
  row: followUpRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['placementId', 'schoolId', 'state'],
  rowId: ({ data }) => data.followUpId,

  evolve: (row, { type, data }) => {
    if (type === 'FollowUpAgreed') {
      const { personId: _personId, ...agreed } = data;
      return { ...agreed, state: 'open' };
    }
    const { doneOn, personId, outcome } = data;
    return row && { ...row, state: 'closed', closed: { doneOn, personId }, outcome };
  },
};

const latestFirst = (rows: Found<OversightRow>[]): Found<OversightRow>[] =>
  inOrder(rows, ({ on, recordId }) => `${on} ${recordId}`).toReversed();

/** What was done to keep an eye on a placement, the latest first. */
export class OversightOf extends Ask<{ placementId: Id }, Found<OversightRow>[]> {}
export const OversightOfAnswers = answers(OversightOf, async (rows, { placementId }, asAt) =>
  latestFirst(await rows.find(oversightRecords, { placementId }, asAt)),
);

/** The same for all placements of a school, or for those at one site. */
export class OversightOfSchool extends Ask<{ schoolId: Id; siteId?: Id }, Found<OversightRow>[]> {}
export const OversightOfSchoolAnswers = answers(OversightOfSchool, async (rows, { schoolId, siteId }, asAt) =>
  latestFirst(await rows.find(oversightRecords, { schoolId, ...(siteId === undefined ? {} : { siteId }) }, asAt)),
);

/** What is to be done because of such records of a placement, in the order of the days. */
export class FollowUpsOf extends Ask<{ placementId: Id }, Found<FollowUpRow>[]> {}
export const FollowUpsOfAnswers = answers(FollowUpsOf, async (rows, { placementId }, asAt) =>
  byDay(await rows.find(followUps, { placementId }, asAt)),
);

/** What is still to be done for a school because of such records, in the order of the days. */
export class OpenFollowUpsOf extends Ask<{ schoolId: Id }, Found<FollowUpRow>[]> {}
export const OpenFollowUpsOfAnswers = answers(OpenFollowUpsOf, async (rows, { schoolId }, asAt) =>
  byDay(await rows.find(followUps, { schoolId, state: 'open' }, asAt)),
);

const byDay = (rows: Found<FollowUpRow>[]): Found<FollowUpRow>[] =>
  inOrder(rows, ({ dueOn, followUpId }) => `${dueOn} ${followUpId}`);
