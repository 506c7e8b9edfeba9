import { erased } from '#event-sourcing';
import { given, ids, rowsOf } from '#testing';
import { contacts, ContactsOf, ContactsOfAnswers, type ContactRow } from './contacts.js';

const { subjectId, schoolId, contactId, otherContactId } = ids('subjectId', 'schoolId', 'contactId', 'otherContactId');
const row: ContactRow = {
  contactId,
  subjectId,
  order: 1,
  name: 'Ify Nwosu',
  relation: 'mother',
  telephone: '020 7946 0200',
  mayBeRung: true,
  mayBeTold: true,
};
const named = (changes: Partial<ContactRow> = {}) =>
  ({ type: 'ContactNamed', data: { ...row, schoolId, ...changes } }) as const;

describe('the row of a contact', () => {
  const after = given(contacts);

  it('holds whom to ring', () => after(named()).then(row));
  it('ends when the contact is removed', () => {
    const { contactId, subjectId } = row;
    after(named(), { type: 'ContactRemoved', data: { contactId, subjectId, schoolId } }).then(null);
  });
  it('holds what was said last', () => after(named(), named({ mayBeTold: false })).then({ ...row, mayBeTold: false }));
  it('holds who may sign, in which language to speak, and from whom the whereabouts are withheld', () => {
    const more = {
      parentalResponsibility: 'yes',
      maySign: false,
      language: 'Igbo',
      whereaboutsWithheld: true,
    } as const;
    after(named(more)).then({ ...row, ...more });
    after(named(more), named()).then(row);
  });
  it('goes on when the name is erased', () =>
    after(named({ name: erased, telephone: erased })).then({ ...row, name: erased, telephone: erased }));
});

describe('asking for contacts', () => {
  it('finds whom to ring first before the others', async () => {
    const rows = rowsOf(named({ order: 10 }), named({ contactId: otherContactId, order: 2 }));
    const found = await new ContactsOfAnswers(rows).execute(new ContactsOf({ subjectId }));
    expect(found.map((contact) => contact.contactId)).toEqual([otherContactId, contactId]);
  });
});
