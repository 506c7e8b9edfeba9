import { z } from 'zod';
import { holdsAt, providerEvents } from '#domain';
import {
  day,
  erased,
  id,
  instant,
  personal,
  pick,
  type Day,
  type Found,
  type Id,
  type MessageOf,
  type Projection,
} from '#event-sourcing';
import { answers, Ask, type Anywhere } from './ask.js';
import { inOrder } from './order.js';

const hears = pick(providerEvents, 'StopSet', 'StopReferred', 'StopLifted');

const referral = z.strictObject({ to: z.string(), at: instant, reference: z.string().optional(), personId: id });
const stopRow = z.object({
  stopId: id,
  providerId: id,
  /** About one site, or about one adult; about the provider as a whole without either. */
  siteId: id.optional(),
  adultId: id.optional(),
  state: z.enum(['holds', 'lifted']),
  /** The school that set it, and who of that school. */
  schoolId: id,
  personId: id,
  setAt: instant,
  because: personal(z.string()),
  referrals: personal(z.array(referral)),
  liftedOn: day.optional(),
  liftedBy: id.optional(),
  liftedBecause: personal(z.string()).optional(),
  keptUnder: id,
});
export type StopRow = z.output<typeof stopRow>;

/** The stops on providers, sites and adults there: each for good, also when it is lifted. */
// Procedure: S4.22
export const stops: Projection<MessageOf<typeof hears>, StopRow> = {
  name: 'stops',
  version: 1,
  hears: [hears],
  row: stopRow,
  sealed: { subject: 'keptUnder', kept: 'provider-file' },
  by: ['providerId', 'state'],
  rowId: ({ data }) => data.stopId,

  evolve: (row, { type, data, meta }) => {
    switch (type) {
      case 'StopSet':
        return { ...data, state: 'holds', setAt: meta.recordedAt, referrals: [] };
      case 'StopReferred': {
        if (!row) return null;
        const { to, at, reference, personId } = data;
        if (row.referrals === erased || to === erased || reference === erased) return { ...row, referrals: erased };
        const referral = { to, at, personId, ...(reference === undefined ? {} : { reference }) };
        return { ...row, referrals: [...row.referrals, referral] };
      }
      case 'StopLifted': {
        const { liftedOn, personId: liftedBy, because: liftedBecause } = data;
        return row && { ...row, state: 'lifted', liftedOn, liftedBy, liftedBecause };
      }
    }
  },
};

/** A stop by its id. */
export class StopById extends Ask<{ stopId: Id }, Found<StopRow> | null> {}
export const StopByIdAnswers = answers(StopById, (rows, { stopId }, asAt) => rows.get(stops, stopId, asAt));

/** The stops on a provider, its sites and the adults there, lifted ones too, the latest first. */
export class StopsOfProvider extends Ask<{ providerId: Id }, Found<StopRow>[]> {}
export const StopsOfProviderAnswers = answers(StopsOfProvider, async (rows, { providerId }, asAt) =>
  inOrder(await rows.find(stops, { providerId }, asAt), ({ setAt, stopId }) => `${setAt} ${stopId}`).toReversed(),
);

/** All stops that hold, of whichever school: there are few, and each is everybody's. */
export class StopsThatHold extends Ask<Anywhere, Found<StopRow>[]> {}
export const StopsThatHoldAnswers = answers(StopsThatHold, async (rows, _, asAt) =>
  inOrder(await rows.find(stops, { state: 'holds' }, asAt), ({ setAt, stopId }) => `${setAt} ${stopId}`),
);

/** Whether a stop holds for a site on a day; one about an adult does while they work there. */
export const isStopAt = (
  stop: StopRow,
  { providerId, siteId }: { readonly providerId: Id; readonly siteId: Id },
  on: Day,
  worksAt: (adultId: Id) => { readonly siteId: Id; readonly leftOn: Day | null } | undefined,
): boolean =>
  stop.providerId === providerId && holdsAt({ ...stop, isLifted: stop.state === 'lifted' }, siteId, on, worksAt);
