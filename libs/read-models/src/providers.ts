import { z } from 'zod';
import { providerEvents } from '#domain';
import { id, pick, type Found, type Id, type MessageOf, type Projection } from '#event-sourcing';
import { answers, Ask, type Anywhere } from './ask.js';
import { inOrder } from './order.js';

const hears = pick(providerEvents, 'ProviderEntered', 'ProviderChanged');

const providerRow = z.object({
  providerId: id,
  name: z.string(),
  urn: z.string().optional(),
  ukprn: z.string().optional(),
});
export type ProviderRow = z.output<typeof providerRow>;

/** The providers by name; what is known of their sites and adults has rows of its own. */
export const providers: Projection<MessageOf<typeof hears>, ProviderRow> = {
  name: 'providers',
  version: 2, // 2: a provider's name may change, and it may have numbers in the registers.
  hears: [hears],
  row: providerRow,
  sealed: null,
  by: ['providerId'],
  rowId: ({ data }) => data.providerId,

  evolve: (_, { data }) => data,
};

/** A provider by its id. */
export class ProviderById extends Ask<{ providerId: Id }, Found<ProviderRow> | null> {}
export const ProviderByIdAnswers = answers(ProviderById, (rows, { providerId }, asAt) =>
  rows.get(providers, providerId, asAt),
);

/** Every provider, by name. */
export class AllProviders extends Ask<Anywhere, Found<ProviderRow>[]> {}
export const AllProvidersAnswers = answers(AllProviders, async (rows, _, asAt) =>
  inOrder(await rows.find(providers, {}, asAt), ({ name, providerId }) => `${name} ${providerId}`),
);
