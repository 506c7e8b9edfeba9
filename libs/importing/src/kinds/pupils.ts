import { status, type Status } from '#domain';
import { erased, orElse } from '#event-sourcing';
import { column, type ImportError, type Values } from '../columns.js';
import { differences, kind, type Change, type GoodRow } from '../kind.js';
import { cellError, isWanted, type Known } from '../known.js';
import type { PupilAsked, PupilFound } from '../known-pupils.js';
import { leftWanted } from './contacts.js';
import { aDay, aStatus, aUpn, line, yearGroup } from '../values.js';

const statusColumn = (heading: string, also: readonly string[], says: string) =>
  column({ heading, also, says, needed: 'no', read: aStatus });

export const pupilColumns = {
  school: column({
    heading: 'School',
    also: ['School URN', 'School name', 'URN'],
    says: 'The school by URN or name; needed only where there are several.',
    needed: 'no',
    read: line(),
  }),
  upn: column({
    heading: 'UPN',
    also: ['Unique pupil number'],
    says: 'The unique pupil number, with its check letter; a temporary one may end in a letter.',
    needed: 'heading',
    read: aUpn,
  }),
  upnUnknownBecause: column({
    heading: 'UPN unknown because',
    also: ['Reason UPN unknown', 'UPN unknown reason'],
    says: 'Why the school does not know the UPN; needed where there is none.',
    needed: 'no',
    read: line(),
  }),
  givenName: column({
    heading: 'Given name',
    also: ['Forename', 'First name', 'Legal forename', 'Preferred forename', 'Firstname'],
    says: 'The first name.',
    needed: 'value',
    read: line(),
  }),
  familyName: column({
    heading: 'Family name',
    also: ['Surname', 'Last name', 'Legal surname', 'Preferred surname', 'Lastname'],
    says: 'The last name.',
    needed: 'value',
    read: line(),
  }),
  bornOn: column({
    heading: 'Date of birth',
    also: ['DOB', 'Birth date', 'Born'],
    says: 'Day, month and year of birth.',
    needed: 'value',
    read: aDay,
  }),
  yearGroup: column({
    heading: 'Year group',
    also: ['Year', 'NCY', 'NC year', 'Year taught in'],
    says: 'The year group the pupil is taught in: R or 0 to 14.',
    needed: 'value',
    read: yearGroup,
  }),
  lookedAfter: statusColumn(
    'Looked after',
    ['LAC', 'CLA', 'In care'],
    'Whether the pupil is looked after by a local authority.',
  ),
  childProtection: statusColumn(
    'Child protection',
    ['CP', 'Child protection plan'],
    'Whether there is a child protection plan.',
  ),
  childInNeed: statusColumn('Child in need', ['CIN', 'Child in need plan'], 'Whether the pupil is a child in need.'),
  ehcPlan: statusColumn('EHC plan', ['EHCP', 'Education health and care plan'], 'Whether there is an EHC plan.'),
  senSupport: statusColumn('SEN support', ['SEN K', 'SEN'], 'Whether the pupil has SEN support.'),
  knownRisk: statusColumn('Known risk', ['Risk'], 'Whether a risk is known that makes an unexplained absence urgent.'),
  earlyHelp: statusColumn('Early help', ['EHA', 'Early help assessment'], 'Whether there is an early help assessment.'),
  statusesSince: column({
    heading: 'Statuses since',
    also: ['Status date'],
    says: 'The day from which the statuses of this row hold; today where it is empty.',
    needed: 'no',
    read: aDay,
  }),
};

type PupilValues = Values<typeof pupilColumns>;

const statusOf: Readonly<Record<Status, keyof PupilValues>> = {
  'looked-after': 'lookedAfter',
  'child-protection': 'childProtection',
  'child-in-need': 'childInNeed',
  'ehc-plan': 'ehcPlan',
  'sen-support': 'senSupport',
  'known-risk': 'knownRisk',
  'early-help': 'earlyHelp',
};

