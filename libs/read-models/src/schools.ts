import { z } from 'zod';
import { role, schoolEvents, standing, type SchoolEvent } from '#domain';
import { day, id, timeOfDay, type Found, type Id, type Projection } from '#event-sourcing';
import { addDays } from '#procedure';
import { answers, Ask, type Anywhere } from './ask.js';
import { inOrder, replaced } from './order.js';

const times = z.strictObject({ start: timeOfDay, end: timeOfDay });
const givenRole = z.strictObject({ role, personId: id, standing, from: day, until: day.optional() });

const schoolRow = z.object({
  schoolId: id,
  name: z.string(),
  telephone: z.string(),
  attendanceMailbox: z.string(),
  urn: z.string().optional(),
  localAuthority: z.string().optional(),
  address: z.string().optional(),
  /** Which times hold from which day on, in order. */
  sessionTimes: z.array(z.strictObject({ from: day, am: times, pm: times })),
  terms: z.array(z.strictObject({ name: z.string(), from: day, to: day })),
  daysOff: z.array(z.strictObject({ on: day, kind: z.enum(['inset', 'bank-holiday', 'closure', 'holiday']) })),
  /** Everybody who has ever been given a role, in the order of giving, to the last day: who has it follows from the day. */
  roles: z.array(givenRole),
  /** Whether it keeps the words of concerns and incidents here; not said, it does not. */
  keepsWords: z.boolean().optional(),
});
export type SchoolRow = z.output<typeof schoolRow>;

/** The school as a register: how to reach it, when it is open, and who holds which role. */
export const schools: Projection<SchoolEvent, SchoolRow> = {
  name: 'schools',
  version: 3, // 3: a school says whether it keeps the words of concerns here.
  hears: [schoolEvents],
  row: schoolRow,
  sealed: null,
  by: ['schoolId'],
  rowId: ({ data }) => data.schoolId,

  evolve: (row, { type, data }) => {
    if (type === 'SchoolOpened') {
      const { sessionTimes, terms, daysOff, roles } = row ?? { sessionTimes: [], terms: [], daysOff: [], roles: [] };
      return { ...data, sessionTimes, terms, daysOff, roles };
    }
    if (!row) return null;
    switch (type) {
      case 'SchoolDetailsChanged': {
        const { sessionTimes, terms, daysOff, roles, keepsWords } = row;
        return { ...data, sessionTimes, terms, daysOff, roles, keepsWords };
      }
      case 'SessionTimesSet': {
        const { from, am, pm } = data;
        return { ...row, sessionTimes: replaced(row.sessionTimes, { from, am, pm }, (each) => each.from) };
      }
      case 'TermSet': {
        const { name, from, to } = data;
        const others = row.terms.filter((term) => term.name !== name);
        return { ...row, terms: inOrder([...others, { name, from, to }], (term) => term.from) };
      }
      case 'TermDropped':
        return { ...row, terms: row.terms.filter((term) => term.name !== data.name) };
      case 'DayOffSet':
        return { ...row, daysOff: replaced(row.daysOff, { on: data.on, kind: data.kind }, ({ on }) => on) };
      case 'DayOffLifted':
        return { ...row, daysOff: row.daysOff.filter(({ on }) => on !== data.on) };
      case 'RoleGiven': {
        const { role, personId, standing, from, until } = data;
        const given = { role, personId, standing, from, until };
        return { ...row, roles: [...endedBefore(given, row.roles), given] };
      }
      case 'ConcernWordsSet':
        return { ...row, keepsWords: data.kept };
      case 'RoleEnded': {
        const last = row.roles.findLast((each) => isSameHolding(each, data));
        return { ...row, roles: row.roles.map((each) => (each === last ? { ...each, until: data.on } : each)) };
      }
    }
  },
};

type GivenRole = z.output<typeof givenRole>;

type Holding = Pick<GivenRole, 'role' | 'personId' | 'standing'>;

const isSameHolding = (a: Holding, b: Holding): boolean =>
  a.role === b.role && a.personId === b.personId && a.standing === b.standing;

/** What was said before of the same holding counts no further than to the day before; what began later, not at all. */
function endedBefore(given: GivenRole, roles: readonly GivenRole[]): GivenRole[] {
  const eve = addDays(given.from, -1);
  return roles.flatMap((each) => {
    if (!isSameHolding(each, given)) return [each];
    if (each.from >= given.from) return [];
    return [each.until === undefined || each.until > eve ? { ...each, until: eve } : each];
  });
}

/** A school by its id. */
export class SchoolById extends Ask<{ schoolId: Id }, Found<SchoolRow> | null> {}
export const SchoolByIdAnswers = answers(SchoolById, (rows, { schoolId }, asAt) => rows.get(schools, schoolId, asAt));

/** Several schools by their ids, by name. */
export class SchoolsById extends Ask<{ schoolIds: readonly Id[] }, Found<SchoolRow>[]> {}
export const SchoolsByIdAnswers = answers(SchoolsById, async (rows, { schoolIds }, asAt) =>
  inOrder(await rows.getMany(schools, schoolIds, asAt), byName),
);

/** Every school of the trust, by name. */
export class AllSchools extends Ask<Anywhere, Found<SchoolRow>[]> {}
export const AllSchoolsAnswers = answers(AllSchools, async (rows, _, asAt) =>
  inOrder(await rows.find(schools, {}, asAt), byName),
);

/** The schools at which a person holds, deputises for or covers a role on a day, by name. */
export class SchoolsOf extends Ask<{ personId: Id; on: string }, Found<SchoolRow>[]> {}
export const SchoolsOfAnswers = answers(SchoolsOf, async (rows, { personId, on }, asAt) => {
  const all = await rows.find(schools, {}, asAt);
  return inOrder(
    all.filter((school) => rolesOf(school, personId, on).length > 0),
    byName,
  );
});

/** The roles that a person has at a school on a day, each once. */
export const rolesOf = ({ roles }: Pick<SchoolRow, 'roles'>, personId: Id, on: string): GivenRole['role'][] => [
  ...new Set(
    roles
      .filter((each) => each.personId === personId && each.from <= on && (each.until === undefined || on <= each.until))
      .map((each) => each.role),
  ),
];

const byName = ({ name, schoolId }: SchoolRow): string => `${name} ${schoolId}`;
