import { z } from 'zod';
import { evaluationEvents, rowJudgement, withHandover } from '#domain';
import { day, erased, id, personal, pick, type Found, type Id, type MessageOf, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';
import { inOrder } from './order.js';

const recorded = pick(evaluationEvents, 'EvaluationRecorded');
const about = { evaluationId: id, schoolId: id, providerId: id, siteId: id };

const evaluationRow = z.object({
  ...about,
  /** The form as it was then, whatever the procedure says now. */
  instrument: z.object({ id: z.string(), title: z.string(), version: z.string() }),
  /** Who completed it, and on which day. */
  personId: id,
  on: day,
  answers: z.array(
    z.object({
      row: z.string(),
      label: z.string(),
      question: z.string(),
      judgement: rowJudgement,
      chosen: z.array(z.string()).optional(),
    }),
  ),
  words: personal(
    z.array(z.object({ row: z.string(), evidence: z.string().optional(), notes: z.string().optional() })),
  ),
});
export type EvaluationRow = z.output<typeof evaluationRow>;

/** What schools found at sites of providers, by the instruments of the procedure. */
export const evaluations: Projection<MessageOf<typeof recorded>, EvaluationRow> = {
  name: 'evaluations',
  version: 1,
  hears: [recorded],
  row: evaluationRow,
  sealed: { subject: 'siteId', kept: 'provider-file' },
  by: ['schoolId', 'providerId'],
  rowId: ({ data }) => data.evaluationId,
  evolve: (_, { data: { procedure: _edition, ...found } }) => found,
};

const ofActions = pick(
  evaluationEvents,
  'EvaluationActionAgreed',
  'EvaluationActionMoved',
  'EvaluationActionHandedOver',
  'EvaluationActionClosed',
);

const owner = z.object({ kind: z.enum(['person', 'adult']), id });
const actionRow = z.object({
  ...about,
  actionId: id,
  /** The row of the evaluation because of which it was agreed. */
  row: z.string().optional(),
  /** Whose it was at first; `ownerOn` says whose it is. */
  owner,
  /** From which day on it is whose, in order, each with who said so, and when. */
  handovers: z.array(z.object({ from: day, owner, personId: id, on: day })),
  /** The last day in time, as it is now. */
  dueOn: day,
  /** Who entered it, and on which day. */
  personId: id,
  on: day,
  /** The days that it was due on before, each with who moved it, and when. */
  moves: z.array(z.object({ from: day, to: day, personId: id, on: day })),
  closed: z.object({ doneOn: day, personId: id, on: day }).optional(),
  state: z.enum(['open', 'closed']),
  what: personal(z.string()),
  /** Why it was moved, in the order of the moves. */
  reasons: personal(z.array(z.string())),
  outcome: personal(z.string()).optional(),
});
export type EvaluationActionRow = z.output<typeof actionRow>;

/** What is to be done because of evaluations: each with its owner and its day, until somebody says what was done. */
export const evaluationActions: Projection<MessageOf<typeof ofActions>, EvaluationActionRow> = {
  name: 'evaluation-actions',
  version: 2, // 2: to whom it was handed over.
  hears: [ofActions],
  row: actionRow,
  sealed: { subject: 'siteId', kept: 'provider-file' },
  by: ['schoolId', 'providerId', 'evaluationId', 'state'],
  rowId: ({ data }) => data.actionId,

  evolve: (action, { type, data }) => {
    if (type === 'EvaluationActionAgreed') return { ...data, moves: [], handovers: [], state: 'open', reasons: [] };
    if (!action) return null;
    const { personId, on } = data;
    switch (type) {
      case 'EvaluationActionMoved': {
        const moves = [...action.moves, { from: action.dueOn, to: data.dueOn, personId, on }];
        const { reasons } = action;
        const because = reasons === erased || data.because === erased ? erased : [...reasons, data.because];
        return { ...action, dueOn: data.dueOn, moves, reasons: because };
      }
      case 'EvaluationActionHandedOver': {
        const { from, owner } = data;
        return { ...action, handovers: [...withHandover(action.handovers, { from, owner, personId, on })] };
      }
      case 'EvaluationActionClosed':
        return { ...action, state: 'closed', closed: { doneOn: data.doneOn, personId, on }, outcome: data.outcome };
    }
  },
};

/** An evaluation by its id. */
export class EvaluationById extends Ask<{ evaluationId: Id }, Found<EvaluationRow> | null> {}
export const EvaluationByIdAnswers = answers(EvaluationById, (rows, { evaluationId }, asAt) =>
  rows.get(evaluations, evaluationId, asAt),
);

/** The evaluations that a school made of a provider's sites, the latest first. */
export class EvaluationsOf extends Ask<{ schoolId: Id; providerId: Id }, Found<EvaluationRow>[]> {}
export const EvaluationsOfAnswers = answers(EvaluationsOf, async (rows, where, asAt) =>
  inOrder(await rows.find(evaluations, where, asAt), ({ on, evaluationId }) => `${on} ${evaluationId}`).toReversed(),
);

/** Every action of an evaluation, in the order of their days. */
export class ActionsOfEvaluation extends Ask<{ evaluationId: Id }, Found<EvaluationActionRow>[]> {}
export const ActionsOfEvaluationAnswers = answers(ActionsOfEvaluation, async (rows, where, asAt) =>
  byDay(await rows.find(evaluationActions, where, asAt)),
);

/** What is still to be done for a school, at one provider or at any, in the order of its days: what is overdue comes first. */
export class OpenActionsOf extends Ask<{ schoolId: Id; providerId?: Id }, Found<EvaluationActionRow>[]> {}
export const OpenActionsOfAnswers = answers(OpenActionsOf, async (rows, { schoolId, providerId }, asAt) => {
  const where = { schoolId, state: 'open' as const, ...(providerId === undefined ? {} : { providerId }) };
  return byDay(await rows.find(evaluationActions, where, asAt));
});

const byDay = (actions: Found<EvaluationActionRow>[]): Found<EvaluationActionRow>[] =>
  inOrder(actions, ({ dueOn, actionId }) => `${dueOn} ${actionId}`);
