import { z } from 'zod';
import {
  complainant,
  complaintChannel,
  complaintKeptUnder,
  complaintOutcome,
  complaintStep,
  type ComplaintCommand,
} from '#domain';
import { idFrom, type Day, type Id } from '#event-sourcing';
import { personSent } from '../oversight/record-forms.js';
import { pastDay, textIfSent, textSent } from '../placements/evidence-form.js';
import { dayParts, Fields, type Choice } from '../shell/fields.js';
import { read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import {
  complainantWords,
  complaintChannelWords,
  complaintOutcomeWords,
  complaintStepWords,
  complaintTitle,
} from './complaint-words.js';
import { whereWords, type ComplaintFacts, type ComplaintPlaces } from './gather.js';

type Asked = {
  readonly today: Day;
  readonly askerId: Id;
  /** Made when the form is shown: sent twice, it is one fact. */
  readonly form: Id;
};
export type EnterAbout = ComplaintPlaces & Asked;
export type StepAbout = ComplaintFacts & Asked;

const max = 2_000;
const optionsOf = <V extends string>(values: readonly V[], words: Readonly<Record<V, string>>): Choice[] =>
  values.map((value) => ({ value, text: words[value] }));
const sentOf = (body: unknown, ...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, field(body, name)]));
const chooseFrom = (choices: readonly Choice[]) => [{ value: '', text: 'Choose' }, ...choices];
const begins = ({ staff, askerId }: Pick<EnterAbout, 'staff' | 'askerId'>) =>
  staff.some(({ value }) => value === askerId) ? askerId : '';

/** What it can be about: each placement, and each provider as a whole; with what of it lies open. */
const placesOf = (about: ComplaintPlaces) => [
  ...about.placements.map(({ placementId, subjectId, providerId }) => ({
    value: placementId,
    text: whereWords(about, { providerId, subjectId }),
    of: { providerId, placementId, subjectId },
  })),
  ...[...about.providers.values()].map(({ providerId, name }) => ({
    value: providerId,
    text: `${name}, as a whole`,
    of: { providerId },
  })),
];

/** The form with which somebody enters a complaint that the school received. */
export function enterPage(about: EnterAbout, body?: unknown, errors: FormErrors | null = null) {
  const { school, staff, today, form } = about;
  const fields = new Fields(body, errors);
  const places = placesOf(about).map(({ value, text }) => ({ value, text }));
  return {
    title: 'Enter a complaint',
    caption: school.name,
    lead: [
      'A concern for a pupil’s safety is no complaint: tell the safeguarding lead, and record that with the talk, check or visit.',
    ],
    errors,
    back: { href: urlOf(paths.complaints.list, school), text: 'Back to the complaints' },
    action: urlOf(paths.complaints.enter, school),
    hidden: [{ name: 'form', value: form }],
    fields: [
      fields.select({ name: 'where', label: 'Which placement or provider is it about?' }, chooseFrom(places)),
      fields.choice({ name: 'from', label: 'Who complains?' }, optionsOf(complainant.options, complainantWords)),
      fields.text({ name: 'name', label: 'What is their name?', hint: 'You can leave this out' }),
      fields.choice({ name: 'channel', label: 'How?' }, optionsOf(complaintChannel.options, complaintChannelWords)),
      fields.day({ name: 'receivedOn', label: 'On which day did it come?' }, today),
      fields.select({ name: 'personId', label: 'Who of the school received it?' }, chooseFrom(staff), begins(about)),
      fields.words({ name: 'about', label: 'What is it about?' }),
    ],
    submit: 'Enter it',
  };
}