export const pupilsKind = kind({
  name: 'pupils',
  title: 'pupils',
  columns: pupilColumns,
  planner: (file, known, said) => {
    const seen = new Map<string, number>();
    return {
      rows: async (batch) => {
        const changes: Change[] = [];
        const errors: ImportError[] = [];
        const asked = batch.flatMap((row): { row: GoodRow<typeof pupilColumns>; asked: PupilAsked }[] => {
          const school = known.schoolOf(row.values.school, said);
          if (!isWanted(school)) return [{ row, asked: { ...namesOf(row.values), schoolId: school.schoolId } }];
          errors.push(cellError(file, row.line, 'School', row.values.school ?? '', school.wanted));
          return [];
        });
        const found = await known.pupils.find(asked.map((each) => each.asked));
        asked.forEach(({ row, asked: pupil }, index) => {
          const outcome = planPupil(file, row, pupil, found[index] ?? 'none', known);
          if (!('key' in outcome)) {
            errors.push(outcome);
            return;
          }
          const before = seen.get(outcome.key);
          if (before !== undefined) {
            errors.push(
              cellError(
                file,
                row.line,
                'UPN',
                row.values.upn ?? '',
                `each pupil once: line ${before} is the same pupil`,
              ),
            );
            return;
          }
          seen.set(outcome.key, row.line);
          if (outcome.commands.length > 0) changes.push(outcome);
        });
        return { changes, errors };
      },
    };
  },
});

const namesOf = ({ upn, givenName, familyName, bornOn }: PupilValues) => ({ upn, givenName, familyName, bornOn });

/** What a row changes of the pupil it means, or why it can't be. A change without commands is none. */
function planPupil(
  file: string,
  { line: at, values }: GoodRow<typeof pupilColumns>,
  asked: PupilAsked,
  found: PupilFound,
  known: Known,
): Change | ImportError {
  const wrong = (wanted: string) => cellError(file, at, 'UPN', values.upn ?? '', wanted);
  if (found === 'several') return wrong('a UPN, because there are several pupils of this name and birth date');
  if (found === 'other-school') {
    return wrong(
      'a pupil of this school: this UPN is a pupil’s on the roll of another. If they moved here, that school records it first, on the pupil’s page',
    );
  }
  if (found === 'left') return wrong(leftWanted);
  if (found === 'other-number')
    return wrong('the UPN that this pupil has in Waymark already: a permanent one does not change');
  const { givenName, familyName, bornOn, yearGroup: year } = values;
  if (givenName === undefined || familyName === undefined || bornOn === undefined || year === undefined) {
    return wrong('names, birth date and year group');
  }
  const row = found === 'none' ? null : found.row;
  const upn = values.upn ?? (row ? orElse(row.upn ?? erased, undefined) : undefined);
  const because =
    upn !== undefined
      ? undefined
      : (values.upnUnknownBecause ?? (row ? orElse(row.upnUnknownBecause ?? erased, undefined) : undefined));
  if (upn === undefined && because === undefined) return wrong('a UPN, or the reason in "UPN unknown because"');
  const pupil = found === 'none' || found.isNew ? known.pupils.enter(asked) : found;
  const { subjectId, schoolId } = pupil;
  const identity = {
    subjectId,
    schoolId,
    givenName,
    familyName,
    ...(upn === undefined ? {} : { upn }),
    ...(because === undefined ? {} : { upnUnknownBecause: because }),
    bornOn,
    yearGroup: year,
  };
  const identityChanges = row
    ? differences({
        'given name': [row.givenName, givenName],
        'family name': [row.familyName, familyName],
        UPN: [row.upn, upn],
        'UPN unknown because': [row.upnUnknownBecause, because],
        'date of birth': [row.bornOn, bornOn],
        'year group': [row.yearGroup, year],
      })
    : [];
  const statuses = row && row.statuses !== erased ? row.statuses : {};
  const noted = status.options.flatMap((each) => {
    const value = values[statusOf[each]];
    return value === undefined || value === statuses[each] ? [] : [{ status: each, value }];
  });
  const on = values.statusesSince ?? known.today;
  return {
    file,
    line: at,
    how: row ? 'changed' : 'new',
    thing: `${givenName} ${familyName}`,
    details: [
      ...identityChanges,
      ...noted.map(
        ({ status: each, value }) =>
          `${each.replaceAll('-', ' ')}: ${statuses[each] ?? 'not noted'} → ${String(value)}`,
      ),
    ],
    key: subjectId,
    commands: [
      ...(row
        ? identityChanges.length > 0
          ? [{ type: 'ChangePupilDetails', data: identity }]
          : []
        : [{ type: 'EnterPupil', data: identity }]),
      ...noted.map((each) => ({ type: 'NoteStatus', data: { subjectId, schoolId, ...each, on } })),
    ],
  };
}
