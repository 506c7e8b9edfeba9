import { z } from 'zod';
import { returnAttendance, type PlacementCommand } from '#domain';
import type { Day, Id } from '#event-sourcing';
import { dayParts, daySent, Fields } from '../shell/fields.js';
import { read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { EndingAbout } from './ending.page.js';
import { aboutOf, textSent } from './evidence-form.js';
import { attendedWords } from './return-words.js';

/** How the return of a pupil to the own school goes, looked at once a week. */
// Procedure: S11.2
export function returnCheckPage(about: EndingAbout, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  return {
    caption: about.name,
    errors,
    back: { href: urlOf(paths.placements.show, about.placement), text: 'Back to the placement' },
    title: 'Record how the return goes',
    lead: ['You have looked for yourself, or spoken to whoever teaches the pupil.'],
    action: urlOf(paths.placements.returnCheck, about.placement),
    fields: [
      fields.day({ name: 'checkedOn', label: 'On which day did you look?' }, about.today),
      fields.choice(
        { name: 'attended', label: 'Was the pupil there this week?' },
        returnAttendance.options.map((value) => ({ value, text: attendedWords[value] })),
      ),
      fields.words({ name: 'goes', label: 'How does it go?' }),
      fields.choice({ name: 'concerns', label: 'Are there concerns?' }, [
        { value: 'yes', text: 'Yes', hint: 'Tell the safeguarding lead now: this form tells nobody' },
        { value: 'no', text: 'No' },
      ]),
      fields.words({ name: 'nextStep', label: 'What is the next step, and who takes it?' }),
    ],
    submit: 'Record it',
  };
}

/** What was seen, as it was sent. @throws {NotTaken} with what is wrong beside each field. */
export function returnCheckCommand({ placement, today }: EndingAbout, body: unknown, personId: Id): PlacementCommand {
  const past = (on: Day) => on <= today;
  const { endedOn = today } = placement;
  const schema = z.object({
    checkedOn: daySent('Enter the day on which you looked')
      .refine(past, 'The day can’t be in the future')
      .refine((on) => on > endedOn, 'The day must be after the last day of the placement'),
    attended: z.enum(returnAttendance.options, { error: 'Choose whether the pupil was there' }),
    goes: textSent('Enter how it goes', 2_000),
    concerns: z.enum(['yes', 'no'], { error: 'Choose whether there are concerns' }),
    nextStep: textSent('Enter the next step, or that there is none', 2_000),
  });
  const sent = Object.fromEntries(
    ['attended', 'goes', 'concerns', 'nextStep'].map((each) => [each, field(body, each)]),
  );
  const { concerns, ...seen } = read(schema, { ...sent, checkedOn: dayParts(body, 'checkedOn') });
  return { type: 'CheckReturn', data: { ...aboutOf(placement), ...seen, concerns: concerns === 'yes', personId } };
}
