import { z } from 'zod';
import { everyWeeksMax } from '#domain';
import { orElse } from '#event-sourcing';
import { wordsOfWeeks } from '#procedure';
import { isNotOver } from '../people/in-charge.js';
import { dayParts } from '../shell/fields.js';
import { read } from '../shell/form-answers.js';
import { field } from '../shell/forms.js';
import { capital } from '../shell/words.js';
import { aboutOf, pastDay, textIfSent, textSent, type EvidenceAbout, type EvidenceForm } from './evidence-form.js';

const names = [
  'absence',
  'welfare',
  'welfareStandIn',
  'welfareEvery',
  'visits',
  'visitsStandIn',
  'visitsEvery',
  'notes',
];

/** How often something is done, in school weeks in which the pupil is expected there. */
const everyChoices = [
  { value: '', text: 'As often as the procedure says' },
  ...Array.from({ length: everyWeeksMax }, (_, index) => ({
    value: String(index + 1),
    text: capital(wordsOfWeeks(index + 1)),
  })),
];
const everyWeeks = z
  .string()
  .optional()
  .transform((sent) => (sent === undefined || sent === '' ? undefined : Number(sent)))
  .refine((weeks) => weeks === undefined || (Number.isInteger(weeks) && weeks >= 1 && weeks <= everyWeeksMax), {
    message: 'Choose how often from the list',
  });

/** Those who have a role at the school now. */
function staffNow({ school, staff, today }: EvidenceAbout) {
  const now = new Set(
    school.roles.filter((each) => each.from <= today && isNotOver(each, today)).map(({ personId }) => personId),
  );
  return staff
    .filter(({ personId }) => now.has(personId))
    .map(({ personId, name }) => ({ value: personId, text: orElse(name, 'Name erased') }))
    .toSorted((a, b) => a.text.localeCompare(b.text));
}

const schemaOf = (about: EvidenceAbout) => {
  const known = new Set<string>(staffNow(about).map(({ value }) => value));
  const person = (missing: string) => z.string().refine((sent) => known.has(sent), missing);
  return z
    .object({
      absence: textSent('Enter who tells whom of an absence, by when, and who rings the parents', 2_000),
      welfare: person('Choose who makes the safe and well checks'),
      welfareStandIn: person('Choose who makes them while that person can’t'),
      welfareEvery: everyWeeks,
      visits: person('Choose who makes the monitoring visits'),
      visitsStandIn: person('Choose who makes them while that person can’t'),
      visitsEvery: everyWeeks,
      notes: textIfSent(2_000),
      agreedOn: pastDay('Enter the day on which it was agreed', about.today),
    })
    .superRefine(({ welfare, welfareStandIn, visits, visitsStandIn }, context) => {
      const message = 'Choose somebody else to stand in';
      if (welfare === welfareStandIn) context.addIssue({ code: 'custom', path: ['welfareStandIn'], message });
      if (visits === visitsStandIn) context.addIssue({ code: 'custom', path: ['visitsStandIn'], message });
    });
};

// Procedure: S6.6, S13.1, S13.2, S13.3, S13.13, S13.14, S13.15, S13.16, S17.6, S17.7
export const arrangementsForm: EvidenceForm = {
  title: 'Record the arrangements with the provider',
  lead: [
    'Who does what while the placement runs, as it was agreed with the provider. It is recorded with your name.',
    'Checks on the pupil and visits are made by people of the school, each with somebody who stands in.',
  ],
  fields: (about, fields) => {
    const options = [{ value: '', text: 'Choose a person' }, ...staffNow(about)];
    return [
      fields.words({
        name: 'absence',
        label: 'Who tells whom of an absence, by when, and who rings the parents?',
        // Procedure: S13.4
        hint: `For example: the provider rings ${about.school.name} by 9:30, and ${about.school.name} rings the parents`,
      }),
      fields.select({ name: 'welfare', label: 'Who makes the safe and well checks?' }, options),
      fields.select({ name: 'welfareStandIn', label: 'Who makes them while that person can’t?' }, options),
      fields.select({ name: 'welfareEvery', label: 'How often are they made?' }, everyChoices),
      fields.select({ name: 'visits', label: 'Who makes the monitoring visits?' }, options),
      fields.select({ name: 'visitsStandIn', label: 'Who visits while that person can’t?' }, options),
      fields.select({ name: 'visitsEvery', label: 'How often are visits made?' }, everyChoices),
      fields.words({ name: 'notes', label: 'What else was agreed?', hint: 'Leave it out if there is nothing' }),
      fields.day({ name: 'agreedOn', label: 'On which day was it agreed?' }, about.today),
    ];
  },
  command: (about, body, personId) => {
    const sent = Object.fromEntries(names.map((each) => [each, field(body, each)]));
    const form = read(schemaOf(about), { ...sent, agreedOn: dayParts(body, 'agreedOn') });
    const { welfare, welfareStandIn, welfareEvery, visits, visitsStandIn, visitsEvery, notes, ...said } = form;
    return {
      type: 'AgreeArrangements',
      data: {
        ...aboutOf(about.placement),
        personId,
        welfareChecks: {
          personId: welfare,
          standInId: welfareStandIn,
          ...(welfareEvery && { everyWeeks: welfareEvery }),
        },
        monitoringVisits: {
          personId: visits,
          standInId: visitsStandIn,
          ...(visitsEvery && { everyWeeks: visitsEvery }),
        },
        ...said,
        ...(notes === undefined ? {} : { notes }),
      },
    };
  },
};
