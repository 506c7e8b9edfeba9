import { z } from 'zod';
import type { EvaluationCommand } from '#domain';
import { id as anyId, idFrom, orElse, type Day, type Id } from '#event-sourcing';
import type { EvaluationActionRow, EvaluationRow } from '#read-models';
import { dayParts, daySent, Fields, type Choice } from '../shell/fields.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { shortDay } from '../shell/words.js';
import type { EvaluationFacts } from './gather.js';

/** The three forms about an action: agreed, moved, closed. */

type Sent = { readonly body: unknown; readonly errors: FormErrors };
const words = (missing: string) => z.string().trim().min(1, missing).max(2_000, 'Use 2,000 characters or fewer');
const dueFrom = (today: Day) =>
  daySent('Enter the day by which it is to be done').refine((on) => on >= today, 'Enter today or a later day');

const common = ({ evaluation, site, provider }: EvaluationFacts, sent: Sent | undefined) => ({
  caption: `${evaluation.instrument.title}, ${site}, ${provider}`,
  errors: sent?.errors ?? null,
  back: { href: urlOf(paths.evaluations.show, evaluation), text: 'Back to the evaluation' },
});

const aboutOf = ({ evaluationId, schoolId, providerId, siteId }: EvaluationRow) => ({
  evaluationId,
  schoolId,
  providerId,
  siteId,
});

export const addActionForm = ({ answers }: EvaluationRow, owners: readonly Choice[], today: Day) =>
  z.object({
    form: z.uuid(),
    what: words('Enter what is to be done'),
    // Whoever has left since the form was shown is nobody to choose any more.
    owner: z
      .string()
      .refine((sent) => owners.some(({ value }) => value === sent), 'Choose who sees to it')
      .transform((sent) => {
        const [kind, owner] = sent.split(' ');
        return { kind: z.enum(['person', 'adult']).parse(kind), id: anyId.parse(owner) };
      }),
    dueOn: dueFrom(today),
    row: z.enum(['', ...answers.map(({ row }) => row)], { error: 'Choose a row, or none' }),
  });

export const addActionSent = (body: unknown) => ({
  form: field(body, 'form'),
  what: field(body, 'what'),
  owner: field(body, 'owner'),
  dueOn: dayParts(body, 'dueOn'),
  row: field(body, 'row'),
});

/** The same form sent twice is the same action. */
export const agreeAction = (
  evaluation: EvaluationRow,
  { form, what, owner, dueOn, row }: z.output<ReturnType<typeof addActionForm>>,
  personId: Id,
  on: Day,
): EvaluationCommand => ({
  type: 'AgreeEvaluationAction',
  data: {
    ...aboutOf(evaluation),
    actionId: idFrom('evaluation-action', evaluation.evaluationId, form),
    personId,
    on,
    ...(row === '' ? {} : { row }),
    owner,
    dueOn,
    what,
  },
});

export function addActionPage(facts: EvaluationFacts, owners: readonly Choice[], form: string, sent?: Sent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const { evaluation } = facts;
  return {
    ...common(facts, sent),
    title: 'Add an action',
    action: urlOf(paths.evaluations.addAction, evaluation),
    hidden: [{ name: 'form', value: form }],
    fields: [
      fields.words({ name: 'what', label: 'What is to be done?' }),
      fields.select({ name: 'row', label: 'Because of which row?', hint: 'You can leave this out' }, [
        { value: '', text: 'No row in particular' },
        ...evaluation.answers.map(({ row, label }) => ({ value: row, text: label })),
      ]),
      fields.select({ name: 'owner', label: 'Who sees to it?' }, [{ value: '', text: 'Choose' }, ...owners]),
      fields.day({ name: 'dueOn', label: 'By the end of which day?', hint: 'For example, 18 12 2026' }),
    ],
    submit: 'Add the action',
  };
}

const leadOf = ({ what, dueOn }: EvaluationActionRow): string[] => [
  orElse(what, 'What is to be done is erased.'),
  `It is due by the end of ${shortDay(dueOn)}.`,
];

const actionAddress = ({ schoolId, evaluationId, actionId }: EvaluationActionRow) => ({
  schoolId,
  evaluationId,
  actionId,
});

export const moveActionForm = (today: Day) =>
  z.object({ dueOn: dueFrom(today), because: words('Enter why it is another day') });
export const moveActionSent = (body: unknown) => ({
  dueOn: dayParts(body, 'dueOn'),
  because: field(body, 'because'),
});

export const moveAction = (
  evaluation: EvaluationRow,
  { actionId }: EvaluationActionRow,
  form: z.output<ReturnType<typeof moveActionForm>>,
  personId: Id,
  on: Day,
): EvaluationCommand => ({
  type: 'MoveEvaluationAction',
  data: { ...aboutOf(evaluation), actionId, personId, on, ...form },
});

export function moveActionPage(facts: EvaluationFacts, action: EvaluationActionRow, sent?: Sent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  return {
    ...common(facts, sent),
    title: 'Move the date of an action',
    lead: leadOf(action),
    action: urlOf(paths.evaluations.moveAction, actionAddress(action)),
    fields: [
      fields.day({ name: 'dueOn', label: 'By the end of which day is it due now?' }, action.dueOn),
      fields.words({ name: 'because', label: 'Why is it another day?' }),
    ],
    submit: 'Move the date',
  };
}

export const closeActionForm = (today: Day) =>
  z.object({
    doneOn: daySent('Enter the day on which it was done').refine((on) => on <= today, 'Enter today or an earlier day'),
    outcome: words('Enter what was done'),
  });
export const closeActionSent = (body: unknown) => ({
  doneOn: dayParts(body, 'doneOn'),
  outcome: field(body, 'outcome'),
});

export const closeAction = (
  evaluation: EvaluationRow,
  { actionId }: EvaluationActionRow,
  form: z.output<ReturnType<typeof closeActionForm>>,
  personId: Id,
  on: Day,
): EvaluationCommand => ({
  type: 'CloseEvaluationAction',
  data: { ...aboutOf(evaluation), actionId, personId, on, ...form },
});

export function closeActionPage(facts: EvaluationFacts, action: EvaluationActionRow, today: Day, sent?: Sent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  return {
    ...common(facts, sent),
    title: 'Close an action',
    lead: leadOf(action),
    action: urlOf(paths.evaluations.closeAction, actionAddress(action)),
    fields: [
      fields.words({ name: 'outcome', label: 'What was done?' }),
      fields.day({ name: 'doneOn', label: 'On which day?' }, today),
    ],
    submit: 'Close the action',
  };
}
