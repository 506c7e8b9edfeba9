import { orElse, type Id } from '#event-sourcing';
import { contacts, type ContactRow } from '#read-models';
import { plain } from '#sealing';
import { column, type ImportError } from '../columns.js';
import { differences, kind, type Change, type Outcome } from '../kind.js';
import { cellError, isWanted, type Known } from '../known.js';
import type { PupilFound } from '../known-pupils.js';
import { aDay, aUpn, line, telephone, yesOrNo, type Reader } from '../values.js';

const order: Reader<number> = (text) =>
  /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 20
    ? { value: Number(text) }
    : { wanted: 'a number from 1 (whom to ring first) to 20' };

/** The columns by which another file's row names a pupil. */
export const whichPupil = {
  school: column({
    heading: 'School',
    also: ['School URN', 'School name'],
    says: 'The school by URN or name; needed only where there are several.',
    needed: 'no',
    read: line(),
  }),
  upn: column({
    heading: 'Pupil UPN',
    also: ['UPN', 'Unique pupil number', 'Student UPN'],
    says: 'The pupil by UPN; where it is empty, by names and birth date.',
    needed: 'heading',
    read: aUpn,
  }),
  givenName: column({
    heading: 'Pupil given name',
    also: ['Pupil forename', 'Pupil first name', 'Student forename'],
    says: 'The pupil’s first name, where there is no UPN.',
    needed: 'no',
    read: line(),
  }),
  familyName: column({
    heading: 'Pupil family name',
    also: ['Pupil surname', 'Pupil last name', 'Student surname'],
    says: 'The pupil’s last name, where there is no UPN.',
    needed: 'no',
    read: line(),
  }),
  bornOn: column({
    heading: 'Pupil date of birth',
    also: ['Pupil DOB', 'Date of birth', 'DOB'],
    says: 'The pupil’s birth date, where there is no UPN.',
    needed: 'no',
    read: aDay,
  }),
};

export const leftWanted =
  'a pupil who is at this school: this one is recorded as having left. If they are back, record that first, on the pupil’s page';

/** The sentence for a row whose pupil is not found. */
export const pupilWanted: Readonly<Record<Exclude<PupilFound, object>, string>> = {
  none: 'a pupil who is entered: by UPN, or by names and birth date',
  several: 'the UPN: there are several pupils of this name and birth date',
  'other-school':
    'a pupil of this school: this one is on the roll of another. If they moved here, that school records it first, on the pupil’s page',
  'other-number': 'the UPN that this pupil has in Waymark',
  left: leftWanted,
};

const contactColumns = {
  ...whichPupil,
  order: column({
    heading: 'Order',
    also: ['Priority', 'Contact order', 'Contact priority'],
    says: 'Whom to ring first: 1, 2, 3 …',
    needed: 'value',
    read: order,
  }),
  name: column({
    heading: 'Contact name',
    also: ['Contact', 'Name of contact', 'Parent name', 'Full name'],
    says: 'The name of the contact.',
    needed: 'value',
    read: line(),
  }),
  relation: column({
    heading: 'Relation',
    also: ['Relationship', 'Relationship to pupil'],
    says: 'How they stand to the pupil: mother, carer, social worker …',
    needed: 'value',
    read: line(),
  }),
  telephone: column({
    heading: 'Telephone',
    also: ['Phone', 'Mobile', 'Telephone number', 'Main telephone'],
    says: 'The number to ring.',
    needed: 'value',
    read: telephone,
  }),
  mayBeRung: column({
    heading: 'May be rung',
    also: ['May be contacted', 'Can be rung'],
    says: 'Whether the school may ring them: yes or no.',
    needed: 'value',
    read: yesOrNo,
  }),
  mayBeTold: column({
    heading: 'May be told',
    also: ['May be given information', 'Can be told'],
    says: 'Whether they may be told where the pupil is: yes or no.',
    needed: 'value',
    read: yesOrNo,
  }),
};

