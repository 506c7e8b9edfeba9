import { z } from 'zod';
import { status, statusValue, type PupilCommand, type Status } from '#domain';
import { orElse, type Day } from '#event-sourcing';
import type { PupilFormRow, PupilRow } from '#read-models';
import { dayIfSent, dayParts, Fields } from '../shell/fields.js';
import { field } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { shortDay } from '../shell/words.js';
import { about, line, optional, type FormSent } from './forms.js';
import { statusWords } from './pupil-words.js';

/** What has to be borne in mind about a pupil. */

const answer = z.enum(statusValue.options, { error: 'Choose yes, no or not known' });
const dayField = (each: Status): `${Status}-on` => `${each}-on`;
const ofEach = <T>(make: (each: Status) => T) =>
  Object.fromEntries(status.options.map((each) => [each, make(each)])) as Record<Status, T>;
const dayOfEach = <T>(make: (each: Status) => T) =>
  Object.fromEntries(status.options.map((each) => [dayField(each), make(each)])) as Record<`${Status}-on`, T>;

export const statusesForm = (today: Day) =>
  z
    .object({
      ...ofEach(() => answer),
      ...dayOfEach(() =>
        dayIfSent.refine((on) => on === undefined || on <= today, 'Enter a day that is not in the future'),
      ),
      caringAuthority: optional(line('the local authority')),
    })
    .refine((form) => form.caringAuthority === undefined || form['looked-after'] === 'yes', {
      path: ['caringAuthority'],
      error: 'Leave the local authority out where the pupil is not looked after',
    });

/** Of each status what was answered, and since when. */
export const statusesSent = (body: unknown) => ({
  ...ofEach((each) => field(body, each)),
  ...dayOfEach((each) => dayParts(body, dayField(each))),
  caringAuthority: field(body, 'caringAuthority'),
});

/** What the pupil's rows say of statuses; what is erased says nothing. */
const knownOf = (pupil: PupilRow, form: PupilFormRow | null) => {
  const values: Exclude<PupilRow['statuses'], symbol> = orElse(pupil.statuses, {});
  const since: Exclude<PupilFormRow['noted'], symbol> = form === null ? {} : orElse(form.noted, {});
  return { values, since };
};

/**
 * What of the answers is another than known. A day that is left out is today for an answer that is new, and stays as it is
 * for one that isn't.
 */
// Procedure: S14.8, S14.9, S14.10, S14.11, S14.12, X1
export function statusCommands(
  pupil: PupilRow,
  known: PupilFormRow | null,
  form: z.output<ReturnType<typeof statusesForm>>,
  today: Day,
): PupilCommand[] {
  const { values, since } = knownOf(pupil, known);
  const { subjectId, schoolId } = pupil;
  return status.options.flatMap((each): PupilCommand[] => {
    const value = form[each];
    const then = since[each];
    const isNew = value !== (values[each] ?? 'unknown');
    const on = form[dayField(each)] ?? (isNew ? today : (then?.on ?? today));
    const caringAuthority = each === 'looked-after' ? form.caringAuthority : undefined;
    const isMoved = form[dayField(each)] !== undefined && on !== then?.on;
    if (!isNew && !isMoved && caringAuthority === then?.caringAuthority) return [];
    const authority = caringAuthority === undefined ? {} : { caringAuthority };
    return [{ type: 'NoteStatus', data: { subjectId, schoolId, status: each, value, on, ...authority } }];
  });
}

const options = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
  { value: 'unknown', text: 'Not known' },
];

export function statusesPage(pupil: PupilRow, form: PupilFormRow | null, sent?: FormSent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const { values, since } = knownOf(pupil, form);
  const authority = fields.text(
    {
      name: 'caringAuthority',
      label: 'Which local authority looks after the pupil?',
      hint: 'Only where a local authority does. It may be another one than the school’s',
    },
    since['looked-after']?.caringAuthority ?? '',
  );
  return {
    ...about(pupil, sent),
    title: 'Note statuses',
    action: urlOf(paths.pupils.statuses, pupil),
    lead: [
      'What the procedure asks for depends on these. What is not known is never taken for no.',
      'Where you leave a day empty, what you change holds from today, and the rest stays as it is.',
    ],
    fields: status.options.flatMap((each) => {
      const on = since[each]?.on;
      const label = `Since when? ${statusWords[each]}`;
      const hint = on === undefined ? '' : `Known since ${shortDay(on)}`;
      return [
        fields.choice({ name: each, label: statusWords[each] }, options, values[each] ?? 'unknown'),
        fields.day({ name: dayField(each), label, hint }),
        ...(each === 'looked-after' ? [authority] : []),
      ];
    }),
    submit: 'Save',
  };
}
