import { z } from 'zod';
import { delivery, route, unheldKeyRoles, type PlacementCommand } from '#domain';
import { idFrom, newId, type Day, type Id } from '#event-sourcing';
import { addDays, type Edition } from '#procedure';
import type { PlacementRow, ProviderRow, PupilRow, SchoolRow, SiteRow } from '#read-models';
import { fullName } from '../pupils/pupil-words.js';
import { dayIfSent, dayParts, daySent, Fields } from '../shell/fields.js';
import { field, type FormErrors } from '../shell/forms.js';
import { byKey } from '../shell/lists.js';
import { paths, urlOf } from '../shell/paths.js';
import { roleWords } from '../shell/permissions.js';
import { dayInWords, listInWords } from '../shell/words.js';
import { refineWithin } from '../weeks/within.js';
import { elsewhereNotes, elsewhereWarnings, firstDayWarnings } from './elsewhere.js';
import { deliveryOptions, deliveryWords, markWords, routeOptions, routeWords } from './route-words.js';
import { slotWords } from './timeline-words.js';
import { restField, restForm, restWords, weekField, weekForm, weekNames, weekSent } from './week.js';

/** Whether a placement is to begin, or has begun already without a proposal. */
export type How = 'ahead' | 'already';

const words = {
  ahead: {
    title: 'Propose a placement',
    lead: 'Nothing begins by this: the page of the placement says afterwards what it needs before it can start.',
    startOn: 'Which is the first day?',
    ask: paths.placements.propose,
    checked: paths.placements.proposed,
    other: { text: 'The pupil goes there already? Record a placement that has begun', path: paths.placements.found },
    sending:
      'It is recorded with your name. The provider is not told by Waymark, and nobody is asked before it starts.',
    submit: 'Propose the placement',
  },
  already: {
    title: 'Record a placement that has begun',
    lead: 'For a pupil who goes to a provider already. It is recorded whatever is missing, and the provider is asked from today on. What the procedure asks for and is not there becomes a gap: it is to be there by a date that a headteacher sets.',
    startOn: 'Since which day does the pupil go there?',
    ask: paths.placements.found,
    checked: paths.placements.foundChecked,
    other: { text: 'It has not begun yet? Propose a placement', path: paths.placements.propose },
    sending: 'It is recorded with your name, and that it began outside the procedure. This can’t be taken back.',
    submit: 'Record the placement',
  },
} as const;

/** What a proposal is made with: for whom, where it may be, and where else the pupil is. */
export type ProposeFacts = {
  readonly how: How;
  readonly pupil: PupilRow;
  readonly school: SchoolRow;
  readonly sites: readonly SiteRow[];
  readonly providers: readonly ProviderRow[];
  /** The pupil's other placements, those that are over among them. */
  readonly others: readonly PlacementRow[];
  readonly today: Day;
  readonly mayEnterProviders: boolean;
  readonly mayManagePeople: boolean;
};

const furthestDays = 366;
const longestDays = 3 * 366;

/** The form; the site is one that is entered, the days are ones that somebody can have meant. */
export const proposeForm = ({ how, sites, today, school }: Pick<ProposeFacts, 'how' | 'sites' | 'today' | 'school'>) =>
  z
    .object({
      // A form of ours has one; what comes from elsewhere without one is a placement of its own.
      form: z.uuid().catch(() => newId()),
      siteId: z
        .string()
        .refine((sent) => openOn(sites, today).some(({ siteId }) => siteId === sent), 'Choose the provider’s site'),
      purpose: z
        .string()
        .trim()
        .min(1, 'Enter what the placement is for')
        .max(2_000, 'What it is for must be 2,000 characters or fewer'),
      // Agreed, where a form of before asks nothing.
      route: route.catch('agreed'),
      delivery: delivery.catch('in-person'),
      restOfWeek: restForm,
      startOn: how === 'ahead' ? dayAhead(today) : dayAlready(today),
      plannedEndOn: dayIfSent,
      week: weekForm,
    })
    .superRefine(({ siteId, startOn, plannedEndOn, week }, context) => {
      refineWithin(school, startOn, week, context);
      const wrong = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
      const lastDay = sites.find((each) => each.siteId === siteId)?.givenUp?.on;
      if (lastDay !== undefined && startOn > lastDay) {
        wrong('startOn', `The site closes for good after ${dayInWords(lastDay)}`);
      }
      if (plannedEndOn === undefined) return;
      if (plannedEndOn < startOn) wrong('plannedEndOn', 'The last day can’t be before the first');
      if (plannedEndOn > addDays(startOn, longestDays)) {
        wrong('plannedEndOn', 'The last day must be within three years of the first');
      }
    });
