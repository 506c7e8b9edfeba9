import { z } from 'zod';
import {
  risksMax,
  visitMinutesMax,
  visitPurpose,
  welfareFound,
  welfareHow,
  welfareWhere,
  type OversightCommand,
} from '#domain';
import { erased, type Day, type Id } from '#event-sourcing';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import { pastDay, textIfSent, textSent } from '../placements/evidence-form.js';
import { dayParts, Fields, timeSent, type Choice } from '../shell/fields.js';
import { NotTaken, read } from '../shell/form-answers.js';
import { errorsOf, field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { PlacementOversight } from './gather.js';
import { foundWords, howWords, purposeWords, whereWords } from './oversight-words.js';

/** What a form about a placement needs to know, and the id of the record that it makes. */
export type RecordAbout = PlacementOversight & {
  readonly today: Day;
  readonly askerId: Id;
  readonly recordId: Id;
};

const max = 2_000;
const yesNo: readonly Choice[] = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
];
export const concernChoices: readonly Choice[] = [
  { value: 'yes', text: 'Yes', hint: 'On the next page you record whom you told. Tell the safeguarding lead now' },
  { value: 'no', text: 'No' },
];
const answered = (missing: string) => z.enum(['yes', 'no'], { error: missing }).transform((answer) => answer === 'yes');
export const concernsSent = answered('Choose whether there are concerns');

/** Whoever has left since the form was shown is nobody to choose any more. */
export const personSent = (staff: readonly Choice[], missing: string) =>
  z.string().refine((sent) => staff.some(({ value }) => value === sent), missing);

const aboutOf = ({ placement, site, recordId }: RecordAbout) => {
  const { placementId, subjectId, schoolId } = placement;
  return { placementId, subjectId, schoolId, recordId, siteId: site.siteId };
};
const optionsOf = <V extends string>(values: readonly V[], words: Readonly<Record<V, string>>): Choice[] =>
  values.map((value) => ({ value, text: words[value] }));

function frame(about: RecordAbout, errors: FormErrors | null) {
  const { placement, pupil, site, recordId } = about;
  return {
    caption: `${fullName(pupil ?? undefined)}, ${site.name}`,
    errors,
    back: { href: urlOf(paths.oversight.placement, placement), text: 'Back to how it is kept an eye on' },
    hidden: [{ name: 'recordId', value: recordId }],
  };
}

const begins = ({ staff, askerId }: RecordAbout) => (staff.some(({ value }) => value === askerId) ? askerId : '');
const chooseFrom = (staff: readonly Choice[]): readonly Choice[] => [{ value: '', text: 'Choose' }, ...staff];

export function welfarePage(about: RecordAbout, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  return {
    ...frame(about, errors),
    title: 'Record a safe and well check',
    lead: [
      'Somebody of the school sees the pupil, or speaks to them. What the provider says of them is for the weekly talk.',
    ],
    action: urlOf(paths.oversight.welfare, about.placement),
    fields: [
      fields.day({ name: 'on', label: 'On which day?' }, about.today),
      fields.select({ name: 'personId', label: 'Who made it?' }, chooseFrom(about.staff), begins(about)),
      fields.choice({ name: 'how', label: 'How?' }, optionsOf(welfareHow.options, howWords)),
      fields.choice({ name: 'where', label: 'Where was the pupil?' }, optionsOf(welfareWhere.options, whereWords)),
      fields.choice(
        { name: 'found', label: 'Was the pupil seen or spoken to?' },
        optionsOf(welfareFound.options, foundWords),
      ),
      fields.words({
        name: 'pupilSays',
        label: 'What does the pupil say?',
        hint: 'In their own words as far as possible. You can leave this out',
      }),
      fields.words({ name: 'notes', label: 'How is the pupil?', hint: 'If you did not reach them, what you tried' }),
      fields.choice({ name: 'concerns', label: 'Are there concerns?' }, concernChoices),
    ],
    submit: 'Record it',
  };
}

