import { z } from 'zod';
import { openSuspension, type PlacementCommand } from '#domain';
import { orElse } from '#event-sourcing';
import { addDays } from '#procedure';
import { dayParts, daySent, Fields } from '../shell/fields.js';
import { notTaken, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { dayInWords, shortDay } from '../shell/words.js';
import type { EndingAbout } from './ending.page.js';
import { aboutOf, textSent } from './evidence-form.js';
import { schoolDayAfter, whereNextFields, whereNextSent } from './where-next.js';

/** A placement stands still for a time, and goes on: when the provider stops it for a while, or nobody can say that it is safe. */

const frame = ({ placement, name }: EndingAbout, errors: FormErrors | null) => ({
  caption: name,
  errors,
  back: { href: urlOf(paths.placements.show, placement), text: 'Back to the placement' },
});

export function suspendPage(about: EndingAbout, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  return {
    ...frame(about, errors),
    title: 'Suspend the placement',
    lead: [
      'From that day on the provider is not asked whether the pupil has come, until you record that the pupil goes there again. A search that is open stays open.',
      'The school is responsible for the pupil meanwhile: say where the pupil is.',
    ],
    action: urlOf(paths.placements.suspend, about.placement),
    fields: [
      fields.day({ name: 'from', label: 'Which is the first day on which the pupil does not go there?' }, about.today),
      fields.words({ name: 'because', label: 'Why is it suspended, and who decided it?' }),
      ...whereNextFields(fields, 'Where is the pupil from that day on?'),
    ],
    submit: 'Suspend the placement',
    warning: true,
  };
}

/** @throws {NotTaken} */
export function suspendCommand({ placement, school }: EndingAbout, body: unknown): PlacementCommand {
  const schema = z.object({
    from: daySent('Enter the first day on which the pupil does not go there'),
    because: textSent('Enter why it is suspended, and who decided it', 2_000),
    ...whereNextSent('Choose where the pupil is from that day on'),
  });
  const sent = Object.fromEntries(['because', 'place', 'details'].map((each) => [each, field(body, each)]));
  const { from, because, place, details } = read(schema, { ...sent, from: dayParts(body, 'from') });
  const next = { from: schoolDayAfter(school, addDays(from, -1)), place, details };
  return { type: 'SuspendPlacement', data: { ...aboutOf(placement), from, because, next } };
}

export function resumePage(about: EndingAbout, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  const { placement, today } = about;
  const suspended = openSuspension(placement.suspensions);
  const because = orElse(placement.suspendedBecause ?? '', 'The reason is erased');
  return {
    ...frame(about, errors),
    title: 'Resume the placement',
    lead: [
      `It is suspended since ${dayInWords(suspended?.from ?? today)}. ${because}`,
      'From the day that you enter, the provider is asked again whether the pupil has come.',
    ],
    action: urlOf(paths.placements.resume, placement),
    fields: [
      fields.day({ name: 'from', label: 'From which day on does the pupil go there again?' }, today),
      fields.words({
        name: 'settled',
        label: 'What has been settled, and who decided that the pupil goes there again?',
        hint: 'What was looked at again, such as the risk assessment',
      }),
    ],
    submit: 'Resume the placement',
  };
}

/** @throws {NotTaken} */
export function resumeCommand({ placement }: EndingAbout, body: unknown): PlacementCommand {
  const schema = z.object({
    from: daySent('Enter the day from which on the pupil goes there again'),
    settled: textSent('Enter what has been settled, and who decided it', 2_000),
  });
  const form = read(schema, { from: dayParts(body, 'from'), settled: field(body, 'settled') });
  return { type: 'ResumePlacement', data: { ...aboutOf(placement), ...form } };
}

// Procedure: S14.27
export function plannedEndPage(about: EndingAbout, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  const { plannedEndOn } = about.placement;
  return {
    ...frame(about, errors),
    title: 'Change the planned end',
    lead: [
      plannedEndOn === undefined
        ? 'No last day is planned. A placement is for a time: say until when, and what follows is looked at before.'
        : `It is planned until ${shortDay(plannedEndOn)}. What was planned before stays in the history.`,
    ],
    action: urlOf(paths.placements.plannedEnd, about.placement),
    fields: [
      fields.day({ name: 'plannedEndOn', label: 'Which is the last day, as it is planned now?' }, plannedEndOn),
      fields.words({
        name: 'because',
        label: 'Why, and who decided it?',
        hint: 'What the last review came to, and what pupil and parents think of it',
      }),
    ],
    submit: 'Change the planned end',
  };
}

/** @throws {NotTaken} */
export function plannedEndCommand({ placement, today }: EndingAbout, body: unknown): PlacementCommand {
  const schema = z.object({
    plannedEndOn: daySent('Enter the last day as it is planned now'),
    because: textSent('Enter why, and who decided it', 2_000),
  });
  const form = read(schema, { plannedEndOn: dayParts(body, 'plannedEndOn'), because: field(body, 'because') });
  if (form.plannedEndOn < today) {
    return notTaken({ plannedEndOn: { text: 'Enter today or a later day: one that is over is ended instead' } });
  }
  return { type: 'ChangePlannedEnd', data: { ...aboutOf(placement), ...form } };
}
