import { z } from 'zod';
import {
  about,
  day,
  id,
  messages,
  personal,
  same,
  type Day,
  type Decider,
  type Id,
  type MessageOf,
} from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { session, type Session } from '../vocabulary.js';
import {
  decideFinding,
  findingCommands,
  findingEvents,
  isFinding,
  isFindingCommand,
  withFinding,
  type Findings,
} from './findings.js';
import {
  decideSharing,
  isSharing,
  isSharingCommand,
  sharingCommands,
  sharingEvents,
  withSharing,
  type SharingAgreements,
} from './sharing.js';
import {
  decideStop,
  holdsAt,
  isStop,
  isStopCommand,
  stopCommands,
  stopEvents,
  withStop,
  type Stop,
  type StopCommand,
  type Stops,
} from './stops.js';

/** A provider educates pupils of several schools at one site or more. Its sites close on days of their own. */
const line = z.string().trim().min(1).max(160);
/** Most providers have neither number: a school has a URN, a provider of further education a UKPRN. */
const entered = z.object({
  providerId: id,
  name: line,
  urn: z
    .string()
    .regex(/^\d{6}$/, 'is not a URN, which has six digits')
    .optional(),
  ukprn: z
    .string()
    .regex(/^1\d{7}$/, 'is not a UKPRN, which has eight digits and begins with 1')
    .optional(),
});
// Procedure: S13.5, S15.2, S15.3
const site = z.object({
  providerId: id,
  siteId: id,
  name: line,
  address: line,
  telephone: line,
  /** On which days and at which hours it is open, in the provider's words. */
  // Procedure: S4.8
  opening: line.optional(),
});
/** Without a session, the whole day. */
const reopening = z.object({ providerId: id, siteId: id, on: day, session: session.optional() });
const closure = reopening.extend({ because: line });
/** `on` is the last day on which the site is taught at. */
const takenUp = z.object({ providerId: id, siteId: id, on: day });
const givenUp = takenUp.extend({ because: line });
/**
 * An adult at the provider. One of a site's adults is its contact for attendance, one stands in where there is no contact,
 * and one leads on safeguarding: of each the last one named as such.
 */
const adult = z.object({
  providerId: id,
  siteId: id,
  adultId: id,
  name: personal(line),
  email: personal(z.email()),
  telephone: personal(line).optional(),
  attendanceContact: z.boolean(),
  // Procedure: S15.5, S15.6
  attendanceStandIn: z.boolean().optional(),
  safeguardingLead: z.boolean().optional(),
});
/** `on` is the last day. */
const adultLeft = z.object({ providerId: id, siteId: id, adultId: id, on: day });

const sealed = { subject: 'adultId', kept: 'provider-file' } as const;

export const providerEvents = messages(
  {
    ProviderEntered: entered.describe('A provider of education off-site came into Waymark.'),
    ProviderChanged: entered.describe('A provider’s name or its numbers in the registers are others now.'),
    SiteOpened: site.describe('A provider has this site, where it is found and how it is reached.'),
    SiteChanged: site.describe('A site’s name, address or telephone number is another now.'),
    SiteClosed: closure.describe(
      'A site is closed on this day, or in this session of it: its pupils are still ours to find.',
    ),
    SiteReopened: reopening.describe('A site is open on this day, or in this session of it, after all.'),
    SiteGivenUp: givenUp.describe(
      'A site is closed for good; the day named is its last. Its pupils are still ours to find, session by session.',
    ),
    SiteTakenUp: takenUp.describe('A site is not given up after all, or not after this day.'),
    // An adult's own key seals an adult: it is described first, because a description makes a copy.
    AdultNamed: about(
      'adultId',
      adult.describe(
        'Somebody works with pupils at a site; a contact for attendance takes the place of the one before.',
      ),
    ),
    AdultLeft: adultLeft.describe('An adult no longer works at the site; the day named is the last one.'),
    ...findingEvents,
    ...stopEvents,
    ...sharingEvents,
  },
  sealed,
);
export type ProviderEvent = MessageOf<typeof providerEvents>;

export const providerCommands = messages(
  {
    EnterProvider: entered,
    ChangeProvider: entered,
    OpenSite: site,
    ChangeSite: site,
    CloseSite: closure,
    ReopenSite: reopening,
    GiveUpSite: givenUp,
    TakeUpSite: takenUp.omit({ on: true }),
    NameAdult: about('adultId', adult),
    LeaveAdult: adultLeft,
    ...findingCommands,
    ...stopCommands,
    ...sharingCommands,
  },
  sealed,
);
export type ProviderCommand = MessageOf<typeof providerCommands>;

type SiteDetails = z.output<typeof site>;
type Adult = z.output<typeof adult>;

