import { z } from 'zod';
import { slotsOn, weekOn, type PlacementCommand } from '#domain';
import type { Day } from '#event-sourcing';
import type { PlacementRow, SchoolRow, SiteRow } from '#read-models';
import { dayParts, daySent, Fields } from '../shell/fields.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { dayInWords } from '../shell/words.js';
import { refineWithin } from '../weeks/within.js';
import { elsewhereNotes } from './elsewhere.js';
import { restField, restForm, weekField, weekForm, weekSent } from './week.js';

export type PlanFacts = {
  readonly placement: PlacementRow;
  readonly name: string;
  readonly school: SchoolRow;
  readonly sites: readonly SiteRow[];
  /** The pupil's other placements. */
  readonly others: readonly PlacementRow[];
  readonly today: Day;
};

/** The first day from which a week can hold: that of the placement, or an earlier one since which the pupil went there. */
const firstDay = ({ startOn, startedOn }: PlacementRow): Day =>
  startedOn !== undefined && startedOn < startOn ? startedOn : startOn;

export const planWeekForm = ({ placement, school }: PlanFacts) =>
  z
    .object({
      from: daySent('Enter the day from which this week holds').refine(
        (on) => on >= firstDay(placement),
        `Enter ${dayInWords(firstDay(placement))} or a later day: the placement does not begin before it`,
      ),
      week: weekForm,
      restOfWeek: restForm,
    })
    .superRefine(({ from, week }, context) => refineWithin(school, from, week, context));

export const planWeekSent = (body: unknown) => ({
  from: dayParts(body, 'from'),
  week: weekSent(body),
  restOfWeek: field(body, 'restOfWeek'),
});

export function planWeekPage(facts: PlanFacts, body?: unknown, errors: FormErrors | null = null) {
  const { placement, name, school, sites, others, today } = facts;
  const fields = new Fields(body, errors);
  const from = today < firstDay(placement) ? firstDay(placement) : today;
  const times = school.sessionTimes.findLast((each) => each.from <= from) ?? school.sessionTimes[0];
  return {
    title: 'Change the week',
    caption: name,
    errors,
    back: { href: urlOf(paths.placements.show, placement), text: 'Back to the placement' },
    action: urlOf(paths.placements.week, placement),
    lead: [
      'Before the day that you enter, the week stays as it was. From then on the provider is asked about these sessions, and about no others.',
    ],
    fields: [
      fields.day({ name: 'from', label: 'From which day on?' }, from),
      restField(fields, weekOn(placement.weeks, from)?.restOfWeek),
    ],
    week: weekField(
      {
        label: 'When is the pupil there?',
        hint: 'Choose each half of the week that is spent at the provider, and say when the pupil arrives and leaves, by the 24-hour clock.',
      },
      { slots: slotsOn(placement.weeks, from), times, elsewhere: elsewhereNotes(others, sites, from) },
      body,
      errors,
    ),
    submit: 'Save the week',
  };
}

export const planWeek = (
  { placement: { placementId, subjectId, schoolId } }: PlanFacts,
  { from, week, restOfWeek }: z.output<ReturnType<typeof planWeekForm>>,
): PlacementCommand => ({
  type: 'PlanWeek',
  data: { placementId, subjectId, schoolId, from, slots: week, ...(restOfWeek && { restOfWeek }) },
});
