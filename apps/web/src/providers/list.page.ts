import { orElse, type Id } from '#event-sourcing';
import type { Edition } from '#procedure';
import type { AdultRow, EvaluationActionRow, FindingRow, PlacementRow, ProviderListRow, SiteRow } from '#read-models';
import { openWords } from '../evaluations/evaluation-words.js';
import { standingsOn } from '../placements/check-words.js';
import { field } from '../shell/forms.js';
import { byKey, grouped } from '../shell/lists.js';
import { partAsked, partsOf } from '../shell/parts.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { count, shortDay, telHref } from '../shell/words.js';
import { answerTag, ending, standing } from './finding-words.js';
import { signalPart } from './registration-signal-words.js';
import type { Signals } from './signals.js';
import { isContactOf, siteTag } from './provider-words.js';

/** What the list is narrowed down to, as its address says it. Part of a name of a provider or site is nobody's name. */
export type ListAsked = {
  readonly q: string;
  readonly filters: ReadonlySet<Filter>;
  readonly registered: 'yes' | 'no' | '';
  /** Of the parts of the list, the first is 1. */
  readonly page: number;
};
const filterWords = {
  placed: 'With pupils of this school now',
  closing: 'With a closure ahead',
  checks: 'With checks missing',
  unasked: 'Where nobody is asked about attendance',
} as const;
type Filter = keyof typeof filterWords;
const filterNames = Object.keys(filterWords) as Filter[];

/** What is asked for by the address; what it says that makes no sense is passed over. */
export function listAsked(query: unknown): ListAsked {
  const registered = field(query, 'registered');
  return {
    q: field(query, 'q').slice(0, 120),
    filters: new Set(filterNames.filter((name) => field(query, name) === 'yes')),
    registered: registered === 'yes' || registered === 'no' ? registered : '',
    page: partAsked(field(query, 'page')),
  };
}

export type ListedProviders = {
  readonly schoolId: Id;
  readonly school: string;
  readonly asked: ListAsked;
  readonly today: string;
  readonly edition: Edition | null;
  readonly total: number;
  readonly providers: readonly ProviderListRow[];
  readonly sites: readonly SiteRow[];
  /** The contacts for attendance whom the sites name. */
  readonly contacts: readonly AdultRow[];
  /** What was found of the providers, the latest first. */
  readonly findings: readonly FindingRow[];
  /** Counts of the pupils there, of all schools. */
  readonly signals: Signals;
  /** What this school agreed with providers and is still to be done. */
  readonly open: readonly EvaluationActionRow[];
  /** This school's own: nothing is told of another's. */
  readonly placements: readonly PlacementRow[];
};

/** The providers by name, each with its sites, whom to ask there, and how many of this school's pupils are placed there. */
export function providersPage(facts: ListedProviders, mayEnter: boolean, saved: Notice | null = null) {
  const { schoolId, asked, total, today } = facts;
  const sites = grouped(facts.sites, ({ providerId }) => providerId);
  const contacts = byKey(facts.contacts, ({ adultId }) => adultId);
  const running = grouped(
    facts.placements.filter(({ stage }) => stage === 'started'),
    ({ siteId }) => siteId,
  );
  const findings = grouped(facts.findings, ({ providerId }) => providerId);
  const isNarrowed = asked.q !== '' || asked.filters.size > 0 || asked.registered !== '';
  return {
    title: 'Providers',
    saved,
    action: urlOf(paths.providers.list, { schoolId }),
    asked: asked.q,
    filters: filterNames.map((name) => ({ name, text: filterWords[name], checked: asked.filters.has(name) })),
    registered: [
      { value: '', text: 'Does not matter' },
      { value: 'yes', text: 'Has a URN or a UKPRN' },
      { value: 'no', text: 'Has neither' },
    ].map((each) => ({ ...each, selected: each.value === asked.registered })),
    isFiltered: asked.filters.size > 0 || asked.registered !== '',
    sites: urlOf(paths.providers.sites, { schoolId }),
    enter: mayEnter ? urlOf(paths.providers.enter, { schoolId }) : null,
    open:
      facts.open.length === 0
        ? null
        : { href: urlOf(paths.evaluations.actions, { schoolId }), text: openWords(facts.open, today) },
    summary:
      total > 0
        ? `${count(total, 'provider')}${isNarrowed ? ` ${total === 1 ? 'matches' : 'match'}` : ''}.`
        : isNarrowed
          ? 'No provider matches what you asked for.'
          : 'No provider is entered yet.',
    all: isNarrowed ? urlOf(paths.providers.list, { schoolId }) : null,
    providers: facts.providers.map((provider) => ({
      name: provider.name,
      href: urlOf(paths.providers.show, { schoolId, providerId: provider.providerId }),
      registration: registrationWords(findings.get(provider.providerId) ?? [], undefined),
      signal: signalPart(facts.signals.ofProvider(provider.providerId), findings.get(provider.providerId) ?? [], today)
        .tag,
      ending: ending(findings.get(provider.providerId) ?? [], today),
      sites: (sites.get(provider.providerId) ?? []).map((site) => ({
        name: site.name,
        tag: siteTag(site, today),
        isGone: site.givenUp !== undefined && site.givenUp.on < today,
        address: site.address,
        telephone: site.telephone,
        href: telHref(site.telephone),
        contact: contactWords(site, contacts),
        registration: registrationWords(findings.get(provider.providerId) ?? [], site.siteId),
        checks: checksEnding(provider, site.siteId, facts),
        running: runningWords(running.get(site.siteId)?.length ?? 0, facts.school),
      })),
    })),
    pages: pagesOf(facts),
  };
}