/** For a pupil in the file, the file is the whole list: whom it leaves out must not be rung by mistake any more. */
export const contactsKind = kind({
  name: 'contacts',
  title: 'contacts of pupils',
  columns: contactColumns,
  planner: (file, known, said) => {
    const lists = new Map<
      Id,
      { readonly schoolId: Id; readonly line: number; readonly names: Map<string, number>; readonly isNew: boolean }
    >();
    const ids = known.contactIds;
    return {
      rows: async (batch) => {
        const changes: Change[] = [];
        const errors: ImportError[] = [];
        const asked = batch.flatMap((row) => {
          const school = known.schoolOf(row.values.school, said);
          if (!isWanted(school)) return [{ row, schoolId: school.schoolId }];
          errors.push(cellError(file, row.line, 'School', row.values.school ?? '', school.wanted));
          return [];
        });
        const found = await known.pupils.find(asked.map(({ row, schoolId }) => ({ ...row.values, schoolId })));
        const there = await currentContacts(
          known,
          found.flatMap((each) => (typeof each === 'object' && !each.isNew ? [each.subjectId] : [])),
        );
        asked.forEach(({ row: { line: at, values } }, index) => {
          const pupil = found[index] ?? 'none';
          if (typeof pupil === 'string') {
            errors.push(cellError(file, at, 'Pupil UPN', values.upn ?? '', pupilWanted[pupil]));
            return;
          }
          const { subjectId, schoolId, isNew } = pupil;
          const { name = '', relation, telephone: number, mayBeRung, mayBeTold, order: place } = values;
          const list = lists.get(subjectId) ?? { schoolId, line: at, names: new Map<string, number>(), isNew };
          lists.set(subjectId, list);
          const before = list.names.get(plain(name));
          if (before !== undefined) {
            errors.push(
              cellError(file, at, 'Contact name', name, `each contact of a pupil once: line ${before} is the same`),
            );
            return;
          }
          list.names.set(plain(name), at);
          const current = there.get(subjectId)?.find((each) => plain(orElse(each.name, '')) === plain(name));
          const key = `${subjectId} ${plain(name)}`;
          const contactId = current?.contactId ?? ids.get(key) ?? known.newId();
          ids.set(key, contactId);
          const told = { relation, telephone: number, mayBeRung, mayBeTold };
          const details = current
            ? differences({
                order: [current.order, place],
                name: [current.name, name],
                relation: [current.relation, relation],
                telephone: [current.telephone, number],
                'may be rung': [current.mayBeRung, mayBeRung],
                'may be told': [current.mayBeTold, mayBeTold],
              })
            : [];
          if (current && details.length === 0) return;
          if (current?.whereaboutsWithheld === true && mayBeTold === true) {
            const wanted = 'no: it is withheld from this contact where the pupil lives and is';
            errors.push(cellError(file, at, 'May be told', 'yes', wanted));
            return;
          }
          changes.push({
            file,
            line: at,
            how: current ? 'changed' : 'new',
            thing: `${name} (${relation ?? ''})`,
            details,
            key: subjectId,
            commands: [
              {
                type: 'NameContact',
                data: { ...besides(current), subjectId, schoolId, contactId, order: place, name, ...told },
              },
            ],
          });
        });
        return { changes, errors };
      },
      end: () => removals(file, known, lists),
    };
  },
});

/** What is known of a contact that no column says: it stays as it is. */
function besides(current: ContactRow | undefined) {
  const { email, parentalResponsibility, maySign, language, interpreterNeeded, whereaboutsWithheld } = current ?? {};
  const known = { email, parentalResponsibility, maySign, language, interpreterNeeded, whereaboutsWithheld };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

async function removals(
  file: string,
  known: Known,
  lists: ReadonlyMap<
    Id,
    {
      readonly schoolId: Id;
      readonly line: number;
      readonly names: ReadonlyMap<string, number>;
      readonly isNew: boolean;
    }
  >,
): Promise<Outcome> {
  const changes: Change[] = [];
  const listed = [...lists].filter(([, { isNew }]) => !isNew);
  for (let at = 0; at < listed.length; at += 200) {
    const part = listed.slice(at, at + 200);
    const there = await currentContacts(
      known,
      part.map(([subjectId]) => subjectId),
    );
    for (const [subjectId, { schoolId, names, line: at }] of part) {
      for (const { contactId, name } of there.get(subjectId) ?? []) {
        if (names.has(plain(orElse(name, '')))) continue;
        changes.push({
          file,
          line: at,
          how: 'removed',
          thing: `${orElse(name, 'a contact whose name is erased')}, who is not in the file`,
          details: [],
          key: subjectId,
          commands: [{ type: 'RemoveContact', data: { subjectId, schoolId, contactId } }],
        });
      }
    }
  }
  return { changes, errors: [] };
}

async function currentContacts(
  known: Known,
  subjectIds: readonly Id[],
): Promise<ReadonlyMap<Id, readonly ContactRow[]>> {
  const found = await known.deps.rows.findAmong(contacts, 'subjectId', [...new Set(subjectIds)]);
  const lists = new Map<Id, ContactRow[]>();
  for (const each of found) lists.set(each.subjectId, [...(lists.get(each.subjectId) ?? []), each]);
  return lists;
}
