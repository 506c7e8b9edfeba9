import { z } from 'zod';
import { howEnded, judgement, type PlacementCommand } from '#domain';
import { erased, type Day } from '#event-sourcing';
import type { PlacementRow, SchoolRow } from '#read-models';
import { dayIfSent, dayParts, daySent, Fields } from '../shell/fields.js';
import { read, readBoth } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { aboutOf, textSent } from './evidence-form.js';
import { howEndedWords, judgedWords } from './timeline-words.js';
import { schoolDayAfter, whereNextFields, whereNextSent } from './where-next.js';

/** How a placement ends, and what came of it. The end itself can't wait; it is judged once the views are there. */
export type EndingAbout = {
  readonly placement: PlacementRow;
  readonly school: SchoolRow;
  readonly name: string;
  readonly today: Day;
};

const frame = ({ placement, name }: EndingAbout, errors: FormErrors | null) => ({
  caption: name,
  errors,
  back: { href: urlOf(paths.placements.show, placement), text: 'Back to the placement' },
});

const endSchema = z.object({
  endedOn: daySent('Enter the last day'),
  how: z.enum(howEnded.options, { error: 'Choose how it ends' }),
  because: textSent('Enter why it ends', 2_000),
  ...whereNextSent('Choose where the pupil is on the next school day'),
});

// Procedure: S14.27, X10
export function endPage(about: EndingAbout, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  return {
    ...frame(about, errors),
    title: 'End the placement',
    lead: [
      'After the last day the provider is not asked any more. A search that is open stays open.',
      'The school is responsible for the pupil on the very next school day, also when a parent has withdrawn the pupil today.',
    ],
    action: urlOf(paths.placements.end, about.placement),
    fields: [
      fields.day({ name: 'endedOn', label: 'Which is the last day?' }, about.today),
      fields.choice(
        { name: 'how', label: 'How does it end?' },
        howEnded.options.map((value) => ({ value, text: howEndedWords[value] })),
      ),
      fields.words({ name: 'because', label: 'Why does it end?' }),
      ...whereNextFields(fields, 'Where is the pupil on the next school day?'),
    ],
    submit: 'End the placement',
    warning: true,
  };
}

/** The end as it was sent; the day on which the pupil needs a place is the school’s next one. @throws {NotTaken} */
export function endCommand({ placement, school }: EndingAbout, body: unknown): PlacementCommand {
  const sent = Object.fromEntries(['how', 'because', 'place', 'details'].map((each) => [each, field(body, each)]));
  const form = read(endSchema, { ...sent, endedOn: dayParts(body, 'endedOn') });
  const { place, details, ...ending } = form;
  const from = schoolDayAfter(school, form.endedOn);
  return { type: 'EndPlacement', data: { ...aboutOf(placement), ...ending, next: { from, place, details } } };
}

const choices = judgement.options.map((value) => ({ value, text: judgedWords[value] }));

/** The targets that were set; none where nobody set any, or they are erased. */
const targetsOf = ({ aims }: PlacementRow): readonly string[] =>
  aims === undefined || aims === erased ? [] : aims.targets;

// Procedure: S17.2, X10, X12
export function judgePage(about: EndingAbout, body?: unknown, errors: FormErrors | null = null) {
  const { placement, today } = about;
  const fields = new Fields(body, errors);
  const aims = placement.aims === erased ? undefined : placement.aims;
  return {
    ...frame(about, errors),
    title: 'Say what came of it',
    lead: ['It can be said again later: what was said last holds, and what was said before stays in the history.'],
    action: urlOf(paths.placements.judge, placement),
    fields: [
      fields.choice(
        { name: 'outcome', label: 'Was the outcome reached?', hint: aims?.outcome ?? 'No aims were recorded' },
        choices,
      ),
      fields.words({ name: 'words', label: 'What came of it?' }),
      ...targetsOf(placement).map((target, index) =>
        fields.choice({ name: `target${index + 1}`, label: `Was target ${index + 1} reached?`, hint: target }, choices),
      ),
      fields.words({ name: 'pupilView', label: 'What does the pupil say of it?' }),
      fields.words({ name: 'parentView', label: 'What do the parents say of it?' }),
      fields.day({
        name: 'reportAskedOn',
        label: 'When was the provider asked for its report?',
        hint: 'Leave it out if it was not yet',
      }),
      fields.day({
        name: 'dataReturnAskedOn',
        label: 'When was the provider asked to give back or destroy what it holds about the pupil?',
        hint: 'Leave it out if it was not yet',
      }),
      fields.day({ name: 'judgedOn', label: 'On which day was this judged?' }, today),
    ],
    submit: 'Record it',
  };
}

/** What came of it as it was sent. @throws {NotTaken} with what is wrong beside each field. */
export function judgeCommand({ placement, today }: EndingAbout, body: unknown): PlacementCommand {
  const past = (on: Day | undefined) => on === undefined || on <= today;
  const pastIfSent = dayIfSent.refine(past, 'The day can’t be in the future');
  const targets = targetsOf(placement).map((_, index) => `target${index + 1}`);
  const schema = z.object({
    outcome: z.enum(judgement.options, { error: 'Choose whether the outcome was reached' }),
    words: textSent('Enter what came of it', 2_000),
    pupilView: textSent('Enter what the pupil says, or why they were not asked', 2_000),
    parentView: textSent('Enter what the parents say, or why they were not asked', 2_000),
    reportAskedOn: pastIfSent,
    dataReturnAskedOn: pastIfSent,
    judgedOn: daySent('Enter the day on which it was judged').refine(past, 'The day can’t be in the future'),
  });
  const answers = z.object(
    Object.fromEntries(
      targets.map((each) => [each, z.enum(judgement.options, { error: 'Choose whether this target was reached' })]),
    ),
  );
  const words = ['outcome', 'words', 'pupilView', 'parentView'];
  const days = ['reportAskedOn', 'dataReturnAskedOn', 'judgedOn'];
  const textsOf = (names: readonly string[]) => Object.fromEntries(names.map((each) => [each, field(body, each)]));
  const daysSent = Object.fromEntries(days.map((each) => [each, dayParts(body, each)]));
  const [form, judged] = readBoth(
    () => read(schema, { ...textsOf(words), ...daysSent }),
    () => read(answers, textsOf(targets)),
  );
  const { outcome, pupilView, parentView, judgedOn, reportAskedOn, dataReturnAskedOn } = form;
  const said = { outcome: { judgement: outcome, words: form.words }, pupilView, parentView, judgedOn };
  const asked = {
    ...(reportAskedOn === undefined ? {} : { reportAskedOn }),
    ...(dataReturnAskedOn === undefined ? {} : { dataReturnAskedOn }),
  };
  return {
    type: 'JudgePlacement',
    data: { ...aboutOf(placement), ...said, ...asked, targets: targets.flatMap((each) => judged[each] ?? []) },
  };
}
