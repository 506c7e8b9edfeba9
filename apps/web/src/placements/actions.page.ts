import { z } from 'zod';
import type { DocumentNamed, PlacementCommand, SignedForm } from '#domain';
import type { Day, Id } from '#event-sourcing';
import type { PlacementRow } from '#read-models';
import { daySent, Fields } from '../shell/fields.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { documentsAccepted, documentsHint } from '../shell/sent-documents.js';
import { pastDay } from './evidence-form.js';

/** The small forms with which a placement goes on: each is a page with one question or two, and one command. */
type About = { readonly placement: PlacementRow; readonly name: string; readonly today: Day };

const aboutOf = ({ placementId, subjectId, schoolId }: PlacementRow) => ({ placementId, subjectId, schoolId });

function frame({ placement, name }: About, errors: FormErrors | null, action: string) {
  const address = { schoolId: placement.schoolId, placementId: placement.placementId };
  const back = { href: urlOf(paths.placements.show, address), text: 'Back to the placement' };
  return { caption: name, errors, back, action };
}
const addressOf = ({ placement: { schoolId, placementId } }: About) => ({ schoolId, placementId });

export const agreeForm = (today: Day) =>
  z
    .object({
      agreedOn: daySent('Enter the day on which it was agreed'),
      signedBy: z
        .string()
        .trim()
        .min(1, 'Enter who signed the agreement')
        .max(160, 'Who signed must be 160 characters or fewer'),
      receivedOn: pastDay('Enter the day on which you received it', today),
    })
    .refine(({ agreedOn, receivedOn }) => agreedOn <= receivedOn, {
      path: ['receivedOn'],
      message: 'It can’t be received before it was signed',
    });

export function agreePage(about: About, form: SignedForm | null, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  return {
    ...frame(about, errors, urlOf(paths.placements.agree, addressOf(about))),
    title: 'Record the agreement',
    lead: [
      'An agreement counts once it is signed. Record it when you have received it on paper: you are named as who did.',
      ...(form === null
        ? []
        : [
            `What is signed, version ${form.version}: ${form.statements.join(' ')}`,
            `The arrangements as they are now: ${form.arrangements.join('; ')}. They are recorded with the signature.`,
          ]),
    ],
    multipart: true,
    fields: [
      fields.text({ name: 'signedBy', label: 'Who signed it?', hint: 'For example: Ms A Khan, mother' }),
      fields.day({ name: 'agreedOn', label: 'On which day?' }, about.today),
      fields.day({ name: 'receivedOn', label: 'On which day did you receive it?' }, about.today),
      fields.files(
        { name: 'documents', label: 'A scan or photo of what was signed, if you have one', hint: documentsHint },
        documentsAccepted,
      ),
    ],
    submit: 'Record the agreement',
  };
}

export const agree = (
  placement: PlacementRow,
  form: z.output<ReturnType<typeof agreeForm>>,
  signed: SignedForm | null,
  receivedById: Id,
  scans: { readonly documents?: DocumentNamed[]; readonly fileNames?: string[] },
): PlacementCommand => ({
  type: 'AgreePlacement',
  data: {
    ...aboutOf(placement),
    ...form,
    ...(signed === null ? {} : { signed }),
    channel: 'paper',
    receivedById,
    ...scans,
  },
});

export const startForm = z.object({ startedOn: daySent('Enter the first day') });

export function startPage(about: About, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  return {
    ...frame(about, errors, urlOf(paths.placements.start, addressOf(about))),
    title: 'Start the placement',
    lead: [
      'From the first day on, the provider is asked about every planned session, and the school looks for the pupil when there is no answer.',
    ],
    fields: [fields.day({ name: 'startedOn', label: 'Which is the first day?' }, about.placement.startOn)],
    submit: 'Start the placement',
  };
}

/** The start: what the procedure requires for it is worked out where the command is carried out, besides what the place does. */
export const start = (
  placement: PlacementRow,
  form: z.output<typeof startForm>,
  required: readonly string[],
): PlacementCommand => ({
  type: 'StartPlacement',
  data: { ...aboutOf(placement), ...form, required: [...required] },
});
