import type { ComplaintEvent } from '#domain';
import { erased } from '#event-sourcing';
import { given, ids, rowsOf } from '#testing';
import {
  ComplaintById,
  ComplaintByIdAnswers,
  complaints,
  ComplaintsOfSchool,
  ComplaintsOfSchoolAnswers,
  type ComplaintRow,
} from './complaints.js';

const of = ids('complaintId', 'laterId', 'schoolId', 'providerId', 'personId', 'stepId');
const { complaintId, laterId, schoolId, providerId, personId, stepId } = of;
const about = { complaintId, schoolId, providerId, keptUnder: providerId };
const says = { from: 'neighbour', about: 'The noise.' } as const;
const account = { ...about, receivedOn: '2026-11-16', channel: 'letter', personId, says } as const;
const received = { type: 'ComplaintReceived', data: account } as const satisfies ComplaintEvent;
const step = (name: 'answered' | 'taken-further', what: string | typeof erased = 'By letter.') =>
  ({ type: 'ComplaintStepTaken', data: { ...about, stepId, step: name, on: '2026-11-18', personId, what } }) as const;
const closed = {
  type: 'ComplaintClosed',
  data: { ...about, on: '2026-11-20', personId, says: { outcome: 'upheld', what: 'Quieter.' } },
} as const satisfies ComplaintEvent;
const row: ComplaintRow = { ...account, state: 'open', steps: [], whats: [] };
const answered = { step: 'answered', on: '2026-11-18', personId } as const;

describe('the row of a complaint', () => {
  const after = given(complaints);
  it('has each step with its day, and is open until it is closed', () => {
    after(received).then(row);
    const stepped = { ...row, steps: [answered], whats: ['By letter.'] };
    after(received, step('answered')).then(stepped);
    after(received, step('answered'), closed).then({
      ...stepped,
      state: 'closed',
      steps: [answered, { step: 'closed', on: '2026-11-20', personId }],
      whats: ['By letter.', 'Quieter.'],
      closedOn: '2026-11-20',
      outcome: 'upheld',
    });
  });
  it('is open again when somebody takes it further', () =>
    after(received, closed, step('taken-further', 'To governors.')).then({
      ...row,
      steps: [
        { step: 'closed', on: '2026-11-20', personId },
        { step: 'taken-further', on: '2026-11-18', personId },
      ],
      whats: ['Quieter.', 'To governors.'],
    }));
  it('reads as erased when a step of it does', () =>
    after(received, step('answered', erased)).then({ ...row, steps: [answered], whats: erased }));
  it('is found by its id, and by its school, the latest first', async () => {
    const later = { ...received, data: { ...account, complaintId: laterId, receivedOn: '2026-11-17' } };
    const rows = rowsOf(received, later);
    const all = await new ComplaintsOfSchoolAnswers(rows).execute(new ComplaintsOfSchool({ schoolId }));
    expect(all.map((each) => each.complaintId)).toEqual([laterId, complaintId]);
    const one = await new ComplaintByIdAnswers(rows).execute(new ComplaintById({ complaintId }));
    expect(one).toMatchObject({ receivedOn: '2026-11-16' });
  });
});
