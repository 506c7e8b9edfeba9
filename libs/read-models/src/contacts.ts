import { z } from 'zod';
import { pupilEvents, statusValue } from '#domain';
import { id, personal, pick, type Found, type Id, type MessageOf, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';

const hears = pick(pupilEvents, 'ContactNamed', 'ContactRemoved');

const contactRow = z.object({
  contactId: id,
  subjectId: id,
  /** Whom to ring first. */
  order: z.int(),
  name: personal(z.string()),
  relation: personal(z.string()),
  telephone: personal(z.string()),
  email: personal(z.string()).optional(),
  mayBeRung: personal(z.boolean()),
  mayBeTold: personal(z.boolean()),
  parentalResponsibility: personal(statusValue).optional(),
  maySign: personal(z.boolean()).optional(),
  language: personal(z.string()).optional(),
  interpreterNeeded: personal(z.boolean()).optional(),
  /** They must not learn where the pupil lives or is. */
  whereaboutsWithheld: personal(z.boolean()).optional(),
});
export type ContactRow = z.output<typeof contactRow>;

/** Whom to ring about a pupil, each sealed under a key of their own. */
export const contacts: Projection<MessageOf<typeof hears>, ContactRow> = {
  name: 'contacts',
  version: 4, // 4: where letters reach them.
  hears: [hears],
  row: contactRow,
  sealed: { subject: 'contactId', kept: 'pupil-file' },
  by: ['subjectId'],
  rowId: ({ data }) => data.contactId,

  evolve: (_, { type, data }) => {
    switch (type) {
      case 'ContactNamed': {
        const { schoolId: _schoolId, ...row } = data;
        return row;
      }
      case 'ContactRemoved':
        return null;
    }
  },
};

/** A pupil's contacts, whom to ring first before the others. */
export class ContactsOf extends Ask<{ subjectId: Id }, Found<ContactRow>[]> {}
export const ContactsOfAnswers = answers(ContactsOf, async (rows, { subjectId }, asAt) =>
  (await rows.find(contacts, { subjectId }, asAt)).sort(
    (a, b) => a.order - b.order || (a.contactId < b.contactId ? -1 : 1),
  ),
);

/** Several contacts by their ids, of whichever pupils. */
export class ContactsById extends Ask<{ contactIds: readonly Id[] }, Found<ContactRow>[]> {}
export const ContactsByIdAnswers = answers(ContactsById, (rows, { contactIds }, asAt) =>
  rows.getMany(contacts, contactIds, asAt),
);
