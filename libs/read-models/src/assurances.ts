import { z } from 'zod';
import { assuranceEvents, assuranceGiven } from '#domain';
import {
  day,
  id,
  instant,
  personal,
  pick,
  type Found,
  type Id,
  type MessageOf,
  type Projection,
} from '#event-sourcing';
import { answers, Ask } from './ask.js';

const ofRounds = pick(
  assuranceEvents,
  'AssuranceRequested',
  'AssuranceChased',
  'AssuranceAnswered',
  'AssuranceAccepted',
);
const ofAdults = pick(assuranceEvents, 'AdultAssured');

const assuranceRow = z.object({
  assuranceId: id,
  schoolId: id,
  providerId: id,
  siteId: id,
  round: z.int(),
  status: z.enum(['asked', 'answered', 'accepted']),
  /** Who asked whom, when and under which edition. */
  personId: id,
  recipientId: id,
  askedOn: day,
  replyBy: day,
  procedure: z.strictObject({ id: z.string(), edition: z.string() }),
  /** When it was asked again, and whom, in order. */
  chased: z.array(z.strictObject({ on: day, recipientId: id, personId: id })),
  answeredOn: day.optional(),
  /** When the answer was recorded. */
  answeredAt: instant.optional(),
  channel: z.enum(['link', 'paper']).optional(),
  byId: id.optional(),
  answeredBy: personal(z.string()).optional(),
  position: personal(z.string()).optional(),
  adultIds: z.array(id),
  othersIds: z.array(id),
  answers: z.array(assuranceGiven),
  words: personal(z.record(z.string(), z.string())).optional(),
  acceptedOn: day.optional(),
  acceptedBy: id.optional(),
  because: personal(z.string()).optional(),
});
export type AssuranceRow = z.output<typeof assuranceRow>;

/** What providers were asked to confirm in writing: the last round of each school and site. */
export const assurances: Projection<MessageOf<typeof ofRounds>, AssuranceRow> = {
  name: 'assurances',
  version: 1,
  hears: [ofRounds],
  row: assuranceRow,
  sealed: { subject: 'siteId', kept: 'provider-file' },
  by: ['siteId', 'providerId'],
  rowId: ({ data }) => data.assuranceId,

  evolve: (row, { type, data, meta }) => {
    if (type === 'AssuranceRequested') {
      const { on: askedOn, ...request } = data;
      return { ...request, askedOn, status: 'asked', chased: [], adultIds: [], othersIds: [], answers: [] };
    }
    if (!row) return row;
    switch (type) {
      case 'AssuranceChased': {
        const { on, recipientId, personId } = data;
        return { ...row, chased: [...row.chased, { on, recipientId, personId }] };
      }
      case 'AssuranceAnswered': {
        const { on: answeredOn, channel, byId, answeredBy, position, adultIds, othersIds, answers, words } = data;
        const { recordedAt: answeredAt } = meta;
        return {
          ...row,
          status: 'answered',
          answeredOn,
          answeredAt,
          channel,
          byId,
          answeredBy,
          position,
          adultIds,
          othersIds,
          answers,
          words,
        };
      }
      case 'AssuranceAccepted': {
        const { on: acceptedOn, personId: acceptedBy, words: because } = data;
        return { ...row, status: 'accepted', acceptedOn, acceptedBy, because };
      }
    }
  },
};

const adultRow = z.object({
  assuranceId: id,
  adultId: id,
  round: z.int(),
  answers: personal(z.array(assuranceGiven)),
});
export type AdultAssuranceRow = z.output<typeof adultRow>;

/** What providers answered of each adult, under that adult's own key. */
export const adultAssurances: Projection<MessageOf<typeof ofAdults>, AdultAssuranceRow> = {
  name: 'adult-assurances',
  version: 1,
  hears: [ofAdults],
  row: adultRow,
  sealed: { subject: 'adultId', kept: 'provider-file' },
  by: ['assuranceId'],
  rowId: ({ data }) => `${data.assuranceId}.${data.adultId}`,
  evolve: (_, { data: { assuranceId, adultId, round, answers } }) => ({ assuranceId, adultId, round, answers }),
};

/** What a school asked about a site, and what was answered; of each adult only what is said in the last round. */
export type AssuranceFound = { readonly assurance: Found<AssuranceRow>; readonly adults: readonly AdultAssuranceRow[] };

/** Written assurance by its id; null where it was never asked for. */
export class AssuranceById extends Ask<{ assuranceId: Id }, AssuranceFound | null> {}
export const AssuranceByIdAnswers = answers(AssuranceById, async (rows, { assuranceId }, asAt) => {
  const assurance = await rows.get(assurances, assuranceId, asAt);
  if (!assurance) return null;
  const said = await rows.find(adultAssurances, { assuranceId }, asAt);
  return { assurance, adults: said.filter(({ round }) => round === assurance.round) };
});
