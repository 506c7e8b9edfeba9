import { z } from 'zod';
import type { Day, Id } from '#event-sourcing';
import type { EarlierProvision, PupilRow } from '#read-models';
import { dayIfSent, dayParts, Fields } from '../shell/fields.js';
import { field } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { shortDay } from '../shell/words.js';
import { about, line, optional, type FormSent } from './forms.js';

/** Alternative provision that a pupil had before anybody entered it here. */

const isNextYear = (text: string): boolean => (Number(text.slice(2, 4)) + 1) % 100 === Number(text.slice(5));

export const earlierForm = (today: Day) =>
  z
    .object({
      where: line('where it was'),
      schoolYear: optional(
        z
          .string()
          .transform((text) => text.replaceAll(' ', ''))
          .refine((text) => /^20\d\d\/\d\d$/.test(text) && isNextYear(text), 'Enter a school year such as 2024/25'),
      ),
      from: dayIfSent.refine((on) => on === undefined || on <= today, 'It began in the past: enter that day'),
      until: dayIfSent,
    })
    .superRefine((form, context) => {
      const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
      if (form.schoolYear === undefined && form.from === undefined) {
        wrong('schoolYear', 'Enter the school year, or the day on which it began');
      }
      if (form.schoolYear !== undefined && form.from !== undefined) {
        wrong('schoolYear', 'Leave the school year out where you know the day');
      }
      if (form.until === undefined) return;
      if (form.from === undefined) wrong('from', 'Enter the day on which it began, too');
      else if (form.until < form.from) wrong('until', 'The last day must not be before the first');
    });

export const earlierSent = (body: unknown) => ({
  where: field(body, 'where'),
  schoolYear: field(body, 'schoolYear'),
  from: dayParts(body, 'from'),
  until: dayParts(body, 'until'),
});

export function addEarlierPage(pupil: PupilRow, form: Id, sent?: FormSent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  return {
    ...about(pupil, sent),
    title: 'Enter earlier provision',
    action: urlOf(paths.pupils.addEarlier, pupil),
    lead: [
      'Enter alternative provision that the pupil had before it was entered in Waymark, at this school or another.',
      'Placements that are in Waymark are on the pupil’s page already.',
    ],
    // The same form sent twice is the same entry.
    hidden: [{ name: 'form', value: form }],
    fields: [
      fields.text({
        name: 'where',
        label: 'Where was it?',
        hint: 'The provider, and the school that placed the pupil',
      }),
      fields.text({ name: 'schoolYear', label: 'School year', hint: 'Such as 2024/25, where you don’t know the days' }),
      fields.day({ name: 'from', label: 'First day', hint: 'Where you know it' }),
      fields.day({ name: 'until', label: 'Last day', hint: 'Where you know it' }),
    ],
    submit: 'Enter',
  };
}

export function removeEarlierPage(pupil: PupilRow, entry: EarlierProvision) {
  return {
    ...about(pupil, undefined),
    title: 'Take out this earlier provision?',
    action: urlOf(paths.pupils.removeEarlier, { ...pupil, entryId: entry.entryId }),
    lead: [`${entry.where}, ${whenOf(entry)}.`, 'What was entered until now stays in the record.'],
    fields: [],
    submit: 'Take it out',
    warning: true,
  };
}

/** "6 Jan 2025 to 4 Apr 2025", "from 6 Jan 2025", "school year 2024/25". */
export function whenOf({ from, until, schoolYear }: EarlierProvision): string {
  if (from === undefined) return `school year ${schoolYear ?? 'not known'}`;
  return until === undefined ? `from ${shortDay(from)}` : `${shortDay(from)} to ${shortDay(until)}`;
}
