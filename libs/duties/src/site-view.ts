import { askedAt, provider, session, type ProviderEvent, type Session } from '#domain';
import type { Day, Heard, Id, Instant, Journal } from '#event-sourcing';
import { SiteCalendar } from '#procedure';

/** What the clock needs to know of a site: when it is closed, and who is asked about attendance. */
export type SiteView = { readonly calendar: SiteCalendar; readonly contactId: Id | null };

/** Reads a site from its provider's stream, with the moments at which we were told of closures. */
export async function readSite(journal: Journal, providerId: Id, siteId: Id): Promise<SiteView> {
  // The codec has parsed each event by the schema of its type.
  const events = (await journal.read(`provider-${providerId}`)) as unknown as Heard<ProviderEvent>[];
  const closed = new Map<string, { on: Day; session: Session; since: Instant }>();
  let givenUp: { on: Day; since: Instant } | null = null;
  for (const { type, data, meta } of events) {
    if (type === 'SiteGivenUp' && data.siteId === siteId) givenUp = { on: data.on, since: meta.recordedAt };
    if (type === 'SiteTakenUp' && data.siteId === siteId) givenUp = null;
    if ((type !== 'SiteClosed' && type !== 'SiteReopened') || data.siteId !== siteId) continue;
    for (const half of data.session ? [data.session] : session.options) {
      const key = `${data.on}.${half}`;
      if (type === 'SiteReopened') closed.delete(key);
      else if (!closed.has(key)) closed.set(key, { on: data.on, session: half, since: meta.recordedAt });
    }
  }
  const state = events.reduce((known, event) => provider.evolve(known, event), provider.initial);
  const site = state?.sites[siteId];
  return {
    calendar: new SiteCalendar({ closures: [...closed.values()], givenUp }),
    contactId: site ? askedAt(site) : null,
  };
}
