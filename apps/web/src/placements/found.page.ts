import { z } from 'zod';
import type { Day } from '#event-sourcing';
import type { PlacementRow } from '#read-models';
import { daySent, Fields } from '../shell/fields.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';

export const foundForm = (today: Day) =>
  z.object({
    startedOn: daySent('Enter the day since which the pupil goes there').refine(
      (on) => on <= today,
      'The day can’t be in the future: a placement that has not begun is started once everything is there',
    ),
  });

/** The form for a placement that was proposed, and began before everything was there. */
export function foundPage(placement: PlacementRow, name: string, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  return {
    title: 'Record that it has begun already',
    caption: name,
    errors,
    back: { href: urlOf(paths.placements.show, placement), text: 'Back to the placement' },
    action: urlOf(paths.placements.foundStarted, placement),
    lead: [
      'For a pupil who goes to the provider though things are still missing. It is recorded whatever is missing, and can’t be taken back.',
      'What is missing becomes a gap: it is to be there by a date that a headteacher sets. Until the date is set, it counts as overdue.',
    ],
    fields: [fields.day({ name: 'startedOn', label: 'Since which day does the pupil go there?' })],
    submit: 'Record that it has begun',
  };
}
