import { z } from 'zod';
import { certainty, place, type PupilSession, type WhereaboutsCommand } from '#domain';
import type { Id, Instant } from '#event-sourcing';
import type { PupilRow, SessionRow } from '#read-models';
import { fullName } from '../pupils/pupil-words.js';
import { Fields } from '../shell/fields.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { dayInWords, sessionWords } from '../shell/words.js';

/** The fields in which a member of staff says where a pupil is. */
export const placeForm = z.object({
  place: z.enum(place.options, { error: 'Choose where the pupil is' }),
  onTheWordOf: z
    .string()
    .trim()
    .min(1, 'Enter whose word this is, such as “mother, by telephone”')
    .max(160, 'Whose word this is must be 160 characters or fewer'),
  certainty: z.enum(certainty.options, { error: 'Choose whether the pupil was seen' }),
});

const placeChoices = [
  { value: 'at-home', text: 'At home' },
  { value: 'at-provider', text: 'At the provider after all' },
  { value: 'at-school', text: 'At school' },
  { value: 'with-another-service', text: 'With another service, such as a clinic or social care' },
  { value: 'elsewhere', text: 'Somewhere else' },
] as const;

const certaintyChoices = [
  { value: 'seen', text: 'Seen', hint: 'Somebody has seen the pupil there' },
  { value: 'told', text: 'Told', hint: 'Nobody has seen the pupil: we have somebody’s word' },
] as const;

export function placePage(
  search: { pupil: PupilRow | null; about: PupilSession },
  body?: unknown,
  errors: FormErrors | null = null,
) {
  const { pupil, about } = search;
  const fields = new Fields(body, errors);
  return {
    title: `Where is ${fullName(pupil ?? undefined)}?`,
    errors,
    back: { href: urlOf(paths.today.board, about), text: 'Back to the board' },
    caption: `${dayInWords(about.on)}, ${sessionWords[about.session]}`,
    lead: ['What you enter ends the search, in your name.'],
    action: urlOf(paths.today.place, about),
    fields: [
      fields.choice({ name: 'place', label: 'Where is the pupil?' }, placeChoices),
      fields.text({ name: 'onTheWordOf', label: 'On whose word?', hint: 'For example: mother, by telephone' }),
      fields.choice({ name: 'certainty', label: 'Was the pupil seen?' }, certaintyChoices),
    ],
    submit: 'Record where the pupil is',
  };
}

export type AccountForPupil = Extract<WhereaboutsCommand, { type: 'AccountForPupil' }>;

/** The command that ends the search, on the word of the person who sends the form. */
export function accountForPupil(
  { searchId, ...row }: SessionRow & { searchId: Id },
  said: z.output<typeof placeForm>,
  by: { personId: Id; now: Instant },
): AccountForPupil {
  const { placementId, subjectId, schoolId, siteId, on, session } = row;
  const about = { whereaboutsId: searchId, placementId, subjectId, schoolId, siteId, on, session };
  return { type: 'AccountForPupil', data: { ...about, ...said, personId: by.personId, accountedAt: by.now } };
}
