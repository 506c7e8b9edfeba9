import { column, type ImportError } from '../columns.js';
import { kind, type Change } from '../kind.js';
import { cellError, isWanted, personKey } from '../known.js';
import { aDay, aRole, aStanding, email, line } from '../values.js';
import { afterLeaving, isWrong, personMeant, type Meant } from './staff-person.js';

const staffColumns = {
  school: column({
    heading: 'School',
    also: ['School URN', 'School name', 'URN'],
    says: 'The school by URN or name; needed only where there are several.',
    needed: 'no',
    read: line(),
  }),
  name: column({
    heading: 'Name',
    also: ['Staff name', 'Full name'],
    says: 'The name of the member of staff.',
    needed: 'value',
    read: line(),
  }),
  email: column({
    heading: 'Email',
    also: ['Email address', 'Work email'],
    says: 'Where letters go, and what they sign in with. It tells people apart.',
    needed: 'value',
    read: email,
  }),
  previousEmail: column({
    heading: 'Previous email',
    also: ['Old email', 'Former email'],
    says: 'The address that they had before, where it has changed: they sign in with the new one, and both are told.',
    needed: 'no',
    read: email,
  }),
  role: column({
    heading: 'Role',
    also: ['Key role', 'Responsibility'],
    says: 'A key role, such as designated safeguarding lead; a person with several has a row for each.',
    needed: 'value',
    read: aRole,
  }),
  standing: column({
    heading: 'Standing',
    says: 'holder, deputy or cover; holder where it is empty.',
    needed: 'no',
    read: aStanding,
  }),
  from: column({
    heading: 'From',
    also: ['Since', 'Start date'],
    says: 'The first day in the role; today where it is empty.',
    needed: 'no',
    read: aDay,
  }),
  until: column({
    heading: 'Until',
    also: ['To', 'End date'],
    says: 'The last day in the role, where it is known.',
    needed: 'no',
    read: aDay,
  }),
};

/** Who holds which role. Whoever is not in the file keeps theirs: a role ends on its own page, with its successor. */
export const staffKind = kind({
  name: 'staff',
  title: 'key staff and their roles',
  columns: staffColumns,
  planner: (file, known, said) => {
    const seen = new Map<string, number>();
    // Whom the rows before have told of, as they will be then.
    const met = new Map<string, Meant & { readonly name: string; readonly line: number }>();
    return {
      rows: async (batch) => {
        const changes: Change[] = [];
        const errors: ImportError[] = [];
        for (const { line: at, values } of batch) {
          const { name = '', email: address = '', role, standing = 'holder', until } = values;
          const school = known.schoolOf(values.school, said);
          if (isWanted(school)) {
            errors.push(cellError(file, at, 'School', values.school ?? '', school.wanted));
            continue;
          }
          if (!known.managesPeopleAt(school.schoolId)) {
            errors.push(cellError(file, at, 'School', values.school ?? '', 'a school where you manage people'));
            continue;
          }
          if (role === undefined) continue;
          const personAs = personKey(address);
          const named = met.get(personAs);
          if (named && named.name !== name) {
            errors.push(cellError(file, at, 'Name', name, `the name of this address as in line ${named.line}`));
            continue;
          }
          const meant = named ?? personMeant({ name, email: address, previousEmail: values.previousEmail }, known);
          if (isWrong(meant)) {
            errors.push(cellError(file, at, meant.column, meant.value, meant.wanted));
            continue;
          }
          const { personId, row } = meant;
          const key = `${school.schoolId} ${role} ${standing} ${personId}`;
          const before = seen.get(key);
          if (before !== undefined) {
            errors.push(cellError(file, at, 'Role', role, `each role of a person once: line ${before} is the same`));
            continue;
          }
          seen.set(key, at);
          if (role === 'headteacher' && standing !== 'cover') {
            known.heads.set(school.schoolId, (known.heads.get(school.schoolId) ?? new Set()).add(personId));
          }
          const held = school.row?.roles.findLast(
            (each) => each.role === role && each.personId === personId && each.standing === standing,
          );
          const from =
            values.from ?? (held && (held.until === undefined || held.until >= known.today) ? held.from : known.today);
          if (until !== undefined && until < from) {
            errors.push(cellError(file, at, 'Until', until, 'a day that is not before the first'));
            continue;
          }
          const isHeld = held && held.from === from && held.until === (until ?? held.until);
          const back = isHeld
            ? { row, commands: [], details: [] }
            : afterLeaving(row, { name, from: values.from, until }, known);
          if (isWrong(back)) {
            errors.push(cellError(file, at, back.column, back.value, back.wanted));
            continue;
          }
          const person = [...meant.commands, ...back.commands];
          met.set(personAs, { personId, row: back.row, commands: [], details: [], name, line: named?.line ?? at });
          const given = {
            schoolId: school.schoolId,
            role,
            personId,
            standing,
            from,
            ...(until === undefined ? {} : { until }),
          };
          const roles = isHeld ? [] : [{ type: 'GiveRole', data: given }];
          if (person.length + roles.length === 0) continue;
          changes.push({
            file,
            line: at,
            how: row ? 'changed' : 'new',
            thing: `${name}, ${role.replaceAll('-', ' ')} at ${school.name}`,
            details: [
              ...meant.details,
              ...back.details,
              ...(roles.length > 0 ? [`${standing} from ${from}${until === undefined ? '' : ` until ${until}`}`] : []),
            ],
            // Roles are entries of the school, so those of one school are made in their order, a person first.
            key: school.schoolId,
            commands: [...person, ...roles],
          });
        }
        return { changes, errors };
      },
    };
  },
});
