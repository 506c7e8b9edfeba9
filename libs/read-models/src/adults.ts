import { z } from 'zod';
import { providerEvents } from '#domain';
import { day, id, personal, pick, type Found, type Id, type MessageOf, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';
import { inOrder } from './order.js';
import { sites } from './sites.js';

const hears = pick(providerEvents, 'AdultNamed', 'AdultLeft');

const adultRow = z.object({
  adultId: id,
  providerId: id,
  siteId: id,
  name: personal(z.string()),
  email: personal(z.string()),
  telephone: personal(z.string()).optional(),
  /** Named as a contact for attendance; of several, the site's row says who it is now. */
  attendanceContact: z.boolean(),
  attendanceStandIn: z.boolean().optional(),
  safeguardingLead: z.boolean().optional(),
  leftOn: day.optional(),
});
export type AdultRow = z.output<typeof adultRow>;

/** The adults who work with pupils at a provider, and how letters reach them. */
export const adults: Projection<MessageOf<typeof hears>, AdultRow> = {
  name: 'adults',
  version: 2, // 2: who stands in, and who leads on safeguarding.
  hears: [hears],
  row: adultRow,
  sealed: { subject: 'adultId', kept: 'provider-file' },
  by: ['siteId'],
  rowId: ({ data }) => data.adultId,

  evolve: (row, { type, data }) => {
    switch (type) {
      // Named again after leaving, the adult is back, so nothing is kept of the row before.
      case 'AdultNamed':
        return data;
      case 'AdultLeft':
        return row && { ...row, leftOn: data.on };
    }
  },
};

/** An adult at a provider by their id. */
export class AdultById extends Ask<{ adultId: Id }, Found<AdultRow> | null> {}
export const AdultByIdAnswers = answers(AdultById, (rows, { adultId }, asAt) => rows.get(adults, adultId, asAt));

/** Several adults by their ids. */
export class AdultsById extends Ask<{ adultIds: readonly Id[] }, Found<AdultRow>[]> {}
export const AdultsByIdAnswers = answers(AdultsById, async (rows, { adultIds }, asAt) =>
  inOrder(await rows.getMany(adults, adultIds, asAt), ({ adultId }) => adultId),
);

/**
 * The adult who is asked about attendance at a site: its contact, or whoever stands in where there is none; null where nobody is. A site's row keeps the id of one who has been
 * named at another site since, so the adult's own row has the last word.
 */
export class ContactOfSite extends Ask<{ siteId: Id }, Found<AdultRow> | null> {}
export const ContactOfSiteAnswers = answers(ContactOfSite, async (rows, { siteId }, asAt) => {
  const { contactId, standInId } = (await rows.get(sites, siteId, asAt)) ?? {};
  for (const askedId of [contactId, standInId]) {
    const asked = askedId === undefined ? null : await rows.get(adults, askedId, asAt);
    if (asked?.siteId === siteId && asked.leftOn === undefined) return asked;
  }
  return null;
});

/** The adults of a site, leavers too. */
export class AdultsOfSite extends Ask<{ siteId: Id }, Found<AdultRow>[]> {}
export const AdultsOfSiteAnswers = answers(AdultsOfSite, async (rows, { siteId }, asAt) =>
  inOrder(await rows.find(adults, { siteId }, asAt), ({ adultId }) => adultId),
);
