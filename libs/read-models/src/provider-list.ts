import { z } from 'zod';
import { checkEvents, providerEvents, type CheckEvent } from '#domain';
import {
  day,
  id,
  pick,
  type Condition,
  type Day,
  type Id,
  type MessageOf,
  type Part,
  type Projection,
} from '#event-sourcing';
import { checkStandingOn, type PreAdmissionCheck } from '#procedure';
import { plain } from '#sealing';
import { answers, Ask } from './ask.js';
import { inOrder, replaced } from './order.js';
import { closed, closure, reopened } from './sites.js';

const hears = pick(
  providerEvents,
  'ProviderEntered',
  'ProviderChanged',
  'SiteOpened',
  'SiteChanged',
  'SiteClosed',
  'SiteReopened',
  'SiteGivenUp',
  'SiteTakenUp',
  'AdultNamed',
  'AdultLeft',
);
export type ProviderListEvent = MessageOf<typeof hears> | CheckEvent;

const listedCheck = z.strictObject({
  row: z.string(),
  round: z.int(),
  outcome: z.enum(['met', 'not-met', 'not-applicable']),
  on: day,
  until: day.optional(),
});
const listedSite = z.strictObject({
  siteId: id,
  name: z.string(),
  closures: z.array(closure),
  isGivenUp: z.boolean(),
  /** The adult who is asked about attendance there. */
  contactId: id.optional(),
  /** The rows of the checklist, each with its last round. */
  checks: z.array(listedCheck),
});
type ListedSite = z.output<typeof listedSite>;

const providerListRow = z.object({
  providerId: id,
  name: z.string(),
  sites: z.array(listedSite),
  // What follows is made from that, for the list to ask by. A site that is given up is only found by its name.
  /** The words of its name and of its sites' names, each after a blank. */
  words: z.string(),
  sortedBy: z.string(),
  /** It stands in a national register: it has a URN or a UKPRN. */
  isRegistered: z.boolean(),
  /** It has a site that is not given up. */
  isOpen: z.boolean(),
  /** Everywhere somebody is asked about attendance. */
  isAsked: z.boolean(),
  /** The last day on which one of its sites is closed. */
  closedUntil: day.optional(),
});
export type ProviderListRow = z.output<typeof providerListRow>;

/** Each provider with all that the list of providers is searched, filtered and ordered by. */
export const providerList: Projection<ProviderListEvent, ProviderListRow> = {
  name: 'provider-list',
  version: 2, // 2: how each check was found, on which day, and until when it holds.
  hears: [hears, checkEvents],
  row: providerListRow,
  sealed: null,
  by: ['providerId'],
  rowId: ({ data }) => data.providerId,

  evolve: (row, { type, data }) => {
    if (type === 'ProviderEntered' || type === 'ProviderChanged') {
      const { providerId, name, urn, ukprn } = data;
      const isRegistered = urn !== undefined || ukprn !== undefined;
      return madeFrom({ providerId, name, isRegistered, sites: row?.sites ?? [] });
    }
    if (!row) return null;
    const { siteId } = data;
    if (type === 'SiteOpened') {
      const { name } = data;
      const site = { siteId, name, closures: [], isGivenUp: false, checks: [] };
      return madeFrom({ ...row, sites: inOrder([...row.sites, site], (each) => each.name) });
    }
    const changed = (change: (site: ListedSite) => ListedSite, among = row.sites): ProviderListRow =>
      madeFrom({ ...row, sites: among.map((site) => (site.siteId === siteId ? change(site) : site)) });
    switch (type) {
      case 'SiteChanged':
        return changed((site) => ({ ...site, name: data.name }));
      case 'SiteClosed': {
        const { on, session, because } = data;
        return changed((site) => ({ ...site, closures: closed(site.closures, { on, session, because }) }));
      }
      case 'SiteReopened':
        return changed((site) => ({ ...site, closures: reopened(site.closures, data.on, data.session) }));
      case 'SiteGivenUp':
        return changed((site) => ({ ...site, isGivenUp: true }));
      case 'SiteTakenUp':
        return changed((site) => ({ ...site, isGivenUp: false }));
      case 'AdultNamed': {
        const { adultId, attendanceContact } = data;
        return changed(
          (site) => (attendanceContact ? { ...site, contactId: adultId } : site),
          withoutContact(row.sites, adultId),
        );
      }
      case 'AdultLeft':
        return madeFrom({ ...row, sites: withoutContact(row.sites, data.adultId) });
      case 'CheckMet':
        return changed((site) => withCheck(site, { ...foundBy(data), outcome: 'met' }));
      case 'CheckNotApplicable':
        return changed((site) => withCheck(site, { ...foundBy(data), outcome: 'not-applicable' }));
      case 'CheckNotMet':
        return changed((site) => withCheck(site, { ...foundBy(data), outcome: 'not-met' }));
    }
  },
};

