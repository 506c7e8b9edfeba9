import { z } from 'zod';
import { day, id, idFrom, messages, personal, type Day, type Decider, type Id, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';

/**
 * An evaluation is what a school found at a provider's site when it went through an instrument, row by row.
 *
 * It keeps the instrument as it was: title, version and questions. What is to be done because of it is an action, which
 * belongs to one person and ends once, with what was done. That one is overdue is for pages to say, by its day.
 */
const line = z.string().trim().min(1).max(300);
const name = z.string().min(1).max(60);
/** A school's own words; they may name people, so they are sealed with the site's file. */
const text = z.string().trim().min(1).max(2_000);
const about = { evaluationId: id, schoolId: id, providerId: id, siteId: id };

export const rowJudgement = z.enum(['met', 'partly-met', 'not-met', 'not-looked-at']);
export type RowJudgement = z.output<typeof rowJudgement>;

const answer = z.object({
  row: name,
  label: line,
  question: line,
  judgement: rowJudgement,
  /** What was ticked, where the row has something to tick. */
  chosen: z.array(line).optional(),
});
const recorded = z.object({
  ...about,
  procedure: z.object({ id: name, edition: name }),
  instrument: z.object({ id: name, title: line, version: name }),
  /** Who completed it, and on which day. */
  personId: id,
  on: day,
  answers: z.array(answer).min(1).max(60),
  /** What was looked at, and notes, by row. */
  words: personal(z.array(z.object({ row: name, evidence: text.optional(), notes: text.optional() })).max(60)),
});
/** Whose an action is: somebody of the school's staff, or an adult at the provider. */
const owner = z.object({ kind: z.enum(['person', 'adult']), id });
/** `on` is the day on which it was entered, by this person. */
const entered = { ...about, actionId: id, personId: id, on: day };
const agreed = z.object({ ...entered, row: name.optional(), owner, dueOn: day, what: personal(text) });
const moved = z.object({ ...entered, dueOn: day, because: personal(text) });
/** `from` is the first day on which it is another’s. */
const handedOver = z.object({ ...entered, owner, from: day });
/** `doneOn` is the day on which it was done. */
const closed = z.object({ ...entered, doneOn: day, outcome: personal(text) });

const sealed = { subject: 'siteId', kept: 'provider-file' } as const;

export const evaluationEvents = messages(
  {
    EvaluationRecorded: recorded.describe(
      'A school evaluated a site by an instrument of the procedure: of each row what was found, or that it was not looked at.',
    ),
    EvaluationActionAgreed: agreed.describe(
      'Something is to be done because of an evaluation, by one person and until the end of a day.',
    ),
    EvaluationActionMoved: moved.describe('An action is due on another day, for this reason.'),
    EvaluationActionHandedOver: handedOver.describe('From this day on an action is somebody else’s to see to.'),
    EvaluationActionClosed: closed.describe('An action was done: what was done, when, and who says so.'),
  },
  sealed,
);
export type EvaluationEvent = MessageOf<typeof evaluationEvents>;

export const evaluationCommands = messages(
  {
    RecordEvaluation: recorded,
    AgreeEvaluationAction: agreed,
    MoveEvaluationAction: moved,
    HandOverEvaluationAction: handedOver,
    CloseEvaluationAction: closed,
  },
  sealed,
);
export type EvaluationCommand = MessageOf<typeof evaluationCommands>;

/** A school evaluates a site by an instrument once a day: sent twice, it is one evaluation. */
export const evaluationIdOf = (schoolId: Id, siteId: Id, instrument: string, on: Day): Id =>
  idFrom('evaluation', schoolId, siteId, instrument, on);

type Recorded = z.output<typeof recorded>;
type Owner = z.output<typeof owner>;
type Handover = { readonly owner: Owner; readonly from: Day };
type Action = {
  readonly agreed: z.output<typeof agreed>;
  readonly dueOn: Day;
  readonly handedOver: readonly Handover[];
  readonly closed: z.output<typeof closed> | null;
};

/** What is known of an evaluation; null before it is recorded. */
export type Evaluation = { readonly recorded: Recorded; readonly actions: Readonly<Record<Id, Action>> } | null;

export const evaluation: Decider<EvaluationCommand, EvaluationEvent, Evaluation> = {
  category: 'evaluation',
  initial: null,

  evolve: (evaluation, { type, data }) => {
    if (type === 'EvaluationRecorded') return { recorded: data, actions: {} };
    if (!evaluation) return null;
    if (type === 'EvaluationActionAgreed') {
      return withAction(evaluation, data.actionId, { agreed: data, dueOn: data.dueOn, handedOver: [], closed: null });
    }
    const action = evaluation.actions[data.actionId];
    if (!action) return evaluation;
    switch (type) {
      case 'EvaluationActionMoved':
        return withAction(evaluation, data.actionId, { ...action, dueOn: data.dueOn });
      case 'EvaluationActionHandedOver':
        return withAction(evaluation, data.actionId, { ...action, handedOver: withHandover(action.handedOver, data) });
      case 'EvaluationActionClosed':
        return withAction(evaluation, data.actionId, { ...action, closed: data });
    }
  },

  // Procedure: S19.12, S20.8, S21.6
  decide: ({ type, data }, evaluation) => {
    if (type === 'RecordEvaluation') {
      if (evaluation) return sameAsKnown(evaluation.recorded, data) ? [] : no('evaluation-already-recorded');
      assertWhole(data);
      return [{ type: 'EvaluationRecorded', data }];
    }
    if (!evaluation) return no('evaluation-not-recorded');
    const action = evaluation.actions[data.actionId];
    if (type === 'AgreeEvaluationAction') {
      if (action) return sameAsKnown(action.agreed, data) ? [] : no('action-already-agreed');
      if (data.row !== undefined && !evaluation.recorded.answers.some(({ row }) => row === data.row)) {
        return no('action-of-another-row');
      }
      return data.dueOn < data.on ? no('action-due-in-the-past') : [{ type: 'EvaluationActionAgreed', data }];
    }
    if (!action) return no('action-not-agreed');
    switch (type) {
      case 'MoveEvaluationAction':
        if (action.closed) return no('action-closed');
        if (action.dueOn === data.dueOn) return [];
        return data.dueOn < data.on ? no('action-due-in-the-past') : [{ type: 'EvaluationActionMoved', data }];
      case 'HandOverEvaluationAction': {
        if (action.closed) return no('action-closed');
        const now = ownerOn({ owner: action.agreed.owner, handovers: action.handedOver }, data.from);
        return now.id === data.owner.id ? [] : [{ type: 'EvaluationActionHandedOver', data }];
      }
      case 'CloseEvaluationAction':
        // Said again it is nothing new. A second account that differs is refused, not swallowed.
        if (action.closed) return sameAsKnown(action.closed, data) ? [] : no('action-closed');
        return data.doneOn > data.on ? no('action-done-later-than-said') : [{ type: 'EvaluationActionClosed', data }];
    }
  },
};

/** What was said of the same day before does not count any more. */
export const withHandover = <H extends Handover>(all: readonly H[], one: H): readonly H[] =>
  [...all.filter(({ from }) => from !== one.from), one].sort((a, b) => a.from.localeCompare(b.from));

/** Whose an action is on a day. */
export const ownerOn = (
  { owner, handovers }: { readonly owner: Owner; readonly handovers: readonly Handover[] },
  on: Day,
): Owner => handovers.findLast(({ from }) => from <= on)?.owner ?? owner;

/** Each row once, at least one looked at, and what was looked at named with what it was. */
function assertWhole({ answers, words }: Recorded): void {
  const rows = answers.map(({ row }) => row);
  if (new Set(rows).size !== rows.length) no('evaluation-rows-not-distinct');
  const lookedAt = answers.filter((each) => each.judgement !== 'not-looked-at');
  if (lookedAt.length === 0) no('nothing-looked-at');
  const shown = new Set(Array.isArray(words) ? words.flatMap(({ row, evidence }) => (evidence ? [row] : [])) : rows);
  if (lookedAt.some(({ row }) => !shown.has(row))) no('looked-at-without-evidence');
}

const withAction = (evaluation: NonNullable<Evaluation>, actionId: Id, action: Action): Evaluation => ({
  ...evaluation,
  actions: { ...evaluation.actions, [actionId]: action },
});