/** What was sent. @throws {NotTaken} with what is wrong beside each field. */
export function welfareCommand(about: RecordAbout, body: unknown): OversightCommand {
  const schema = z
    .object({
      on: pastDay('Enter the day', about.today),
      personId: personSent(about.staff, 'Choose who made the check'),
      how: z.enum(welfareHow.options, { error: 'Choose how the check was made' }),
      where: z.enum(welfareWhere.options, { error: 'Choose where the pupil was' }),
      found: z.enum(welfareFound.options, { error: 'Choose whether the pupil was seen or spoken to' }),
      pupilSays: textIfSent(max),
      notes: textSent('Enter how the pupil is, or what you tried', max),
      concerns: concernsSent,
    })
    .superRefine(({ how, found }, context) => {
      if (how !== 'telephone' || found === 'spoken-to' || found === 'not-reached') return;
      const message = 'Nobody is seen by telephone: choose spoken to, or not reached';
      context.addIssue({ code: 'custom', path: ['found'], message });
    });
  const names = ['personId', 'how', 'where', 'found', 'pupilSays', 'notes', 'concerns'];
  const form = read(schema, { ...sentOf(body, names), on: dayParts(body, 'on') });
  const { on, personId, how, where, found, pupilSays, notes, concerns } = form;
  const says = { where, found, notes, ...(pupilSays === undefined ? {} : { pupilSays }) };
  return { type: 'RecordWelfareCheck', data: { ...aboutOf(about), on, personId, how, says, concerns } };
}

const sentOf = (body: unknown, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, field(body, name)]));

/** The targets of a placement, as far as they can be read. */
const targetsOf = ({ placement: { aims } }: RecordAbout): readonly string[] =>
  aims === undefined || aims === erased ? [] : aims.targets;

/** So many rows for risks are shown empty. */
const emptyRows = 2;

/** The risks that the last visit noted, to begin with: they are not typed each time. */
function risksBefore({ records }: RecordAbout) {
  const last = records.find(({ kind }) => kind === 'visit')?.visit;
  return last === undefined || last === erased ? null : last.risks;
}

// Procedure: S18.5, S18.6, S18.7, S18.8, S18.9, S18.10, S18.11, S18.12, S18.13, S18.14, S18.15
export function visitPage(about: RecordAbout, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  const before = risksBefore(about);
  const rows = Math.min(risksMax, (before?.rows.length ?? 0) + emptyRows);
  return {
    ...frame(about, errors),
    title: 'Record a visit',
    lead: [
      'One record for each pupil, also where you saw several on one trip. It stays as you send it; what turns out later is added as a note.',
    ],
    action: urlOf(paths.oversight.visit, about.placement),
    fields: [
      fields.day({ name: 'on', label: 'On which day?' }, about.today),
      fields.text({ name: 'startedAt', label: 'At what time did it begin?', hint: 'For example, 10:00' }),
      fields.text({ name: 'minutes', label: 'How many minutes did it last?' }),
      fields.select({ name: 'personId', label: 'Who visited?' }, chooseFrom(about.staff), begins(about)),
      fields.choice({ name: 'purpose', label: 'What was it for?' }, optionsOf(visitPurpose.options, purposeWords)),
      fields.choice({ name: 'seen', label: 'Did you see the pupil?', inline: true }, yesNo),
      fields.choice(
        { name: 'risks', label: 'Are there any known risks?', inline: true },
        yesNo,
        before === null ? '' : 'yes',
      ),
      fields.words({ name: 'details', label: 'If yes, what are they?' }, before?.details ?? ''),
      fields.words({ name: 'mitigation', label: 'If yes, what is done about them?' }, before?.mitigation ?? ''),
      ...Array.from({ length: rows }, (_, index) => [
        fields.text(
          { name: `risk-${index}`, label: `Risk ${index + 1}`, hint: 'You can leave this out' },
          before?.rows[index]?.risk ?? '',
        ),
        fields.text({ name: `strategy-${index}`, label: `Strategy ${index + 1}` }, before?.rows[index]?.strategy ?? ''),
      ]).flat(),
      ...targetsOf(about).map((target, index) =>
        fields.words({ name: `progress-${index}`, label: `Progress towards target ${index + 1}`, hint: target }),
      ),
      fields.words({ name: 'outcome', label: 'What is the outcome?', hint: 'What is to be done is added afterwards' }),
      fields.choice({ name: 'concerns', label: 'Were there any concerns?' }, concernChoices),
    ],
    submit: 'Record the visit',
  };
}

