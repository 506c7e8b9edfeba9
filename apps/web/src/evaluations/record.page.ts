import { z } from 'zod';
import { evaluationIdOf, rowJudgement, type EvaluationCommand } from '#domain';
import type { Day, Id } from '#event-sourcing';
import { wordsOfCitation, type Edition, type Instrument, type InstrumentRow } from '#procedure';
import type { SiteHere } from '../providers/desk.js';
import { dayParts, daySent, Fields, type Choice } from '../shell/fields.js';
import { field, several, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { judgementTags } from './evaluation-words.js';

/** What the form goes by: the site, the instrument of the edition in force, and who may have completed it. */
export type RecordHere = SiteHere & {
  readonly edition: Edition;
  readonly instrument: Instrument;
  readonly staff: readonly Choice[];
  readonly today: Day;
};

const text = z
  .string()
  .trim()
  .max(2_000, 'Use 2,000 characters or fewer')
  .transform((words) => (words === '' ? undefined : words));

const rowForm = ({ label, choices = [] }: InstrumentRow) =>
  z
    .object({
      judgement: z.enum(rowJudgement.options, { error: `Choose what you found: ${label}` }),
      evidence: text,
      notes: text,
      // By their places in the list: an input's id has no blanks.
      chosen: z.array(z.string()).transform((places, context): string[] =>
        places.map((place) => {
          const choice = choices[Number(place)];
          if (choice !== undefined) return choice;
          context.addIssue({ code: 'custom', message: 'Tick only what is there' });
          return z.NEVER;
        }),
      ),
    })
    .refine((row) => row.judgement === 'not-looked-at' || row.evidence !== undefined, {
      path: ['evidence'],
      message: `Enter what you looked at: ${label}`,
    });

/** Every row is answered, and one of them at least was looked at. */
// Procedure: S19.2, S19.3, S22.1, S22.2
export const recordForm = ({ instrument: { rows }, staff, today }: RecordHere) =>
  z
    .object({
      on: daySent('Enter the day of the evaluation').refine((on) => on <= today, 'Enter today or an earlier day'),
      personId: z.string().refine((id) => staff.some(({ value }) => value === id), 'Choose who completed it'),
      rows: z.object(Object.fromEntries(rows.map((row) => [row.id, rowForm(row)]))),
    })
    .refine((form) => Object.values(form.rows).some((row) => row.judgement !== 'not-looked-at'), {
      path: ['rows', rows[0]?.id ?? '', 'judgement'],
      message: 'Choose what you found in one row at least',
    });
type RecordForm = z.output<ReturnType<typeof recordForm>>;

const nameIn = (row: InstrumentRow, part: string): string => `rows-${row.id}-${part}`;

export const recordSent = ({ instrument: { rows } }: RecordHere, body: unknown) => ({
  on: dayParts(body, 'on'),
  personId: field(body, 'personId'),
  rows: Object.fromEntries(
    rows.map((row) => [
      row.id,
      {
        judgement: field(body, nameIn(row, 'judgement')),
        evidence: field(body, nameIn(row, 'evidence')),
        notes: field(body, nameIn(row, 'notes')),
        chosen: several(body, nameIn(row, 'chosen')),
      },
    ]),
  ),
});

/** The evaluation as the form says it, with the questions as they were put. */
export function recordEvaluation(
  { schoolId, site, edition, instrument }: RecordHere,
  { on, personId, rows }: RecordForm,
): EvaluationCommand & { readonly type: 'RecordEvaluation' } {
  const { siteId, providerId } = site;
  const { id, title, version } = instrument;
  const found = instrument.rows.flatMap(({ id: row, label, question }) => {
    const sent = rows[row];
    return sent ? [{ row, label, question, ...sent }] : [];
  });
  return {
    type: 'RecordEvaluation',
    data: {
      evaluationId: evaluationIdOf(schoolId, siteId, id, on),
      schoolId,
      providerId,
      siteId,
      procedure: { id: edition.id, edition: edition.edition },
      instrument: { id, title, version },
      personId,
      on,
      answers: found.map(({ row, label, question, judgement: judged, chosen }) => ({
        row,
        label,
        question,
        judgement: judged,
        ...(chosen.length === 0 ? {} : { chosen }),
      })),
      words: found.flatMap(({ row, evidence, notes }) =>
        evidence === undefined && notes === undefined
          ? []
          : [{ row, ...(evidence === undefined ? {} : { evidence }), ...(notes === undefined ? {} : { notes }) }],
      ),
    },
  };
}

/** The instrument as a form: for each row what was found, what was looked at, and notes. */
export function recordPage(here: RecordHere, askerId: Id, sent?: { body: unknown; errors: FormErrors }) {
  const { schoolId, provider, site, edition, instrument, staff, today } = here;
  const isOwnView = instrument.assessedBy === 'provider';
  const source = edition.citations.find(({ id }) => id === instrument.citation);
  const { providerId, siteId } = site;
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const judgements = rowJudgement.options.map((value) => ({ value, text: judgementTags[value].text }));
  return {
    caption: `${site.name}, ${provider.name}`,
    title: isOwnView ? instrument.title : `Evaluate: ${instrument.title}`,
    errors: sent?.errors ?? null,
    back: { href: urlOf(paths.providers.show, { schoolId, providerId }), text: 'Back to the provider' },
    action: urlOf(paths.evaluations.record, { schoolId, providerId, siteId, instrument: instrument.id }),
    lead: [
      ...(isOwnView
        ? [
            'Write down what the provider says of itself. It ticks no check, and none of your own evaluations follows from it.',
          ]
        : []),
      ...(source ? [`It goes through the points of: ${wordsOfCitation(source)}.`] : []),
      'Answer every row. Where you did not look at something, say so.',
      'Staff of this school read what you write here. Name no pupil where it is not needed, and take a safeguarding concern to the designated safeguarding lead at once.',
    ],
    rows: instrument.rows.map((row) => ({
      id: `row-${row.id}`,
      label: row.label,
      question: row.question,
      fields: [
        fields.choice({ name: nameIn(row, 'judgement'), label: `What did you find? ${row.label}` }, judgements),
        ...(row.choices
          ? [
              fields.several(
                { name: nameIn(row, 'chosen'), label: `Which of these? ${row.label}`, hint: 'Tick all that apply' },
                row.choices.map((choice, place) => ({ value: String(place), text: choice })),
              ),
            ]
          : []),
        fields.words({
          name: nameIn(row, 'evidence'),
          label: `What did you look at? ${row.label}`,
          hint: `For example: ${row.evidence}`,
        }),
        fields.words({ name: nameIn(row, 'notes'), label: `Notes on ${row.label}`, hint: 'You can leave this out' }),
      ],
    })),
    end: [
      fields.select({ name: 'personId', label: 'Who completed the evaluation?' }, staff, askerId),
      fields.day({ name: 'on', label: 'On which day?' }, today),
    ],
    submit: 'Record the evaluation',
  };
}
