import { z } from 'zod';
import { filedIn, type OversightCommand } from '#domain';
import { idFrom, type Day, type Id, type Instant } from '#event-sourcing';
import { londonInstant } from '#procedure';
import type { FollowUpRow, OversightRow } from '#read-models';
import { pastDay, textIfSent, textSent } from '../placements/evidence-form.js';
import { dayParts, daySent, Fields, timeSent, type Choice, type FormField } from '../shell/fields.js';
import { notTaken, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Done, Notice } from '../shell/saved.js';
import { capital, dayOf, localInput, shortDay } from '../shell/words.js';
import type { PlacementOversight } from './gather.js';
import { filedInWords, kindWords } from './oversight-words.js';
import { personSent } from './record-forms.js';

/** What can become of a record once it is there. */
export const afterStep = z.enum(['hand-over', 'receive', 'file', 'note', 'follow-up']);
export type AfterStep = z.output<typeof afterStep>;

/** A record with what its forms need to know. `form` is made when a form is shown, so that sent twice it is one fact. */
export type AfterAbout = PlacementOversight & {
  readonly record: OversightRow;
  /** Who answers for safeguarding today, to be told of a concern. */
  readonly safeguarding: readonly Choice[];
  readonly today: Day;
  readonly now: Instant;
  readonly askerId: Id;
  readonly form: string;
};

type AfterForm = {
  readonly title: string;
  readonly lead: readonly string[];
  readonly submit: string;
  readonly done: Done;
  fields(about: AfterAbout, fields: Fields): readonly FormField[];
  /** @throws {NotTaken} with what is wrong beside each field. */
  command(about: AfterAbout, body: unknown): OversightCommand;
};

const max = 2_000;
const aboutOf = ({ record }: AfterAbout) => {
  const { placementId, subjectId, schoolId, recordId } = record;
  return { placementId, subjectId, schoolId, recordId };
};
const sentOf = (body: unknown, ...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, field(body, name)]));
const chooseFrom = (staff: readonly Choice[]) => [{ value: '', text: 'Choose' }, ...staff];

/** Whether somebody may say that they have a concern: whoever was told, or whoever answers for safeguarding. */
export const mayReceive = ({ record, safeguarding, askerId }: AfterAbout): boolean =>
  record.handedOver?.toId === askerId || safeguarding.some(({ value }) => value === askerId);

export const afterForms: Readonly<Record<AfterStep, AfterForm>> = {
  // Procedure: S22.3
  'hand-over': {
    title: 'Record whom you told of the concern',
    lead: [
      'Tell the safeguarding lead yourself, now. Waymark tells nobody: it keeps that you did, and until they have it the concern stays on the school’s page.',
    ],
    submit: 'Record it',
    done: 'concernHandedOver',
    fields: ({ safeguarding, now, school }, fields) => [
      fields.select({ name: 'toId', label: 'Whom did you tell?' }, chooseFrom(safeguarding)),
      fields.day({ name: 'toldOn', label: 'On which day?' }, dayOf(now)),
      fields.text({ name: 'toldAt', label: 'At what time?', hint: 'For example, 10:40' }, localInput(now).slice(11)),
      ...(school.keepsWords === true
        ? [fields.words({ name: 'concern', label: 'What is the concern?', hint: 'You can leave this out' })]
        : []),
    ],
    command: (about, body) => {
      const schema = z.object({
        toId: personSent(about.safeguarding, 'Choose whom you told'),
        toldOn: pastDay('Enter the day on which you told them', about.today),
        toldAt: timeSent('Enter the time at which you told them'),
        concern: textIfSent(max),
      });
      const sent = { ...sentOf(body, 'toId', 'toldAt', 'concern'), toldOn: dayParts(body, 'toldOn') };
      const { toId, toldOn, toldAt, concern } = read(schema, sent);
      const at = londonInstant(toldOn, toldAt);
      if (at > about.now) notTaken({ toldAt: { text: 'The time can’t be in the future' } });
      const isKept = concern !== undefined && about.school.keepsWords === true;
      const told = { ...aboutOf(about), toId, toldAt: at, personId: about.askerId };
      return { type: 'HandOverConcern', data: { ...told, ...(isKept ? { concern } : {}) } };
    },
  },
  receive: {
    title: 'Say that you have the concern',
    lead: ['You have been told of it, and see to it by the school’s safeguarding policy.'],
    submit: 'I have it',
    done: 'concernReceived',
    fields: (_, fields) => [
      fields.text({
        name: 'reference',
        label: 'What is it called in the safeguarding system?',
        hint: 'A reference, without anything about the pupil. You can leave it out',
      }),
    ],
    command: (about, body) => {
      if (!mayReceive(about)) {
        notTaken(
          { reference: { text: 'Whoever was told, or whoever answers for safeguarding, says that they have it' } },
          403,
        );
      }
      const { reference } = read(z.object({ reference: textIfSent(160) }), sentOf(body, 'reference'));
      const data = { ...aboutOf(about), personId: about.askerId, receivedAt: about.now };
      return { type: 'ReceiveConcern', data: { ...data, ...(reference === undefined ? {} : { reference }) } };
    },
  },
  file: {
    title: 'Record where it is filed',
    lead: ['A copy of a visit goes to the pupil’s file, and into the safeguarding system, with concerns or without.'],
    submit: 'Record it',
    done: 'recordFiled',
    fields: ({ today }, fields) => [
      fields.choice(
        { name: 'filedIn', label: 'Where?' },
        filedIn.options.map((value) => ({ value, text: capital(filedInWords[value]) })),
      ),
      fields.day({ name: 'filedOn', label: 'On which day?' }, today),
      fields.text({ name: 'receipt', label: 'What shows it?', hint: 'A reference or receipt. You can leave it out' }),
    ],
    command: (about, body) => {
      const schema = z.object({
        filedIn: z.enum(filedIn.options, { error: 'Choose where it is filed' }),
        filedOn: pastDay('Enter the day', about.today),
        receipt: textIfSent(160),
      });
      const sent = { ...sentOf(body, 'filedIn', 'receipt'), filedOn: dayParts(body, 'filedOn') };
      const { receipt, ...form } = read(schema, sent);
      const data = { ...aboutOf(about), ...form, personId: about.askerId };
      return { type: 'FileRecord', data: { ...data, ...(receipt === undefined ? {} : { receipt }) } };
    },
  },
  note: {
    title: 'Add a note',
    lead: ['The record stays as it was sent. A note beside it says what turned out later, or what was wrong in it.'],
    submit: 'Add the note',
    done: 'recordNoted',
    fields: (_, fields) => [fields.words({ name: 'note', label: 'What do you want to add?' })],
    command: (about, body) => {
      const { note } = read(z.object({ note: textSent('Enter the note', max) }), sentOf(body, 'note'));
      const noteId = idFrom('oversight-note', about.record.recordId, about.form);
      return {
        type: 'NoteOnRecord',
        data: { ...aboutOf(about), noteId, personId: about.askerId, on: about.today, note },
      };
    },
  },
  'follow-up': {
    title: 'Add what is to be done',
    lead: ['One thing, by one person, until the end of a day.'],
    submit: 'Add it',
    done: 'followUpAgreed',
    fields: ({ staff }, fields) => [
      fields.words({ name: 'what', label: 'What is to be done?' }),
      fields.select({ name: 'ownerId', label: 'Who sees to it?' }, chooseFrom(staff)),
      fields.day({ name: 'dueOn', label: 'By the end of which day?' }),
    ],
    command: (about, body) => {
      const schema = z.object({
        what: textSent('Enter what is to be done', max),
        ownerId: personSent(about.staff, 'Choose who sees to it'),
        dueOn: daySent('Enter the day by which it is to be done').refine(
          (on) => on >= about.today,
          'Enter today or a later day',
        ),
      });
      const form = read(schema, { ...sentOf(body, 'what', 'ownerId'), dueOn: dayParts(body, 'dueOn') });
      const followUpId = idFrom('follow-up', about.record.recordId, about.form);
      return { type: 'AgreeFollowUp', data: { ...aboutOf(about), followUpId, ...form, personId: about.askerId } };
    },
  },
};