/** What was sent. @throws {NotTaken} with what is wrong beside each field. */
export function visitCommand(about: RecordAbout, body: unknown): OversightCommand {
  const targets = targetsOf(about);
  const schema = z.object({
    on: pastDay('Enter the day of the visit', about.today),
    startedAt: timeSent('Enter the time at which it began'),
    minutes: z.coerce
      .number({ error: 'Enter how many minutes it lasted, such as 45' })
      .int('Enter whole minutes')
      .min(1, 'Enter how many minutes it lasted, such as 45')
      .max(visitMinutesMax, `A visit lasts ${visitMinutesMax} minutes at most`),
    personId: personSent(about.staff, 'Choose who visited'),
    purpose: z.enum(visitPurpose.options, { error: 'Choose what the visit was for' }),
    seen: answered('Choose whether you saw the pupil'),
    risks: answered('Choose whether there are known risks'),
    outcome: textSent('Enter the outcome', max),
    concerns: concernsSent,
    ...Object.fromEntries(
      targets.map((_, index) => [
        `progress-${index}`,
        textSent(`Enter the progress towards target ${index + 1}, or that there is none`, max),
      ]),
    ),
  });
  const names = Object.keys(schema.shape).filter((name) => name !== 'on');
  const form = read(schema, { ...sentOf(body, names), on: dayParts(body, 'on') });
  const { on, startedAt, minutes, personId, purpose, seen, outcome, concerns } = form;
  const said = new Map<string, unknown>(Object.entries(form));
  const says = {
    purpose,
    year: yearWords(about.pupil ?? undefined),
    seen,
    risks: form.risks ? risksSent(body) : null,
    progress: targets.map((target, index) => ({ target, progress: String(said.get(`progress-${index}`)) })),
    outcome,
  };
  return { type: 'RecordVisit', data: { ...aboutOf(about), on, personId, startedAt, minutes, says, concerns } };
}

/** The risks with what is done about each. @throws {NotTaken} where one has no strategy, or a strategy no risk. */
function risksSent(body: unknown) {
  const { details, mitigation } = read(
    z.object({
      details: textSent('Enter what the risks are', max),
      mitigation: textSent('Enter what is done about the risks', max),
    }),
    sentOf(body, ['details', 'mitigation']),
  );
  const wrong: Record<string, { text: string }> = {};
  const rows = Array.from({ length: risksMax }, (_, index) => {
    const [risk, strategy] = [field(body, `risk-${index}`), field(body, `strategy-${index}`)];
    if (risk.length > max) wrong[`risk-${index}`] = { text: 'This must be 2,000 characters or fewer' };
    if (strategy.length > max) wrong[`strategy-${index}`] = { text: 'This must be 2,000 characters or fewer' };
    if (risk !== '' && strategy === '')
      wrong[`strategy-${index}`] = { text: `Enter the strategy for risk ${index + 1}` };
    if (risk === '' && strategy !== '') wrong[`risk-${index}`] = { text: `Enter the risk of strategy ${index + 1}` };
    return { risk, strategy };
  }).filter(({ risk }) => risk !== '');
  if (Object.keys(wrong).length > 0) throw new NotTaken(errorsOf(wrong));
  return { details, mitigation, rows };
}
