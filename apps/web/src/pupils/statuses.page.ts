import { z } from 'zod';
import { status, statusValue, type Status } from '#domain';
import { orElse, type Day } from '#event-sourcing';
import type { PupilRow } from '#read-models';
import { dayParts, daySent, Fields } from '../shell/fields.js';
import { field } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { about, type FormSent } from './forms.js';
import { statusWords } from './pupil-words.js';

/** What has to be borne in mind about a pupil. */

const answer = z.enum(statusValue.options, { error: 'Choose yes, no or not known' });
const ofEach = <T>(make: (each: Status) => T) =>
  Object.fromEntries(status.options.map((each) => [each, make(each)])) as Record<Status, T>;
export const statusesForm = z.object({ on: daySent('Enter the day'), ...ofEach(() => answer) });

/** Of each status what was answered. */
export const statusesSent = (body: unknown) => ({ on: dayParts(body, 'on'), ...ofEach((each) => field(body, each)) });

export function statusesPage(pupil: PupilRow, today: Day, sent?: FormSent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const known: PupilRow['statuses'] = orElse(pupil.statuses, {});
  const options = [
    { value: 'yes', text: 'Yes' },
    { value: 'no', text: 'No' },
    { value: 'unknown', text: 'Not known' },
  ];
  return {
    ...about(pupil, sent),
    title: 'Note statuses',
    action: urlOf(paths.pupils.statuses, pupil),
    lead: ['What the procedure asks for depends on these. What is not known is never taken for no.'],
    fields: [
      ...status.options.map((each) =>
        fields.choice({ name: each, label: statusWords[each] }, options, known[each] ?? 'unknown'),
      ),
      fields.day({ name: 'on', label: 'Since when?', hint: 'Of what you change; the rest stays as it is' }, today),
    ],
    submit: 'Save',
  };
}