type Made = Pick<ProviderListRow, 'providerId' | 'name' | 'isRegistered' | 'sites'>;

function madeFrom({ providerId, name, isRegistered, sites }: Made): ProviderListRow {
  const open = sites.filter(({ isGivenUp }) => !isGivenUp);
  const closedUntil = open
    .flatMap(({ closures }) => closures.map(({ on }) => on))
    .sort()
    .at(-1);
  return {
    providerId,
    name,
    sites,
    words: ` ${plain([name, ...sites.map((site) => site.name)].join(' '))}`,
    sortedBy: plain(name),
    isRegistered,
    isOpen: open.length > 0,
    isAsked: open.every(({ contactId }) => contactId !== undefined),
    ...(closedUntil === undefined ? {} : { closedUntil }),
  };
}

const withoutContact = (sites: readonly ListedSite[], adultId: Id): ListedSite[] =>
  sites.map((site) => (site.contactId === adultId ? { ...site, contactId: undefined } : site));

const foundBy = ({ row, round, on, until }: CheckEvent['data'] & { readonly until?: Day | undefined }) => ({
  row,
  round,
  on,
  ...(until === undefined ? {} : { until }),
});

/** Of several rounds of a row the last one stands. */
function withCheck(site: ListedSite, check: z.output<typeof listedCheck>): ListedSite {
  const known = site.checks.find(({ row }) => row === check.row);
  if (known && known.round > check.round) return site;
  return { ...site, checks: replaced(site.checks, check, ({ row }) => row) };
}

/** What providers are looked for by; what is left out does not matter. */
export type ProvidersAsked = {
  /** Each begins a word of the provider's name, or of a site's. */
  readonly words: readonly string[];
  readonly among?: readonly Id[] | undefined;
  readonly isRegistered?: boolean | undefined;
  readonly isAsked?: boolean | undefined;
  /** A site is closed on this day or on a later one. */
  readonly closedFrom?: Day | undefined;
  /** One of its sites has one of these rows of the checklist not settled on a day. */
  readonly lacks?: { readonly checks: readonly PreAdmissionCheck[]; readonly on: Day } | undefined;
  readonly skip: number;
  readonly max: number;
};

/** A part of the list of providers, by name. */
export class ListProviders extends Ask<ProvidersAsked, Part<ProviderListRow>> {}
export const ListProvidersAnswers = answers(ListProviders, async (rows, asked, asAt) => {
  const { words, among, isRegistered, isAsked, closedFrom, lacks, skip, max } = asked;
  const conditions: Condition<ProviderListRow>[] = [{ field: 'words', words }];
  if (isRegistered !== undefined) conditions.push({ field: 'isRegistered', is: isRegistered });
  if (isAsked !== undefined) conditions.push({ field: 'isAsked', is: isAsked });
  if (closedFrom !== undefined) conditions.push({ field: 'closedUntil', from: closedFrom });
  const list = { conditions, among, by: 'sortedBy' } as const;
  if (lacks === undefined) return rows.list(providerList, { ...list, skip, max }, asAt);
  // Whether a check has run out is nothing that stands in a row: a trust's providers are looked through one by one.
  conditions.push({ field: 'isOpen', is: true });
  const all = await rows.list(providerList, { ...list, skip: 0, max: providersMax }, asAt);
  const found = all.rows.filter(({ sites }) => sites.some((site) => !site.isGivenUp && isLacking(site, lacks)));
  return { rows: found.slice(skip, skip + max), total: found.length };
});
const providersMax = 100_000;

const isLacking = ({ checks }: ListedSite, lacks: NonNullable<ProvidersAsked['lacks']>): boolean =>
  lacks.checks.some(
    (check) =>
      !checkStandingOn(
        checks.find(({ row }) => row === check.id),
        check,
        lacks.on,
      ).isSettled,
  );