const dayAhead = (today: Day) =>
  daySent('Enter the first day')
    .refine((on) => on >= today, 'The first day can’t be in the past: a placement that has begun is recorded as such')
    .refine((on) => on <= addDays(today, furthestDays), 'The first day must be within a year from today');
const dayAlready = (today: Day) =>
  daySent('Enter the first day')
    .refine((on) => on <= today, 'The first day can’t be in the future: a placement that has not begun is proposed')
    .refine((on) => on >= addDays(today, -longestDays), 'The first day must be within the last three years');
export type ProposeForm = z.output<ReturnType<typeof proposeForm>>;

/** The fields of the form as its schema wants them. */
export const proposeSent = (body: unknown) => ({
  form: field(body, 'form'),
  siteId: field(body, 'siteId'),
  purpose: field(body, 'purpose'),
  route: field(body, 'route'),
  delivery: field(body, 'delivery'),
  restOfWeek: field(body, 'restOfWeek'),
  startOn: dayParts(body, 'startOn'),
  plannedEndOn: dayParts(body, 'plannedEndOn'),
  week: weekSent(body),
});

const dayNames = ['startOn', 'plannedEndOn'].flatMap((name) =>
  ['day', 'month', 'year'].map((part) => `${name}-${part}`),
);
const names: readonly string[] = [
  'form',
  'siteId',
  'purpose',
  'route',
  'delivery',
  'restOfWeek',
  ...dayNames,
  ...weekNames,
];

// Procedure: S1.9
/** The roles that need a holder first. One that has begun is recorded all the same. */
export const rolesNeeded = ({ how, school, today }: Pick<ProposeFacts, 'how' | 'school' | 'today'>): string | null => {
  const unheld = how === 'ahead' ? unheldKeyRoles(school.roles, today) : [];
  if (unheld.length === 0) return null;
  const who = listInWords(
    unheld.map((each) => roleWords[each]),
    'or',
  );
  return `Nobody at ${school.name} is ${who}. Before a placement is proposed, each of the school’s key roles has a holder.`;
};

/** Why nothing can be proposed at all, and the way to change that for those who may. */
function blockedBy(facts: ProposeFacts) {
  const { school, sites, today, mayEnterProviders, mayManagePeople } = facts;
  const { schoolId } = school;
  const roles = rolesNeeded(facts);
  if (roles !== null) {
    const fill = { href: urlOf(paths.people.list, { schoolId }), text: 'Give the roles' };
    return { text: roles, way: mayManagePeople ? fill : null };
  }
  if (openOn(sites, today).length > 0) return null;
  const enter = { href: urlOf(paths.providers.enter, { schoolId }), text: 'Enter a provider' };
  const text = 'No provider is entered yet. A placement is with a provider, so enter it first.';
  return { text, way: mayEnterProviders ? enter : null };
}

export function proposePage(facts: ProposeFacts, form: Id, body?: unknown, errors: FormErrors | null = null) {
  const { how, pupil, school, sites, providers, others, today } = facts;
  const { title, lead, startOn, ask, other } = words[how];
  const fields = new Fields(body, errors);
  const options = [{ value: '', text: 'Choose a site' }, ...siteOptions(openOn(sites, today), providers)];
  const times = school.sessionTimes.findLast(({ from }) => from <= today) ?? school.sessionTimes[0];
  return {
    title,
    caption: fullName(pupil),
    back: { href: urlOf(paths.pupils.show, pupil), text: 'Back to the pupil' },
    errors,
    lead: [lead],
    other: { text: other.text, href: urlOf(other.path, pupil) },
    // What was typed comes back with what is wrong; before anything is typed, nobody types in vain.
    blocked: body === undefined ? blockedBy(facts) : null,
    action: urlOf(ask, pupil),
    // The same form sent twice is the same placement.
    hidden: [{ name: 'form', value: form }],
    fields: [
      fields.select({ name: 'siteId', label: 'At which site?', hint: 'The provider and its site' }, options),
      fields.words({
        name: 'purpose',
        label: 'What is the placement for?',
        hint: 'What it is to achieve for the pupil',
      }),
      fields.choice({ name: 'route', label: 'How is the pupil placed?' }, routeOptions, 'agreed'),
      fields.choice({ name: 'delivery', label: 'How is the pupil taught?' }, deliveryOptions, 'in-person'),
      restField(fields),
      fields.day({ name: 'startOn', label: startOn, hint: exampleOf(addDays(today, how === 'ahead' ? 14 : -14)) }),
      fields.day({
        name: 'plannedEndOn',
        label: 'Which is the planned last day?',
        hint: 'Leave it out if it is not known',
      }),
    ],
    week: weekField(
      {
        label: 'When is the pupil there?',
        hint: 'Choose each half of the week that is spent at the provider, and say when the pupil arrives and leaves, by the 24-hour clock. Leave the others as they are.',
      },
      { slots: [], times, elsewhere: elsewhereNotes(others, sites, today) },
      body,
      errors,
    ),
    submit: 'Continue',
  };
}

