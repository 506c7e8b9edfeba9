import { z } from 'zod';
import {
  complaintChannel,
  complaintEvents,
  complaintOutcome,
  complaintSays,
  complaintStep,
  type ComplaintEvent,
} from '#domain';
import { day, erased, id, personal, type Found, type Id, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';
import { inOrder } from './order.js';
import { withOne } from './with-one.js';

const complaintRow = z.object({
  complaintId: id,
  schoolId: id,
  providerId: id,
  placementId: id.optional(),
  subjectId: id.optional(),
  keptUnder: id,
  state: z.enum(['open', 'closed']),
  receivedOn: day,
  channel: complaintChannel,
  personId: id,
  says: personal(complaintSays),
  steps: z.array(z.object({ step: z.union([complaintStep, z.literal('closed')]), on: day, personId: id })),
  /** What was done at each step, in their order. */
  whats: personal(z.array(z.string())),
  closedOn: day.optional(),
  outcome: personal(complaintOutcome).optional(),
});
export type ComplaintRow = z.output<typeof complaintRow>;

/** Complaints about placements and providers, each with its steps and whether it is open. */
export const complaints: Projection<ComplaintEvent, ComplaintRow> = {
  name: 'complaints',
  version: 1,
  hears: [complaintEvents],
  row: complaintRow,
  sealed: { subject: 'keptUnder', kept: 'pupil-file' },
  by: ['schoolId', 'placementId'],
  rowId: ({ data }) => data.complaintId,

  evolve: (row, { type, data }) => {
    if (type === 'ComplaintReceived') return { ...data, state: 'open', steps: [], whats: [] };
    if (!row) return null;
    const { on, personId } = data;
    switch (type) {
      case 'ComplaintStepTaken': {
        const steps = [...row.steps, { step: data.step, on, personId }];
        const stepped: ComplaintRow = { ...row, steps, whats: withOne(row.whats, data.what) };
        if (data.step !== 'taken-further') return stepped;
        const { closedOn: _closedOn, outcome: _outcome, ...open } = stepped;
        return { ...open, state: 'open' };
      }
      case 'ComplaintClosed': {
        const { says } = data;
        const steps = [...row.steps, { step: 'closed' as const, on, personId }];
        const whats = withOne(row.whats, says === erased ? erased : says.what);
        return {
          ...row,
          state: 'closed',
          steps,
          whats,
          closedOn: on,
          outcome: says === erased ? erased : says.outcome,
        };
      }
    }
  },
};

const latestFirst = (rows: Found<ComplaintRow>[]): Found<ComplaintRow>[] =>
  inOrder(rows, ({ receivedOn, complaintId }) => `${receivedOn} ${complaintId}`).toReversed();

export class ComplaintById extends Ask<{ complaintId: Id }, Found<ComplaintRow> | null> {}
export const ComplaintByIdAnswers = answers(ComplaintById, (rows, { complaintId }, asAt) =>
  rows.get(complaints, complaintId, asAt),
);

/** All complaints that a school received, the latest first. */
export class ComplaintsOfSchool extends Ask<{ schoolId: Id }, Found<ComplaintRow>[]> {}
export const ComplaintsOfSchoolAnswers = answers(ComplaintsOfSchool, async (rows, { schoolId }, asAt) =>
  latestFirst(await rows.find(complaints, { schoolId }, asAt)),
);
