import { z } from 'zod';
import { nextPlace } from '#domain';
import type { Day } from '#event-sourcing';
import { addDays, SchoolCalendar } from '#procedure';
import type { SchoolRow } from '#read-models';
import type { Fields } from '../shell/fields.js';
import { capital } from '../shell/words.js';
import { textSent } from './evidence-form.js';
import { nextPlaceWords } from './timeline-words.js';

/** Where a pupil is on a school day on which they do not go to their place any more, or not for a time. Somebody has to know. */
export const whereNextSent = (notChosen: string) => ({
  place: z.enum(nextPlace.options, { error: notChosen }),
  details: textSent('Enter the details: who expects the pupil, where, and from when', 2_000),
});

/** What the form asks about it. */
export const whereNextFields = (fields: Fields, label: string) => [
  fields.choice(
    { name: 'place', label },
    nextPlace.options.map((value) => ({ value, text: capital(nextPlaceWords[value]) })),
  ),
  fields.words({
    name: 'details',
    label: 'What are the details?',
    hint: 'Who expects the pupil, where and from when; where nothing is settled, what the school does about it',
  }),
];

/** The school’s first day after a day. A school that has entered no later days has the next one all the same. */
export const schoolDayAfter = (school: SchoolRow, on: Day): Day =>
  new SchoolCalendar(school).nextSchoolDay(on) ?? addDays(on, 1);