export type Site = {
  readonly opened: SiteDetails;
  /** As they are now. */
  readonly details: SiteDetails;
  /** The sessions in which it is closed, by day; a whole day is both. */
  readonly closed: Readonly<Record<Day, readonly Session[]>>;
  /** The last day of a site that is closed for good. */
  readonly givenUpOn: Day | null;
  /** The adult with each part: the last one named as such, as long as they are there. */
  readonly contactId: Id | null;
  readonly standInId: Id | null;
  readonly leadId: Id | null;
};

/** What is known of a provider; null before it is entered. */
export type Provider = {
  readonly entered: z.output<typeof entered>;
  /** As they are now. */
  readonly details: z.output<typeof entered>;
  readonly sites: Readonly<Record<Id, Site>>;
  readonly adults: Readonly<Record<Id, { details: Adult; leftOn: Day | null }>>;
  readonly findings: Findings;
  readonly stops: Stops;
  /** With which schools it has a data sharing agreement, by school. */
  readonly sharing: SharingAgreements;
} | null;

const sessionsOf = (data: { session?: Session | undefined }): readonly Session[] =>
  data.session ? [data.session] : session.options;

export const provider: Decider<ProviderCommand, ProviderEvent, Provider> = {
  category: 'provider',
  initial: null,

  evolve: (provider, event) => {
    if (provider && isFinding(event)) return { ...provider, findings: withFinding(provider.findings, event) };
    if (provider && isStop(event)) return { ...provider, stops: withStop(provider.stops, event) };
    if (provider && isSharing(event)) return { ...provider, sharing: withSharing(provider.sharing, event) };
    if (isFinding(event) || isStop(event) || isSharing(event)) return provider;
    const { type, data } = event;
    if (type === 'ProviderEntered') {
      return { entered: data, details: data, sites: {}, adults: {}, findings: {}, stops: {}, sharing: {} };
    }
    if (!provider) return provider;
    if (type === 'ProviderChanged') return { ...provider, details: data };
    if (type === 'SiteOpened') {
      const site = { opened: data, details: data, closed: {}, givenUpOn: null, ...noParts };
      return withSite(provider, data.siteId, site);
    }
    const site = provider.sites[data.siteId];
    if (!site) return provider;
    switch (type) {
      case 'SiteChanged':
        return withSite(provider, data.siteId, { ...site, details: data });
      case 'SiteClosed': {
        const closed = [...new Set([...closedOn(site, data.on), ...sessionsOf(data)])];
        return withSite(provider, data.siteId, { ...site, closed: { ...site.closed, [data.on]: closed } });
      }
      case 'SiteReopened': {
        const closed = closedOn(site, data.on).filter((each) => !sessionsOf(data).includes(each));
        return withSite(provider, data.siteId, { ...site, closed: { ...site.closed, [data.on]: closed } });
      }
      case 'SiteGivenUp':
        return withSite(provider, data.siteId, { ...site, givenUpOn: data.on });
      case 'SiteTakenUp':
        return withSite(provider, data.siteId, { ...site, givenUpOn: null });
      case 'AdultNamed': {
        const { adultId, siteId } = data;
        const named = withAdult(withoutParts(provider, adultId), adultId, { details: data, leftOn: null });
        return withSite(named, siteId, { ...(named.sites[siteId] ?? site), ...partsOf(data) });
      }
      case 'AdultLeft': {
        const adult = provider.adults[data.adultId];
        if (!adult) return provider;
        return withAdult(withoutParts(provider, data.adultId), data.adultId, { ...adult, leftOn: data.on });
      }
    }
  },

  decide: (command, provider) => {
    if (isFindingCommand(command)) {
      if (!provider) return no('provider-not-entered');
      const { siteId } = command.data;
      if (siteId !== undefined && !provider.sites[siteId]) return no('site-not-opened');
      return decideFinding(command, provider.findings);
    }
    if (isStopCommand(command)) {
      if (!provider) return no('provider-not-entered');
      if (command.type === 'SetStop') assertKnown(provider, command);
      return decideStop(command, provider.stops);
    }
    if (isSharingCommand(command)) {
      return provider ? decideSharing(command, provider.sharing) : no('provider-not-entered');
    }
    const { type, data } = command;
    if (type === 'EnterProvider') {
      if (!provider) return [{ type: 'ProviderEntered', data }];
      // The first entry said again is an old form sent twice, even when the details have changed since.
      return same(provider.entered, data) || same(provider.details, data) ? [] : no('provider-already-entered');
    }
    if (!provider) return no('provider-not-entered');
    if (type === 'ChangeProvider') return same(provider.details, data) ? [] : [{ type: 'ProviderChanged', data }];
    const site = provider.sites[data.siteId];
    if (type === 'OpenSite') {
      if (!site) return [{ type: 'SiteOpened', data }];
      // The first entry said again is an old form sent twice, even when the details have changed since.
      return same(site.opened, data) || same(site.details, data) ? [] : no('site-already-opened');
    }
    if (!site) return no('site-not-opened');
    switch (type) {
      case 'ChangeSite':
        return same(site.details, data) ? [] : [{ type: 'SiteChanged', data }];
      case 'CloseSite':
        return sessionsOf(data).every((each) => closedOn(site, data.on).includes(each))
          ? []
          : [{ type: 'SiteClosed', data }];
      case 'ReopenSite':
        return sessionsOf(data).some((each) => closedOn(site, data.on).includes(each))
          ? [{ type: 'SiteReopened', data }]
          : [];
      case 'GiveUpSite':
        if (site.givenUpOn === data.on) return [];
        return [...takingUp(data, site.givenUpOn), { type: 'SiteGivenUp', data }];
      case 'TakeUpSite':
        return takingUp(data, site.givenUpOn);
      case 'NameAdult': {
        const known = provider.adults[data.adultId];
        const told = known && known.leftOn === null && hasParts(site, data);
        // Whoever was the contact, was followed by somebody else and is named as contact again, is it again.
        return told && sameAsKnown(known.details, data) ? [] : [{ type: 'AdultNamed', data }];
      }
      case 'LeaveAdult': {
        const known = provider.adults[data.adultId];
        if (!known) return no('adult-not-named');
        return known.leftOn === data.on ? [] : [{ type: 'AdultLeft', data }];
      }
    }
  },
};