/** @throws {NotTaken} with what is wrong beside each field. */
export function receiveCommand(about: EnterAbout, body: unknown): ComplaintCommand {
  const places = placesOf(about);
  const schema = z.object({
    where: z.string().transform((value, context) => {
      const found = places.find((each) => each.value === value);
      if (found) return found.of;
      context.addIssue({ code: 'custom', message: 'Choose what it is about' });
      return z.NEVER;
    }),
    from: z.enum(complainant.options, { error: 'Choose who complains' }),
    name: textIfSent(160),
    channel: z.enum(complaintChannel.options, { error: 'Choose how it came' }),
    receivedOn: pastDay('Enter the day on which it came', about.today),
    personId: personSent(about.staff, 'Choose who received it'),
    about: textSent('Enter what it is about', max),
  });
  const sent = sentOf(body, 'where', 'from', 'name', 'channel', 'personId', 'about');
  const form = read(schema, { ...sent, receivedOn: dayParts(body, 'receivedOn') });
  const { where, receivedOn, channel, personId, from, name } = form;
  const says = { from, about: form.about, ...(name === undefined ? {} : { name }) };
  const of = {
    complaintId: about.form,
    schoolId: about.school.schoolId,
    ...where,
    keptUnder: complaintKeptUnder(where),
  };
  return { type: 'ReceiveComplaint', data: { ...of, receivedOn, channel, personId, says } };
}

/** `step` adds what was done, `close` ends it. */
export const complaintAct = z.enum(['step', 'close']);
export type ComplaintAct = z.output<typeof complaintAct>;

export function actPage(act: ComplaintAct, about: StepAbout, body?: unknown, errors: FormErrors | null = null) {
  const { complaint, staff, today, form } = about;
  const { schoolId, complaintId, state } = complaint;
  const fields = new Fields(body, errors);
  // What is closed is taken further or nothing.
  const steps = complaintStep.options.filter((each) => state === 'open' || each === 'taken-further');
  const first =
    act === 'step'
      ? fields.choice({ name: 'step', label: 'What was done?' }, optionsOf(steps, complaintStepWords))
      : fields.choice(
          { name: 'outcome', label: 'What came of it?' },
          optionsOf(complaintOutcome.options, complaintOutcomeWords),
        );
  return {
    title: act === 'step' ? 'Add a step' : 'Close the complaint',
    caption: `${complaintTitle(complaint)}: ${whereWords(about, complaint)}`,
    lead: [],
    errors,
    back: { href: urlOf(paths.complaints.show, { schoolId, complaintId }), text: 'Back to the complaint' },
    action: urlOf(paths.complaints.act, { schoolId, complaintId, complaintAct: act }),
    hidden: [{ name: 'form', value: form }],
    fields: [
      first,
      fields.day({ name: 'on', label: 'On which day?' }, today),
      fields.select({ name: 'personId', label: 'By whom of the school?' }, chooseFrom(staff), begins(about)),
      fields.words({ name: 'what', label: 'In a few words' }),
    ],
    submit: act === 'step' ? 'Add the step' : 'Close it',
  };
}

/** @throws {NotTaken} with what is wrong beside each field. */
export function actCommand(act: ComplaintAct, about: StepAbout, body: unknown): ComplaintCommand {
  const { complaintId, schoolId, providerId, placementId, subjectId, keptUnder } = about.complaint;
  const of = {
    complaintId,
    schoolId,
    providerId,
    keptUnder,
    ...(placementId === undefined ? {} : { placementId }),
    ...(subjectId === undefined ? {} : { subjectId }),
  };
  const common = {
    on: pastDay('Enter the day', about.today),
    personId: personSent(about.staff, 'Choose who did it'),
    what: textSent('Enter what was done', max),
  };
  const sent = { ...sentOf(body, 'step', 'outcome', 'personId', 'what'), on: dayParts(body, 'on') };
  if (act === 'step') {
    const schema = z.object({ ...common, step: z.enum(complaintStep.options, { error: 'Choose what was done' }) });
    const stepId = idFrom('complaint-step', complaintId, about.form);
    return { type: 'TakeComplaintStep', data: { ...of, stepId, ...read(schema, sent) } };
  }
  const schema = z.object({
    ...common,
    outcome: z.enum(complaintOutcome.options, { error: 'Choose what came of it' }),
  });
  const { on, personId, outcome, what } = read(schema, sent);
  return { type: 'CloseComplaint', data: { ...of, on, personId, says: { outcome, what } } };
}
