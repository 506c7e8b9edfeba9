import { z } from 'zod';
import type { PlacementCommand, SessionDutyKind, Status } from '#domain';
import { erased, type Day, type Id } from '#event-sourcing';
import { becomesDue, changes, SchoolCalendar, type Edition, type Known, type OwedThen } from '#procedure';
import { fullName } from '../pupils/pupil-words.js';
import { Fields } from '../shell/fields.js';
import { read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { capital, clockTime, dayInWords, sessionWords } from '../shell/words.js';
import { standingsOn } from './check-words.js';
import { aboutOf, textSent } from './evidence-form.js';
import { gateTasks } from './gate.js';
import type { PlacementFacts } from './placement.page.js';

/** A placement, and the newer edition that it may go on under. */
export type AdoptAbout = { readonly facts: PlacementFacts; readonly newer: Edition; readonly today: Day };

const frame = ({ placement, pupil }: PlacementFacts) => ({
  caption: fullName(pupil ?? undefined),
  back: { href: urlOf(paths.placements.show, placement), text: 'Back to the placement' },
});

/** Nothing can be adopted: it is under the newest edition, or over. */
export const nothingNewerPage = (facts: PlacementFacts) => ({
  ...frame(facts),
  title: 'There is no newer edition to adopt',
  lead: [
    facts.placement.stage === 'ended'
      ? 'This placement has ended. It stays under the edition that it was under.'
      : `This placement is under edition ${facts.edition.edition} of the procedure. No newer one is in force.`,
  ],
});

export function adoptPage(about: AdoptAbout, body?: unknown, errors: FormErrors | null = null) {
  const { facts, newer } = about;
  const { placement, edition } = facts;
  const fields = new Fields(body, errors);
  return {
    ...frame(facts),
    errors,
    title: 'Adopt a newer edition of the procedure',
    lead: [
      `This placement is under edition ${edition.edition}. Edition ${newer.edition} is in force since ${dayInWords(newer.inForceFrom)}. See below what it changes and what becomes due, and then say why it is adopted.`,
      'What was owed until now stays as it was met or missed. Sessions are under the newer edition from tomorrow on; checks, evidence, forms and sources are from the moment of your decision. There is no way back to the older one.',
    ],
    parts: [
      { title: 'What becomes due', intro: '', lines: dueLines(about) },
      { title: 'What it asks for and this placement lacks', ...lacking(about) },
      { title: 'What changes', intro: '', lines: changes(edition, newer).map(({ sentence }) => sentence) },
    ],
    action: urlOf(paths.placements.adoptEdition, placement),
    hidden: [{ name: 'edition', value: newer.edition }],
    fields: [
      fields.words({
        name: 'because',
        label: 'Why is it adopted for this placement?',
        hint: 'For example: the review of 30 November decided that new guidance is followed from now on.',
      }),
    ],
    submit: 'Continue',
  };
}

const adoptForm = z.object({ because: textSent('Enter why it is adopted', 2_000) });

/** @throws {NotTaken} */
export const readAdoption = (body: unknown) => read(adoptForm, { because: field(body, 'because') });

/** The decision as it was understood, before it is taken. */
export function adoptAnswersPage({ facts, newer }: AdoptAbout, { because }: z.output<typeof adoptForm>) {
  const { placement, edition } = facts;
  const change = urlOf(paths.placements.adoptEdition, placement);
  return {
    ...frame(facts),
    title: 'Check your answers',
    action: urlOf(paths.placements.editionAdopted, placement),
    hidden: [
      { name: 'edition', value: newer.edition },
      { name: 'because', value: because },
    ],
    rows: [
      { key: 'Edition', lines: [`${newer.edition} instead of ${edition.edition}`], change },
      { key: 'Why', lines: [because], change },
    ],
    warnings: ['A placement never goes back to an older edition.'],
    lead: ['Your name and the day are recorded with the decision.'],
    submit: 'Adopt the edition',
  };
}

/** The edition is named by the form: what is adopted is what was shown. */
export function adoptCommand(
  { facts: { placement }, newer, today }: AdoptAbout,
  body: unknown,
  personId: Id,
): PlacementCommand {
  const { id, edition } = placement.procedure;
  const { because } = readAdoption(body);
  const procedure = { id, edition: field(body, 'edition') || newer.edition };
  const data = { ...aboutOf(placement), from: { id, edition }, procedure, adoptedOn: today, personId, because };
  return { type: 'AdoptEdition', data };
}

/** What becomes due otherwise of a session, as told by the next one that nobody says anything about. */
function dueLines({ facts, newer, today }: AdoptAbout): readonly string[] {
  const { placement, school, edition, pupil } = facts;
  const { placementId, subjectId, schoolId, siteId, startOn, startedOn, endedOn, weeks, suspensions } = placement;
  const statuses = !pupil || pupil.statuses === erased ? {} : pupil.statuses;
  const known = {
    placementId,
    subjectId,
    schoolId,
    siteId,
    weeks,
    from: startedOn ?? startOn,
    until: endedOn,
    // When they were told is of no matter to a session that is still to come.
    suspensions: suspensions.map(({ from, until }) => ({
      from,
      since: `${from}T00:00:00.000Z`,
      ...(until === null ? {} : { until }),
    })),
    statuses: new Map(Object.entries(statuses) as [Status, Known][]),
  };
  const found = becomesDue(known, { from: edition, to: newer }, new SchoolCalendar(school), today);
  if (!found) return ['No session is planned at the moment, so nothing becomes due.'];
  const { on, session } = found.about;
  const when = `${dayInWords(on)}, ${sessionWords[session]}`;
  if (found.changed.length === 0)
    return [`Nothing becomes due at another time: ${when}, the same is owed as before, and the same people are told.`];
  return found.changed.map((each) => `${when}: ${owedWords(each)}`);
}

const kindWords: Readonly<Record<SessionDutyKind, string>> = {
  'attendance-check': 'the provider’s word whether the pupil came',
  'find-the-pupil': 'the search, where nobody has said so',
};

function owedWords({ kind, what, before, after }: OwedThen): string {
  const event =
    what === 'due' ? 'is due' : what === 'missed' ? 'counts as missed' : `step “${what.replaceAll('-', ' ')}”`;
  if (after === null) return `${kindWords[kind]}: no longer ${event}, until now at ${clockTime(before ?? '')}`;
  const until = before === null ? 'which is new' : `instead of ${clockTime(before)}`;
  return `${kindWords[kind]}: ${event} at ${clockTime(after)}, ${until}`;
}

/** What the newer edition asks for and is not there, where the one of now does not ask for it. */
function lacking({ facts, newer, today }: AdoptAbout) {
  const openTasks = (edition: Edition) => gateTasks({ ...facts, edition }).filter(({ state }) => state !== 'done');
  const askedNow = new Set(openTasks(facts.edition).map(({ evidence }) => evidence));
  const tasks = openTasks(newer).filter(({ evidence }) => !askedNow.has(evidence));
  const open = (edition: Edition) => standingsOn(edition, facts.checks, today).filter(({ isSettled }) => !isSettled);
  const openNow = new Set(open(facts.edition).map(({ row }) => row.id));
  const checks = open(newer).filter(({ row }) => !openNow.has(row.id));
  const lines = [
    ...tasks.map(({ text, hint }) => (hint === '' ? text : `${text} (${hint})`)),
    ...checks.map(({ row }) => `Check of the site: ${capital(row.label)}`),
  ];
  if (lines.length === 0) return { intro: 'Nothing: all that it asks for besides is there.', lines };
  const intro =
    facts.placement.startedOn === undefined
      ? 'The start waits for this as well once the edition is adopted.'
      : 'The placement has begun, so nothing is stopped by this and no letter is sent about it: see to it yourselves.';
  return { intro, lines };
}