type Known = NonNullable<Provider>;

/** Each last day is taken back by its own event, so that whoever heard of it learns from which day on nothing holds any more. */
const takingUp = ({ providerId, siteId }: { providerId: Id; siteId: Id }, on: Day | null): ProviderEvent[] =>
  on === null ? [] : [{ type: 'SiteTakenUp', data: { providerId, siteId, on } }];

const closedOn = (site: Site, on: Day): readonly Session[] => site.closed[on] ?? [];

const withSite = (provider: Known, siteId: Id, site: Site): Known => ({
  ...provider,
  sites: { ...provider.sites, [siteId]: site },
});

const withAdult = (provider: Known, adultId: Id, adult: Known['adults'][Id]): Known => ({
  ...provider,
  adults: { ...provider.adults, [adultId]: adult },
});

const noParts = { contactId: null, standInId: null, leadId: null } as const;
type Named = z.output<typeof adult>;

/** The parts that somebody is named with, by their id. */
const partsOf = ({ adultId, attendanceContact, attendanceStandIn, safeguardingLead }: Named): Partial<Site> => ({
  ...(attendanceContact ? { contactId: adultId } : {}),
  ...(attendanceStandIn === true ? { standInId: adultId } : {}),
  ...(safeguardingLead === true ? { leadId: adultId } : {}),
});

/** Whether somebody has just the parts at a site that they are named with. */
const hasParts = (
  { contactId, standInId, leadId }: Site,
  { adultId, attendanceContact, attendanceStandIn = false, safeguardingLead = false }: Named,
): boolean =>
  (contactId === adultId) === attendanceContact &&
  (standInId === adultId) === attendanceStandIn &&
  (leadId === adultId) === safeguardingLead;

/** The provider with an adult having no part anywhere: they have left, moved to another site, or are named anew. */
const withoutParts = (provider: Known, adultId: Id): Known => {
  const unless = (each: Id | null) => (each === adultId ? null : each);
  const sites = Object.entries(provider.sites).map(([siteId, site]) => {
    const { contactId, standInId, leadId } = site;
    const parts = { contactId: unless(contactId), standInId: unless(standInId), leadId: unless(leadId) };
    return [siteId, { ...site, ...parts }] as const;
  });
  return { ...provider, sites: Object.fromEntries(sites) };
};

/** Who is asked about attendance at a site: its contact, or whoever stands in where there is none. */
// Procedure: S15.5
export const askedAt = ({ contactId, standInId }: Pick<Site, 'contactId' | 'standInId'>): Id | null =>
  contactId ?? standInId;

function assertKnown(
  { sites, adults }: NonNullable<Provider>,
  { data }: Extract<StopCommand, { type: 'SetStop' }>,
): void {
  if (data.siteId !== undefined && !sites[data.siteId]) no('site-not-opened');
  if (data.adultId !== undefined && !adults[data.adultId]) no('adult-not-named');
}

/** The stops that hold at a site on a day. */
export function stopsAt(provider: Provider, siteId: Id, on: Day): readonly Stop[] {
  if (!provider) return [];
  const { stops, adults } = provider;
  const worksAt = (adultId: Id) => {
    const adult = adults[adultId];
    return adult && { siteId: adult.details.siteId, leftOn: adult.leftOn };
  };
  return Object.values(stops).filter(({ set, lifted }) =>
    holdsAt({ ...set, isLifted: lifted !== null }, siteId, on, worksAt),
  );
}

/** Refuses what would bring another pupil to a site while a stop holds there. */
export function assertNotStopped(provider: Provider, siteId: Id, on: Day): void {
  if (stopsAt(provider, siteId, on).length > 0) no('provider-stopped');
}
