import { z } from 'zod';
import { documentNamed, linkSignatory, placementEvents, withdrawnHow } from '#domain';
import {
  day,
  erased,
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

const hears = pick(
  placementEvents,
  'SignatureAsked',
  'PlacementAgreed',
  'AgreementWithdrawn',
  'SignatoryAsked',
  'SignatorySigned',
);

/** How an agreement came; what was signed stands in the placement's own row. */
const signature = z.strictObject({
  on: day,
  /** When Waymark came to know. */
  at: instant,
  /** Null where it came before Waymark kept how. */
  channel: z.enum(['link', 'paper']).nullable(),
  contactId: id.optional(),
  receivedOn: day.optional(),
  receivedById: id.optional(),
  documents: z.array(documentNamed),
});

const signingRow = z.object({
  placementId: id,
  subjectId: id,
  schoolId: id,
  /** Who was asked to sign by a link, in the order in which they were; what was signed may have been taken back since. */
  asked: z.array(
    z.strictObject({ contactId: id, asking: z.int(), personId: id, on: day, takenBackSince: z.boolean() }),
  ),
  /** The agreement that counts. */
  agreed: signature.optional(),
  fileNames: personal(z.array(z.string())).optional(),
  /** Those that whoever had signed took back: when, how, who of the school was told, and how each had come. */
  withdrawn: z.array(z.strictObject({ on: day, how: withdrawnHow, personId: id, signature })),
  withdrawnFileNames: personal(z.array(z.array(z.string()))).optional(),
  /** Those who were asked to sign for themselves by a link, in the order in which they were, and when they did. */
  signatories: z.array(
    z.strictObject({
      signatory: linkSignatory,
      keyAdultId: id,
      asking: z.int(),
      personId: id,
      on: day,
      signed: z.strictObject({ on: day, at: instant }).optional(),
    }),
  ),
});
export type SigningRow = z.output<typeof signingRow>;

/** How the agreement about a placement comes to be signed: who was asked by a link, and by what it was signed. */
// Procedure: S16.5, S16.10, S16.11, S16.12
export const signings: Projection<MessageOf<typeof hears>, SigningRow> = {
  name: 'signings',
  version: 3, // 3: those who sign for themselves.
  hears: [hears],
  row: signingRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['schoolId'],
  rowId: ({ data }) => data.placementId,

  evolve: (row, { type, data, meta }) => {
    const { placementId, subjectId, schoolId } = data;
    const known = row ?? { placementId, subjectId, schoolId, asked: [], withdrawn: [], signatories: [] };
    if (type === 'SignatureAsked') {
      const { contactId, asking, personId, on } = data;
      return { ...known, asked: [...known.asked, { contactId, asking, personId, on, takenBackSince: false }] };
    }
    if (type === 'AgreementWithdrawn') return withWithdrawn(known, data);
    if (type === 'SignatoryAsked') {
      const { signatory, keyAdultId, asking, personId, on } = data;
      return { ...known, signatories: [...known.signatories, { signatory, keyAdultId, asking, personId, on }] };
    }
    if (type === 'SignatorySigned') {
      const { keyAdultId, asking, signedOn: on } = data;
      const signed = { on, at: meta.recordedAt };
      const isTheirs = (each: (typeof known.signatories)[number]) =>
        each.keyAdultId === keyAdultId && each.asking === asking;
      return { ...known, signatories: known.signatories.map((each) => (isTheirs(each) ? { ...each, signed } : each)) };
    }
    const { agreedOn: on, channel = null, contactId, receivedOn, receivedById, documents = [], fileNames } = data;
    const how = { on, at: meta.recordedAt, channel, contactId, receivedOn, receivedById, documents };
    return { ...known, agreed: how, fileNames };
  },
};

type Withdrawn = Extract<MessageOf<typeof hears>, { type: 'AgreementWithdrawn' }>['data'];
/** Told again and otherwise, it is about the signature that was taken back last. */
function withWithdrawn(row: SigningRow, { withdrawnOn: on, how, personId }: Withdrawn): SigningRow {
  const { agreed, fileNames = [], withdrawn, withdrawnFileNames = [] } = row;
  const last = withdrawn.at(-1);
  if (!agreed) {
    return last ? { ...row, withdrawn: [...withdrawn.slice(0, -1), { ...last, on, how, personId }] } : row;
  }
  const isErased = fileNames === erased || withdrawnFileNames === erased;
  return {
    ...row,
    asked: row.asked.map((each) => ({ ...each, takenBackSince: true })),
    agreed: undefined,
    fileNames: undefined,
    withdrawn: [...withdrawn, { on, how, personId, signature: agreed }],
    withdrawnFileNames: isErased ? erased : [...withdrawnFileNames, fileNames],
  };
}

/** How the agreement about a placement comes to be signed; null before anybody was asked, or signed. */
export class SigningOf extends Ask<{ placementId: Id }, Found<SigningRow> | null> {}
export const SigningOfAnswers = answers(SigningOf, (rows, { placementId }, asAt) =>
  rows.get(signings, placementId, asAt),
);
