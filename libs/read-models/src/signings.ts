import { z } from 'zod';
import { documentNamed, placementEvents } from '#domain';
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

const hears = pick(placementEvents, 'SignatureAsked', 'PlacementAgreed');

const signingRow = z.object({
  placementId: id,
  subjectId: id,
  schoolId: id,
  /** Who was asked to sign by a link, in the order in which they were. */
  asked: z.array(z.strictObject({ contactId: id, asking: z.int(), personId: id, on: day })),
  /** How the agreement came that counts; what was signed stands in the placement's own row. */
  agreed: z
    .strictObject({
      on: day,
      /** When Waymark came to know. */
      at: instant,
      /** Null where it came before Waymark kept how. */
      channel: z.enum(['link', 'paper']).nullable(),
      contactId: id.optional(),
      receivedOn: day.optional(),
      receivedById: id.optional(),
      documents: z.array(documentNamed),
    })
    .optional(),
  fileNames: personal(z.array(z.string())).optional(),
});
export type SigningRow = z.output<typeof signingRow>;

/** How the agreement about a placement comes to be signed: who was asked by a link, and by what it was signed. */
// Procedure: S16.5
export const signings: Projection<MessageOf<typeof hears>, SigningRow> = {
  name: 'signings',
  version: 1,
  hears: [hears],
  row: signingRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['schoolId'],
  rowId: ({ data }) => data.placementId,

  evolve: (row, { type, data, meta }) => {
    const { placementId, subjectId, schoolId } = data;
    const known = row ?? { placementId, subjectId, schoolId, asked: [] };
    if (type === 'SignatureAsked') {
      const { contactId, asking, personId, on } = data;
      return { ...known, asked: [...known.asked, { contactId, asking, personId, on }] };
    }
    const { agreedOn: on, channel = null, contactId, receivedOn, receivedById, documents = [], fileNames } = data;
    const how = { on, at: meta.recordedAt, channel, contactId, receivedOn, receivedById, documents };
    return { ...known, agreed: how, fileNames };
  },
};

/** How the agreement about a placement comes to be signed; null before anybody was asked, or signed. */
export class SigningOf extends Ask<{ placementId: Id }, Found<SigningRow> | null> {}
export const SigningOfAnswers = answers(SigningOf, (rows, { placementId }, asAt) =>
  rows.get(signings, placementId, asAt),
);