/** What has run out of a site's checks, and what does so within thirty days: "3 checks have run out". */
// Procedure: S9.3
function checksEnding({ sites }: ProviderListRow, siteId: Id, { edition, today }: ListedProviders) {
  const site = sites.find((each) => each.siteId === siteId);
  if (!site || site.isGivenUp || !edition) return [];
  const standings = standingsOn(
    edition,
    byKey(site.checks, ({ row }) => row),
    today,
  );
  const over = standings.filter(({ state }) => state === 'run-out').length;
  const soon = standings.filter(({ isSoonOver }) => isSoonOver);
  const by = soon
    .flatMap(({ lastOn }) => lastOn ?? [])
    .toSorted()
    .at(0);
  return [
    ...(over > 0 ? [{ text: `${count(over, 'check')} ${over === 1 ? 'has' : 'have'} run out`, colour: 'red' }] : []),
    ...(by === undefined
      ? []
      : [
          {
            text: `${count(soon.length, 'check')} ${soon.length === 1 ? 'runs' : 'run'} out, from ${shortDay(by)}`,
            colour: 'orange',
          },
        ]),
  ];
}

/** "Registered as a school, Get information about schools, 3 Nov 2026"; for a site only where it was looked up by itself. */
// Procedure: S4.5
function registrationWords(findings: readonly FindingRow[], siteId: Id | undefined): string {
  const stands = standing(findings).find((each) => each.kind === 'registration' && each.siteId === siteId);
  if (!stands) return siteId === undefined ? 'Nobody has looked up yet whether it is registered as a school.' : '';
  const { on, source } = stands;
  return `${[answerTag(stands)?.text, source, shortDay(on)].filter(Boolean).join(', ')}.`;
}

/** The parts of a long list, as links that keep what was asked for; nothing where there is one part. */
function pagesOf({ schoolId, asked, total }: ListedProviders) {
  const said = {
    q: asked.q || undefined,
    ...Object.fromEntries([...asked.filters].map((name) => [name, 'yes'])),
    registered: asked.registered || undefined,
  };
  return partsOf(asked.page, total, (page) =>
    urlOf(paths.providers.list, { schoolId }, { ...said, page: String(page) }),
  );
}

/** An adult who has left, or who is at another site now, is nobody to ask here. */
function contactWords(site: SiteRow, contacts: ReadonlyMap<Id, AdultRow>): string {
  const contact = site.contactId === undefined ? undefined : contacts.get(site.contactId);
  return contact && isContactOf(contact, site) ? orElse(contact.name, 'Name erased') : '';
}

const runningWords = (n: number, school: string): string =>
  n === 0
    ? `No pupil of ${school} is placed here.`
    : `${count(n, 'pupil')} of ${school} ${n === 1 ? 'is' : 'are'} placed here.`;
