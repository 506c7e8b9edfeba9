import { z } from 'zod';
import { erased } from '#event-sourcing';
import { dayParts } from '../shell/fields.js';
import { read } from '../shell/form-answers.js';
import { field } from '../shell/forms.js';
import { aboutOf, pastDay, textIfSent, textSent, type EvidenceForm } from './evidence-form.js';

const names = ['outcome', 'target1', 'target2', 'target3', 'tried', 'pupilView', 'parentView', 'baseline', 'subjects'];

const schemaOf = (today: string) =>
  z
    .object({
      outcome: textSent('Enter the outcome that is sought', 2_000),
      target1: textSent('Enter at least one target', 2_000),
      target2: textIfSent(2_000),
      target3: textIfSent(2_000),
      tried: textSent('Enter what was tried before', 2_000),
      pupilView: textSent('Enter what the pupil thinks of it, or why they were not asked', 2_000),
      parentView: textSent('Enter what the parents think of it, or why they were not asked', 2_000),
      baseline: textIfSent(2_000),
      subjects: textIfSent(2_000),
      setOn: pastDay('Enter the day on which they were set', today),
    })
    .refine(({ target2, target3 }) => target2 !== undefined || target3 === undefined, {
      path: ['target2'],
      message: 'Enter the second target before the third',
    });

// Procedure: S4.11, S17.1, S17.2, S17.3, S17.4, S17.5, X12
export const aimsForm: EvidenceForm = {
  title: 'Record the aims of the placement',
  lead: [
    'The placement is judged by them at each review and at its end. Write targets that somebody else could tell apart: reached, or not.',
    'What was recorded last holds; what was recorded before stays in the history.',
  ],
  fields: ({ placement: { aims }, today }, fields) => {
    const known = aims === erased ? undefined : aims;
    const [first, second, third] = known?.targets ?? [];
    return [
      fields.words({ name: 'outcome', label: 'Which outcome is sought?' }, known?.outcome),
      fields.words({ name: 'target1', label: 'First target' }, first),
      fields.words({ name: 'target2', label: 'Second target', hint: 'Leave it out if there is none' }, second),
      fields.words({ name: 'target3', label: 'Third target', hint: 'Leave it out if there is none' }, third),
      fields.words({ name: 'tried', label: 'What was tried before, and why is off-site better?' }, known?.tried),
      fields.words({ name: 'pupilView', label: 'What does the pupil think of it?' }, known?.pupilView),
      fields.words({ name: 'parentView', label: 'What do the parents think of it?' }, known?.parentView),
      fields.words(
        {
          name: 'baseline',
          label: 'Where does the pupil stand now?',
          hint: 'Attendance, behaviour and attainment, by which progress will be seen. You can add it later',
        },
        known?.baseline,
      ),
      fields.words(
        { name: 'subjects', label: 'Which subjects and qualifications?', hint: 'You can add them later' },
        known?.subjects,
      ),
      fields.day({ name: 'setOn', label: 'On which day were they set?' }, known?.setOn ?? today),
    ];
  },
  command: ({ placement, today }, body) => {
    const sent = Object.fromEntries(names.map((each) => [each, field(body, each)]));
    const form = read(schemaOf(today), { ...sent, setOn: dayParts(body, 'setOn') });
    const { target1, target2, target3, baseline, subjects, ...rest } = form;
    const targets = [target1, target2, target3].flatMap((target) => target ?? []);
    const more = { ...(baseline === undefined ? {} : { baseline }), ...(subjects === undefined ? {} : { subjects }) };
    return { type: 'SetAims', data: { ...aboutOf(placement), ...rest, targets, ...more } };
  },
};
