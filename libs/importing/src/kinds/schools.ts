import { column, type ImportError } from '../columns.js';
import { differences, kind, type Change } from '../kind.js';
import { cellError } from '../known.js';
import { email, line, localAuthority, telephone, urn } from '../values.js';

const part = (heading: string, says: string) => column({ heading, says, needed: 'heading', read: line(200) });

/** The establishment extract of Get Information about Schools: of its many columns, these count. */
const schoolColumns = {
  urn: column({ heading: 'URN', says: 'The school’s number in the register.', needed: 'value', read: urn }),
  name: column({ heading: 'EstablishmentName', says: 'The school’s name.', needed: 'value', read: line() }),
  status: part('EstablishmentStatus (name)', 'Whether it is open; closed schools are passed over.'),
  authority: column({
    heading: 'LA (code)',
    says: 'The number of its local authority.',
    needed: 'heading',
    read: localAuthority,
  }),
  street: part('Street', 'The address.'),
  locality: part('Locality', 'The address.'),
  address3: column({ heading: 'Address3', says: 'The address.', needed: 'no', read: line(200) }),
  town: part('Town', 'The address.'),
  county: column({ heading: 'County (name)', says: 'The address.', needed: 'no', read: line(200) }),
  postcode: part('Postcode', 'The address.'),
  telephone: column({
    heading: 'TelephoneNum',
    says: 'The telephone number of the office.',
    needed: 'heading',
    read: telephone,
  }),
  mailbox: column({
    heading: 'Attendance mailbox',
    says: 'Where replies about attendance go. The register does not have it: add the column, or give one for all with --mailbox.',
    needed: 'no',
    read: email,
  }),
};

export const schoolsKind = kind({
  name: 'schools',
  title: 'schools (the GIAS establishment extract)',
  columns: schoolColumns,
  notThis: [
    {
      headings: ['Group UID', 'Group Name'],
      because: 'is the GIAS extract of groups and trusts. Download "Establishment fields CSV" instead.',
    },
    {
      headings: ['LinkURN', 'LinkType'],
      because: 'is the GIAS extract of links between schools. Download "Establishment fields CSV" instead.',
    },
    {
      headings: ['GID', 'Appointing body'],
      because: 'is the GIAS extract of governors. Download "Establishment fields CSV" instead.',
    },
  ],
  planner: (file, known, said) => {
    const seen = new Map<string, number>();
    // A national extract has every school there is: without a word, those that are entered are meant.
    const asked = new Set(said.urns);
    return {
      rows: async (batch) => {
        const changes: Change[] = [];
        const errors: ImportError[] = [];
        for (const { line: at, values } of batch) {
          const { urn: number = '', name = '', status, authority, mailbox } = values;
          const there =
            known.schools.find((school) => school.urn === number) ??
            known.schools.find(
              (school) => school.urn === undefined && school.name.toLowerCase() === name.toLowerCase(),
            );
          const wanted = asked.size > 0 ? asked.has(number) : there !== undefined;
          if (!wanted) continue;
          const wrong = (heading: string, value: string, right: string) =>
            errors.push(cellError(file, at, heading, value, right));
          const before = seen.get(number);
          if (before !== undefined) {
            wrong('URN', number, `each school once: line ${before} is the same`);
            continue;
          }
          seen.set(number, at);
          if (status !== undefined && !/^open/i.test(status)) {
            wrong('EstablishmentStatus (name)', status, 'an open school');
            continue;
          }
          const row = there?.row ?? null;
          const phone = values.telephone ?? row?.telephone;
          const attendanceMailbox = mailbox ?? row?.attendanceMailbox ?? said.mailbox;
          if (phone === undefined) wrong('TelephoneNum', '', 'a telephone number: providers are told to ring it');
          if (attendanceMailbox === undefined) {
            wrong(
              'Attendance mailbox',
              '',
              'the mailbox to which replies about attendance go: add this column, or give one with --mailbox',
            );
          }
          if (phone === undefined || attendanceMailbox === undefined) continue;
          const school = there ?? { schoolId: known.newId(), name, urn: number, row: null };
          if (!there) known.schools.push(school);
          school.name = name;
          school.urn = number;
          const lines = [values.street, values.locality, values.address3, values.town, values.county, values.postcode];
          const address = lines.filter((each) => each !== undefined).join(', ');
          const data = {
            schoolId: school.schoolId,
            name,
            telephone: phone,
            attendanceMailbox,
            urn: number,
            ...(authority === undefined ? {} : { localAuthority: authority }),
            ...(address === '' ? {} : { address }),
          };
          const details = row
            ? differences({
                name: [row.name, name],
                telephone: [row.telephone, phone],
                'attendance mailbox': [row.attendanceMailbox, attendanceMailbox],
                URN: [row.urn, number],
                'local authority': [row.localAuthority, authority],
                address: [row.address, address],
              })
            : [];
          if (row && details.length === 0) continue;
          changes.push({
            file,
            line: at,
            how: row ? 'changed' : 'new',
            thing: name,
            details,
            key: school.schoolId,
            commands: [{ type: row ? 'ChangeSchool' : 'OpenSchool', data }],
          });
        }
        return { changes, errors };
      },
      end: async () => {
        const missing = said.urns.filter((each) => !seen.has(each));
        const none = asked.size === 0 && seen.size === 0;
        const errors = missing.map((each) => ({
          file,
          column: 'URN',
          value: each,
          wanted: 'a URN that is in this file',
        }));
        return {
          changes: [],
          errors: none
            ? [
                {
                  file,
                  column: 'URN',
                  wanted: 'to know which schools of it are yours: none is entered yet, so name them with --urn',
                },
              ]
            : errors,
        };
      },
    };
  },
});
