import { z } from 'zod';
import { incidentChannel, incidentKind, type IncidentCommand, type IncidentSays, type ParentsTold } from '#domain';
import { erased, type Id, type Instant } from '#event-sourcing';
import { londonInstant } from '#procedure';
import type { IncidentRow } from '#read-models';
import { personSent } from '../oversight/record-forms.js';
import { pastDay, textIfSent, textSent } from '../placements/evidence-form.js';
import { fullName } from '../pupils/pupil-words.js';
import { dayParts, Fields, timeSent, type Choice, type FormField } from '../shell/fields.js';
import { notTaken, read, readBoth } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { dayOf, localInput } from '../shell/words.js';
import type { IncidentPlace } from './gather.js';
import { incidentChannelWords, incidentKindWords } from './incident-words.js';

/** What the form needs to know. `incidentId` is made when it is shown, so that sent twice it is one incident. */
export type AccountAbout = IncidentPlace & {
  readonly now: Instant;
  readonly askerId: Id;
  readonly incidentId: Id;
};

const max = 2_000;
const optionsOf = <V extends string>(values: readonly V[], words: Readonly<Record<V, string>>): Choice[] =>
  values.map((value) => ({ value, text: words[value] }));
const sentOf = (body: unknown, ...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, field(body, name)]));

/** What can be said of parents: that they were told, or why not. */
export function parentsFields(fields: Fields, known?: ParentsTold): readonly FormField[] {
  const told = known?.told === true ? known : undefined;
  const choices = [
    { value: 'yes', text: 'Yes' },
    { value: 'no', text: 'No', hint: 'Say below why not' },
  ];
  return [
    fields.choice(
      { name: 'parents', label: 'Have the parents been told?' },
      choices,
      known && (known.told ? 'yes' : 'no'),
    ),
    fields.day({ name: 'parentsOn', label: 'If they have: on which day?' }, told?.on),
    fields.text({ name: 'parentsAt', label: 'At what time?', hint: 'For example, 12:30' }, told?.at),
    fields.text({ name: 'parentsBy', label: 'By whom?', hint: 'Somebody of the school or of the provider' }, told?.by),
    fields.words(
      { name: 'parentsBecause', label: 'If they have not: why not?' },
      known?.told === false ? known.because : '',
    ),
  ];
}

/** What was sent of parents. @throws {NotTaken} with what is wrong beside each field. */
export function parentsSent(body: unknown, now: Instant): ParentsTold {
  const asked = z.object({ parents: z.enum(['yes', 'no'], { error: 'Choose whether the parents have been told' }) });
  if (read(asked, sentOf(body, 'parents')).parents === 'no') {
    const why = z.object({ parentsBecause: textSent('Enter why the parents have not been told', max) });
    return { told: false, because: read(why, sentOf(body, 'parentsBecause')).parentsBecause };
  }
  const schema = z.object({
    parentsOn: pastDay('Enter the day on which the parents were told', dayOf(now)),
    parentsAt: timeSent('Enter the time at which the parents were told'),
    parentsBy: textSent('Enter who told the parents'),
  });
  const sent = { ...sentOf(body, 'parentsAt', 'parentsBy'), parentsOn: dayParts(body, 'parentsOn') };
  const { parentsOn: on, parentsAt: at, parentsBy: by } = read(schema, sent);
  if (londonInstant(on, at) > now) notTaken({ parentsAt: { text: 'The time can’t be in the future' } });
  return { told: true, on, at, by };
}

/** The questions of the account; of one that is to be put right, filled in with what it says. */
function accountFields(
  { school, staff, now, askerId }: AccountAbout,
  fields: Fields,
  known?: IncidentRow,
): readonly FormField[] {
  const says = known === undefined || known.says === erased ? undefined : known.says;
  const parents = known === undefined || known.parents === erased ? undefined : known.parents;
  const asker = staff.some(({ value }) => value === askerId) ? askerId : '';
  const [today, time] = [dayOf(now), localInput(now).slice(11)];
  return [
    fields.choice(
      { name: 'kind', label: 'What was it?' },
      optionsOf(incidentKind.options, incidentKindWords),
      says?.kind,
    ),
    fields.day({ name: 'on', label: 'On which day was it?' }, known?.on ?? today),
    fields.text(
      { name: 'at', label: 'At what time?', hint: 'For example, 10:20. Leave it empty when it is not known' },
      says?.at,
    ),
    fields.text({ name: 'toldBy', label: 'Who of the provider told the school?' }, says?.toldBy),
    fields.choice(
      { name: 'channel', label: 'How?' },
      optionsOf(incidentChannel.options, incidentChannelWords),
      known?.channel,
    ),
    ...(known
      ? []
      : [
          fields.select(
            { name: 'personId', label: 'Who of the school was told?' },
            [{ value: '', text: 'Choose' }, ...staff],
            asker,
          ),
        ]),
    fields.day({ name: 'toldOn', label: 'On which day was the school told?' }, known?.toldOn ?? today),
    fields.text({ name: 'toldAt', label: 'At what time was it told?' }, known?.toldAt ?? time),
    ...parentsFields(fields, parents),
    ...(school.keepsWords === true
      ? [
          fields.words(
            { name: 'words', label: 'What happened, as it was told?', hint: 'You can leave this out' },
            says?.words,
          ),
        ]
      : []),
  ];
}