/** The form of one step, as a page. */
export function afterPage(
  step: AfterStep,
  about: AfterAbout,
  saved: Notice | null = null,
  body?: unknown,
  errors: FormErrors | null = null,
) {
  const shown = afterForms[step];
  const { title, lead, submit } = shown;
  const { record } = about;
  return {
    title,
    lead,
    submit,
    caption: `${kindWords[record.kind]} of ${shortDay(record.on)}`,
    saved,
    errors,
    back: { href: urlOf(paths.oversight.placement, record), text: 'Back to the records' },
    action: urlOf(paths.oversight.after, { ...addressOf(record), step }),
    hidden: [{ name: 'form', value: about.form }],
    fields: shown.fields(about, new Fields(body, errors)),
  };
}

export const addressOf = ({ schoolId, placementId, recordId }: OversightRow) => ({ schoolId, placementId, recordId });

export type CloseAbout = PlacementOversight & {
  readonly followUp: FollowUpRow;
  readonly today: Day;
  readonly askerId: Id;
};

/** The form that says what was done. */
export function closePage(about: CloseAbout, body?: unknown, errors: FormErrors | null = null) {
  const { followUp, today } = about;
  const fields = new Fields(body, errors);
  const { what, dueOn, schoolId, placementId, followUpId } = followUp;
  return {
    title: 'Say what was done',
    lead: [
      typeof what === 'string' ? what : 'What was to be done is erased.',
      `It was due by the end of ${shortDay(dueOn)}.`,
    ],
    errors,
    back: { href: urlOf(paths.oversight.placement, followUp), text: 'Back to the records' },
    action: urlOf(paths.oversight.close, { schoolId, placementId, followUpId }),
    fields: [
      fields.words({ name: 'outcome', label: 'What was done?' }),
      fields.day({ name: 'doneOn', label: 'On which day?' }, today),
    ],
    submit: 'Record it',
  };
}

/** @throws {NotTaken} with what is wrong beside each field. */
export function closeCommand({ followUp, today, askerId }: CloseAbout, body: unknown): OversightCommand {
  const schema = z.object({
    outcome: textSent('Enter what was done', max),
    doneOn: pastDay('Enter the day on which it was done', today),
  });
  const form = read(schema, { ...sentOf(body, 'outcome'), doneOn: dayParts(body, 'doneOn') });
  const { placementId, subjectId, schoolId, recordId, followUpId } = followUp;
  const about = { placementId, subjectId, schoolId, recordId, followUpId };
  return { type: 'CloseFollowUp', data: { ...about, ...form, personId: askerId } };
}
