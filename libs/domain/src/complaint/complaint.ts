import { z } from 'zod';
import { day, id, messages, personal, type Day, type Decider, type Id, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';

/**
 * A complaint about a placement or a provider, one stream for each: who brought it and about what, each step with its day, and
 * how it ended. Somebody may take it further after it was closed; then it is open again until it is closed anew.
 */
const line = z.string().trim().min(1).max(160);
const words = z.string().trim().min(1).max(2_000);

export const complainant = z.enum(['parent', 'pupil', 'provider', 'neighbour', 'other']);
export type Complainant = z.output<typeof complainant>;
export const complaintChannel = z.enum(['telephone', 'email', 'letter', 'in-person']);
export type ComplaintChannel = z.output<typeof complaintChannel>;
export const complaintSays = z.strictObject({ from: complainant, name: line.optional(), about: words });

/** About a placement it is kept under its pupil, else under the provider: with whom it goes when that is erased. */
const about = {
  complaintId: id,
  schoolId: id,
  providerId: id,
  placementId: id.optional(),
  subjectId: id.optional(),
  keptUnder: id,
};
const received = z.object({
  ...about,
  receivedOn: day,
  channel: complaintChannel,
  personId: id,
  says: personal(complaintSays),
});
export const complaintStep = z.enum(['acknowledged', 'looked-into', 'answered', 'taken-further']);
export type ComplaintStep = z.output<typeof complaintStep>;
/** `personId` is who of the school took the step, or heard of it. `stepId` is made by the form. */
const step = z.object({ ...about, stepId: id, step: complaintStep, on: day, personId: id, what: personal(words) });
export const complaintOutcome = z.enum(['upheld', 'upheld-in-part', 'not-upheld', 'withdrawn']);
export type ComplaintOutcome = z.output<typeof complaintOutcome>;
const closed = z.object({
  ...about,
  on: day,
  personId: id,
  says: personal(z.strictObject({ outcome: complaintOutcome, what: words })),
});

const sealed = { subject: 'keptUnder', kept: 'pupil-file' } as const;
export const complaintEvents = messages(
  {
    ComplaintReceived: received.describe('Somebody complained about a placement or a provider: who, how, about what.'),
    ComplaintStepTaken: step.describe(
      'A complaint was acknowledged, looked into, answered or taken further, on this day and by whom.',
    ),
    ComplaintClosed: closed.describe('A complaint was closed, with what came of it.'),
  },
  sealed,
);
export type ComplaintEvent = MessageOf<typeof complaintEvents>;
export const complaintCommands = messages(
  { ReceiveComplaint: received, TakeComplaintStep: step, CloseComplaint: closed },
  sealed,
);
export type ComplaintCommand = MessageOf<typeof complaintCommands>;

type Complaint = {
  readonly received: z.output<typeof received> | null;
  readonly steps: ReadonlySet<Id>;
  /** The day of the last step. */
  readonly lastOn: Day;
  readonly closed: z.output<typeof closed> | null;
};

export const complaint: Decider<ComplaintCommand, ComplaintEvent, Complaint> = {
  category: 'complaint',
  initial: { received: null, steps: new Set(), lastOn: '', closed: null },

  evolve: (complaint, { type, data }) => {
    switch (type) {
      case 'ComplaintReceived':
        return { ...complaint, received: data, lastOn: data.receivedOn };
      case 'ComplaintStepTaken': {
        const lastOn = data.on > complaint.lastOn ? data.on : complaint.lastOn;
        const isReopened = data.step === 'taken-further';
        const steps = new Set([...complaint.steps, data.stepId]);
        return { ...complaint, steps, lastOn, closed: isReopened ? null : complaint.closed };
      }
      case 'ComplaintClosed':
        return { ...complaint, lastOn: data.on, closed: data };
    }
  },

  decide: ({ type, data }, { received, steps, lastOn, closed }) => {
    if (type === 'ReceiveComplaint') {
      if (!received) return [{ type: 'ComplaintReceived', data }];
      return sameAsKnown(received, data) ? [] : no('complaint-received-otherwise');
    }
    if (!received) return no('complaint-not-known');
    switch (type) {
      case 'TakeComplaintStep':
        if (steps.has(data.stepId)) return [];
        if (data.on < received.receivedOn) return no('complaint-step-too-early');
        if (closed && data.step !== 'taken-further') return no('complaint-closed');
        if (closed && data.on < closed.on) return no('complaint-step-too-early');
        return [{ type: 'ComplaintStepTaken', data }];
      case 'CloseComplaint':
        if (closed) return sameAsKnown(closed, data) ? [] : no('complaint-closed');
        return data.on < lastOn ? no('complaint-step-too-early') : [{ type: 'ComplaintClosed', data }];
    }
  },
};

/** Under whom the words of a complaint are kept. */
export const complaintKeptUnder = (of: { readonly providerId: Id; readonly subjectId?: Id | undefined }): Id =>
  of.subjectId ?? of.providerId;
