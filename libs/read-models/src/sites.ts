import { z } from 'zod';
import { providerEvents, session, type Session } from '#domain';
import { day, id, pick, type Day, type Found, type Id, type MessageOf, type Projection } from '#event-sourcing';
import { answers, Ask, type Anywhere } from './ask.js';
import { inOrder } from './order.js';

const hears = pick(
  providerEvents,
  'SiteOpened',
  'SiteChanged',
  'SiteClosed',
  'SiteReopened',
  'SiteGivenUp',
  'SiteTakenUp',
  'AdultNamed',
  'AdultLeft',
);

/** Without a session, the whole day. */
export const closure = z.strictObject({ on: day, session: session.optional(), because: z.string() });
export type Closure = z.output<typeof closure>;

const siteRow = z.object({
  siteId: id,
  providerId: id,
  name: z.string(),
  address: z.string(),
  telephone: z.string(),
  opening: z.string().optional(),
  closures: z.array(closure),
  /** Closed for good after this day. */
  givenUp: z.strictObject({ on: day, because: z.string() }).optional(),
  /** The adult who is asked about attendance: the last one named as such, while they are there. */
  contactId: id.optional(),
  /** The adult who is asked where there is no contact, and the one who leads on safeguarding. */
  standInId: id.optional(),
  leadId: id.optional(),
});
export type SiteRow = z.output<typeof siteRow>;

/** The places at which providers teach: how to reach them, when they are closed, and whom to ask. */
export const sites: Projection<MessageOf<typeof hears>, SiteRow> = {
  name: 'sites',
  version: 3, // 3: when it is open, who stands in for its contact, and who leads on safeguarding.
  hears: [hears],
  row: siteRow,
  sealed: null,
  by: ['siteId', 'providerId'],
  rowId: ({ data }) => data.siteId,

  evolve: (row, { type, data }) => {
    if (type === 'SiteOpened') {
      const { siteId, providerId, name, address, telephone, opening } = data;
      return { closures: [], ...row, siteId, providerId, name, address, telephone, opening };
    }
    if (!row) return null;
    switch (type) {
      case 'SiteChanged':
        return { ...row, name: data.name, address: data.address, telephone: data.telephone, opening: data.opening };
      case 'SiteClosed': {
        const { on, session, because } = data;
        return { ...row, closures: closed(row.closures, { on, session, because }) };
      }
      case 'SiteReopened':
        return { ...row, closures: reopened(row.closures, data.on, data.session) };
      case 'SiteGivenUp':
        return { ...row, givenUp: { on: data.on, because: data.because } };
      case 'SiteTakenUp':
        return { ...row, givenUp: undefined };
      case 'AdultNamed':
        return withParts(withoutParts(row, data.adultId), data);
      case 'AdultLeft':
        return withoutParts(row, data.adultId);
    }
  },
};

type Named = Extract<MessageOf<typeof hears>, { type: 'AdultNamed' }>['data'];
function withParts(row: SiteRow, { adultId, attendanceContact, attendanceStandIn, safeguardingLead }: Named): SiteRow {
  const contactId = attendanceContact ? adultId : row.contactId;
  const standInId = attendanceStandIn === true ? adultId : row.standInId;
  const leadId = safeguardingLead === true ? adultId : row.leadId;
  return { ...row, contactId, standInId, leadId };
}

function withoutParts(row: SiteRow, adultId: Id): SiteRow {
  const unless = (each: Id | undefined) => (each === adultId ? undefined : each);
  return {
    ...row,
    contactId: unless(row.contactId),
    standInId: unless(row.standInId),
    leadId: unless(row.leadId),
  };
}

/** A closed day takes the place of its closed sessions; a session closed again takes that of its first closing. */
export function closed(closures: readonly Closure[], closing: Closure): Closure[] {
  const others = closures.filter(
    ({ on, session }) => on !== closing.on || (closing.session !== undefined && session !== closing.session),
  );
  return inOrder([...others, closing], ({ on, session }) => `${on} ${session ?? ''}`);
}

/** A session that reopens in a closed day leaves the other session closed. */
export function reopened(closures: readonly Closure[], on: string, opens: Closure['session']): Closure[] {
  return closures.flatMap((closure) => {
    if (closure.on !== on) return [closure];
    if (opens === undefined || closure.session === opens) return [];
    return [{ ...closure, session: opens === 'am' ? 'pm' : 'am' }];
  });
}

/** Why a site is closed in a session, or null when it is open. After its last day it is closed for good. */
export const closureOf = (
  { closures, givenUp }: Pick<SiteRow, 'closures' | 'givenUp'>,
  on: Day,
  at: Session,
): Closure | null =>
  closures.find((each) => each.on === on && (each.session === undefined || each.session === at)) ??
  (givenUp && on > givenUp.on ? { on, because: givenUp.because } : null);

/** A site by its id. */
export class SiteById extends Ask<{ siteId: Id }, Found<SiteRow> | null> {}
export const SiteByIdAnswers = answers(SiteById, (rows, { siteId }, asAt) => rows.get(sites, siteId, asAt));

/** Several sites by their ids, by name. */
export class SitesById extends Ask<{ siteIds: readonly Id[] }, Found<SiteRow>[]> {}
export const SitesByIdAnswers = answers(SitesById, async (rows, { siteIds }, asAt) =>
  inOrder(await rows.getMany(sites, siteIds, asAt), byName),
);

/** The sites of a provider, by name; those that are given up, too. */
export class SitesOfProvider extends Ask<{ providerId: Id }, Found<SiteRow>[]> {}
export const SitesOfProviderAnswers = answers(SitesOfProvider, async (rows, { providerId }, asAt) =>
  inOrder(await rows.find(sites, { providerId }, asAt), byName),
);

/** Every site of every provider, by name. */
export class AllSites extends Ask<Anywhere, Found<SiteRow>[]> {}
export const AllSitesAnswers = answers(AllSites, async (rows, _, asAt) =>
  inOrder(await rows.find(sites, {}, asAt), byName),
);

const byName = ({ name, siteId }: SiteRow): string => `${name} ${siteId}`;