/** What was sent of the account. @throws {NotTaken} with what is wrong beside each field. */
function accountSent({ school, now }: AccountAbout, body: unknown) {
  const today = dayOf(now);
  const isTimed = field(body, 'at') !== '';
  const schema = z.object({
    kind: z.enum(incidentKind.options, { error: 'Choose what it was' }),
    on: pastDay('Enter the day on which it was', today),
    at: isTimed ? timeSent('Enter the time') : z.string().transform(() => undefined),
    toldBy: textSent('Enter who of the provider told the school'),
    channel: z.enum(incidentChannel.options, { error: 'Choose how the school was told' }),
    toldOn: pastDay('Enter the day on which the school was told', today),
    toldAt: timeSent('Enter the time at which the school was told'),
    words: textIfSent(max),
  });
  const days = { on: dayParts(body, 'on'), toldOn: dayParts(body, 'toldOn') };
  const sent = { ...sentOf(body, 'kind', 'at', 'toldBy', 'channel', 'toldAt', 'words'), ...days };
  const [{ kind, at, toldBy, words, ...when }, parents] = readBoth(
    () => read(schema, sent),
    () => parentsSent(body, now),
  );
  if (londonInstant(when.toldOn, when.toldAt) > now) notTaken({ toldAt: { text: 'The time can’t be in the future' } });
  const says: IncidentSays = {
    kind,
    toldBy,
    parents,
    ...(at === undefined ? {} : { at }),
    // A school that keeps no words is not sent any by its form; whatever else sends some has them left out.
    ...(words === undefined || school.keepsWords !== true ? {} : { words }),
  };
  return { ...when, says };
}

const aboutOf = ({ placement, incidentId }: AccountAbout) => {
  const { placementId, subjectId, schoolId } = placement;
  return { incidentId, placementId, subjectId, schoolId };
};

/** What is said of words, above a form that could be used to tell a story. */
export const wordsLead = ({ school }: Pick<IncidentPlace, 'school'>): string =>
  school.keepsWords === true
    ? 'Your school keeps the words of incidents here, besides its safeguarding system.'
    : 'Your school does not keep the words of incidents here: what happened goes into the safeguarding system.';

/** The form with which somebody of the school enters what the provider told it. */
// Procedure: S4.18
export function enterPage(about: AccountAbout, body?: unknown, errors: FormErrors | null = null) {
  const { placement, pupil, site, incidentId } = about;
  return {
    title: 'Enter an incident',
    caption: `${fullName(pupil ?? undefined)}, ${site.name}`,
    lead: [
      'The provider tells the school by telephone, by email or in person, and you enter it. Whoever answers for safeguarding sees it on the same day; until they have, it stays on Today and on the page of oversight. Tell them yourself when it is serious: Waymark tells nobody.',
      wordsLead(about),
    ],
    errors,
    back: { href: urlOf(paths.oversight.placement, placement), text: 'Back to oversight' },
    action: urlOf(paths.incidents.enter, placement),
    hidden: [{ name: 'incidentId', value: incidentId }],
    fields: accountFields(about, new Fields(body, errors)),
    submit: 'Enter it',
  };
}

/** @throws {NotTaken} with what is wrong beside each field. */
export function tellCommand(about: AccountAbout, body: unknown): IncidentCommand {
  const schema = z.object({ personId: personSent(about.staff, 'Choose who of the school was told') });
  const [account, { personId }] = readBoth(
    () => accountSent(about, body),
    () => read(schema, sentOf(body, 'personId')),
  );
  return { type: 'TellIncident', data: { ...aboutOf(about), siteId: about.site.siteId, ...account, personId } };
}

/** The fields with which an account is put right: all of it, and why. */
export const correctionFields = (about: AccountAbout, fields: Fields, incident: IncidentRow): readonly FormField[] => [
  ...accountFields(about, fields, incident),
  fields.words({ name: 'because', label: 'What was wrong?' }),
];

/** @throws {NotTaken} with what is wrong beside each field. */
export function correctCommand(about: AccountAbout, incident: IncidentRow, body: unknown): IncidentCommand {
  const schema = z.object({ because: textSent('Enter what was wrong', max) });
  const [account, { because }] = readBoth(
    () => accountSent(about, body),
    () => read(schema, sentOf(body, 'because')),
  );
  const data = { ...aboutOf(about), siteId: incident.siteId, ...account, personId: about.askerId, because };
  return { type: 'CorrectIncident', data };
}