const exampleOf = (on: Day): string => `For example, ${on.split('-').toReversed().map(Number).join(' ')}`;

/** The answers as they were understood, before they are sent; each can be changed. */
export function answersPage(facts: ProposeFacts, form: ProposeForm, body: unknown) {
  const { how, pupil, school, sites, providers, others } = facts;
  const { checked, sending, submit } = words[how];
  const site = sites.find(({ siteId }) => siteId === form.siteId);
  const provider = providers.find(({ providerId }) => providerId === site?.providerId);
  const ask = urlOf(words[how].ask, pupil);
  const placementId = placementIdOf(form, pupil.subjectId);
  const row = (key: string, name: string, ...lines: readonly string[]) => ({ key, lines, change: `${ask}#${name}` });
  return {
    title: 'Check your answers',
    caption: fullName(pupil),
    action: urlOf(checked, pupil),
    hidden: names.map((name) => ({ name, value: field(body, name) })).filter(({ value }) => value !== ''),
    rows: [
      row('Provider', 'siteId', ...new Set([provider?.name ?? '', site?.name ?? '', site?.address ?? ''])),
      row('What for', 'purpose', form.purpose),
      row('How placed', 'route', routeWords[form.route]),
      row('How taught', 'delivery', deliveryWords[form.delivery], markWords(form.route, form.delivery)),
      row('Rest of the week', 'restOfWeek', restWords(form.restOfWeek)),
      row('First day', 'startOn', dayInWords(form.startOn)),
      row('Planned last day', 'plannedEndOn', form.plannedEndOn ? dayInWords(form.plannedEndOn) : 'Not set'),
      row('Week', 'week-1-am', ...form.week.map(slotWords)),
    ],
    warnings: [
      ...firstDayWarnings(school, form.startOn, form.week),
      ...elsewhereWarnings(
        others.filter((each) => each.placementId !== placementId),
        sites,
        { from: form.startOn, until: form.plannedEndOn, slots: form.week },
      ),
    ],
    lead: [sending],
    submit,
  };
}

/** The sites that are not closed for good before a day. */
const openOn = (sites: readonly SiteRow[], on: Day): SiteRow[] =>
  sites.filter(({ givenUp }) => givenUp === undefined || givenUp.on >= on);

/** Every site as an option, by its provider's name. */
function siteOptions(sites: readonly SiteRow[], providers: readonly ProviderRow[]) {
  const named = byKey(providers, ({ providerId }) => providerId);
  return sites
    .map(({ siteId, providerId, name }) => {
      const provider = named.get(providerId)?.name ?? 'Unknown provider';
      return { value: siteId, text: provider === name ? name : `${provider}: ${name}` };
    })
    .sort((a, b) => a.text.localeCompare(b.text));
}

/** Made from the pupil as well, so that whatever is sent, nobody else's placement is meant. */
export const placementIdOf = ({ form }: { readonly form: string }, subjectId: Id): Id =>
  idFrom('placement', subjectId, form);

export function propose(
  { pupil: { subjectId, schoolId }, sites }: ProposeFacts,
  { form, siteId, purpose, route, delivery, restOfWeek, startOn, plannedEndOn, week }: ProposeForm,
  { id, edition }: Edition,
): Extract<PlacementCommand, { type: 'ProposePlacement' }> {
  const placementId = placementIdOf({ form }, subjectId);
  const providerId = sites.find((each) => each.siteId === siteId)?.providerId ?? '';
  const about = { placementId, subjectId, schoolId, providerId, siteId };
  const ends = plannedEndOn === undefined ? {} : { plannedEndOn };
  const rest = restOfWeek === undefined ? {} : { restOfWeek };
  return {
    type: 'ProposePlacement',
    data: { ...about, purpose, route, delivery, startOn, ...ends, slots: week, ...rest, procedure: { id, edition } },
  };
}
