import { z } from 'zod';
import { approved, inspected, policyKind, providerEvents, registered } from '#domain';
import { day, id, personal, pick, type Found, type Id, type MessageOf, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';

const hears = pick(providerEvents, 'RegistrationFound', 'InspectionFound', 'ApprovalFound', 'PolicySeen');

const findingRow = z.object({
  eventId: id,
  providerId: id,
  /** Without one, it is about the provider as a whole. */
  siteId: id.optional(),
  kind: z.enum(['registration', 'inspection', 'approval', 'policy']),
  answer: z.union([registered, inspected, approved, policyKind]),
  /** Who looked it up, on which day, and where. */
  personId: id,
  on: day,
  source: z.string().optional(),
  number: z.string().optional(),
  /** The inspectorate of a registration, or the authority of an approval. */
  body: z.string().optional(),
  /** The day of a report, or the first one on which a policy holds. */
  from: day.optional(),
  outcome: z.string().optional(),
  link: z.string().optional(),
  /** The last day on which an approval or a policy holds. */
  until: day.optional(),
  /** How it bore on the decision, what the school made of it, or why the provider is used without approval. */
  words: personal(z.string()).optional(),
});
export type FindingRow = z.output<typeof findingRow>;

/** What schools found when they looked a provider up: a row for each finding, for good. */
export const providerFindings: Projection<MessageOf<typeof hears>, FindingRow> = {
  name: 'provider-findings',
  version: 1,
  hears: [hears],
  row: findingRow,
  sealed: { subject: 'providerId', kept: 'provider-file' },
  by: ['providerId'],
  rowId: ({ id }) => id,

  evolve: (_, { id: eventId, type, data }) => {
    const { providerId, siteId, personId, on } = data;
    const about = { eventId, providerId, siteId, personId, on };
    switch (type) {
      case 'RegistrationFound': {
        const { source, registered: answer, number, inspectorate: body, bearing } = data;
        return { ...about, kind: 'registration', answer, source, number, body, words: bearing };
      }
      case 'InspectionFound': {
        const { source, inspected: answer, reportedOn: from, outcome, link, view } = data;
        return { ...about, kind: 'inspection', answer, source, from, outcome, link, words: view };
      }
      case 'ApprovalFound': {
        const { source, approved: answer, authority: body, until, because } = data;
        return { ...about, kind: 'approval', answer, source, body, until, words: because };
      }
      case 'PolicySeen': {
        const { policy: answer, from, until } = data;
        return { ...about, kind: 'policy', answer, from, until };
      }
    }
  },
};

/** What was found of a provider and its sites, the latest first. */
export class FindingsOfProvider extends Ask<{ providerId: Id }, Found<FindingRow>[]> {}
export const FindingsOfProviderAnswers = answers(FindingsOfProvider, async (rows, { providerId }, asAt) =>
  latestFirst(await rows.find(providerFindings, { providerId }, asAt)),
);

/** What was found of several providers, the latest first. */
export class FindingsOfProviders extends Ask<{ providerIds: readonly Id[] }, Found<FindingRow>[]> {}
export const FindingsOfProvidersAnswers = answers(FindingsOfProviders, async (rows, { providerIds }, asAt) =>
  latestFirst(await rows.findAmong(providerFindings, 'providerId', providerIds, asAt)),
);

const latestFirst = (found: Found<FindingRow>[]): Found<FindingRow>[] =>
  found.toSorted((a, b) => (a.since < b.since ? 1 : a.since > b.since ? -1 : 0));

/** Of findings with the latest first, what each is a finding of: the first of a group stands. */
export const standsFor = ({ siteId, kind, answer }: FindingRow): string =>
  [siteId ?? '', kind, kind === 'policy' ? answer : ''].join(' ');
