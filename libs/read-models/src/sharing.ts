import { z } from 'zod';
import { providerEvents } from '#domain';
import { day, id, pick, type Found, type Id, type MessageOf, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';

const hears = pick(providerEvents, 'SharingAgreementRecorded');

const sharingRow = z.object({ providerId: id, schoolId: id, personId: id, from: day, until: day.optional() });
export type SharingRow = z.output<typeof sharingRow>;

/** The data sharing agreement of each school and provider, as it was recorded last. */
export const sharingAgreements: Projection<MessageOf<typeof hears>, SharingRow> = {
  name: 'sharing-agreements',
  version: 1,
  hears: [hears],
  row: sharingRow,
  sealed: null,
  by: ['schoolId'],
  rowId: ({ data }) => sharingKey(data),
  evolve: (_, { data }) => data,
};

const sharingKey = ({ schoolId, providerId }: { schoolId: Id; providerId: Id }): string => `${schoolId}.${providerId}`;

/** The agreement that a school recorded last with a provider; whether it holds on a day is for `sharesOn` to say. */
export class SharingOf extends Ask<{ schoolId: Id; providerId: Id }, Found<SharingRow> | null> {}
export const SharingOfAnswers = answers(SharingOf, (rows, where, asAt) =>
  rows.get(sharingAgreements, sharingKey(where), asAt),
);
