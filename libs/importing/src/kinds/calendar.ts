import type { Day, Id } from '#event-sourcing';
import { addDays, weekdayOf } from '#procedure';
import { column, type ImportError } from '../columns.js';
import { kind, type Change } from '../kind.js';
import { cellError, isWanted, type KnownSchool } from '../known.js';
import { aDay, line, oneOf } from '../values.js';

const calendarColumns = {
  school: column({
    heading: 'School',
    also: ['School URN', 'School name', 'URN'],
    says: 'The school by URN or name; needed only where there are several.',
    needed: 'no',
    read: line(),
  }),
  calendar: column({
    heading: 'Calendar',
    says: 'Where a file holds the dates of several authorities: which one; said with --calendar.',
    needed: 'no',
    read: line(),
  }),
  from: column({
    heading: 'From',
    also: ['Start', 'Start date', 'First day'],
    says: 'The first day.',
    needed: 'value',
    read: aDay,
  }),
  to: column({
    heading: 'To',
    also: ['End', 'End date', 'Last day', 'Until'],
    says: 'The last day.',
    needed: 'value',
    read: aDay,
  }),
  kind: column({
    heading: 'Kind',
    also: ['Type', 'What'],
    says: 'term (a whole one, or half of one), holiday, inset or closure.',
    needed: 'value',
    read: oneOf({
      term: 'term',
      'half term': 'holiday',
      'half term holiday': 'holiday',
      holiday: 'holiday',
      inset: 'inset',
      'inset day': 'inset',
      'teacher day': 'inset',
      'staff training': 'inset',
      closure: 'closure',
      closed: 'closure',
    } as const),
  }),
  name: column({
    heading: 'Note',
    also: ['Name', 'Term', 'Description'],
    says: 'The name of a term, such as Autumn 2026; made from its days where it is empty.',
    needed: 'no',
    read: line(60),
  }),
};

type Stretch = { readonly line: number; readonly from: Day; readonly to: Day; readonly name?: string | undefined };
type OffKind = 'holiday' | 'inset' | 'closure';
type Dates = {
  readonly school: KnownSchool;
  readonly terms: Stretch[];
  readonly off: (Stretch & { readonly kind: OffKind })[];
};

/**
 * Terms come whole, in halves, or with a holiday laid over them. Within the span that the file covers it is the whole truth:
 * terms, INSET days and holidays that it does not have are taken out; bank holidays and closures stay.
 */
export const calendarKind = kind({
  name: 'calendar',
  title: 'term dates and INSET days',
  columns: calendarColumns,
  planner: (file, known, said) => {
    const bySchool = new Map<Id, Dates>();
    const calendars = new Map<string, number>();
    return {
      rows: async (batch) => {
        const errors: ImportError[] = [];
        for (const { line: at, values } of batch) {
          const { from, to, kind: what, name, calendar } = values;
          if (calendar !== undefined && !calendars.has(calendar)) calendars.set(calendar, at);
          if (said.calendar !== undefined && calendar !== said.calendar) continue;
          const school = known.schoolOf(values.school, said);
          if (isWanted(school)) {
            errors.push(cellError(file, at, 'School', values.school ?? '', school.wanted));
            continue;
          }
          if (from === undefined || to === undefined || what === undefined) continue;
          if (to < from) {
            errors.push(cellError(file, at, 'To', to, `a day that is not before ${from}`));
            continue;
          }
          const longest = what === 'term' ? 130 : 70;
          if (daysBetween(from, to) > longest) {
            errors.push(cellError(file, at, 'To', to, `a ${what} of at most ${longest} days: check both days`));
            continue;
          }
          const dates = bySchool.get(school.schoolId) ?? { school, terms: [], off: [] };
          bySchool.set(school.schoolId, dates);
          if (what === 'term') dates.terms.push({ line: at, from, to, name });
          else dates.off.push({ line: at, from, to, name, kind: what });
        }
        return { changes: [], errors };
      },
      end: async () => {
        const names = [...calendars.keys()];
        if (said.calendar === undefined && names.length > 1) {
          const wanted = `one calendar: it holds ${names.join(', ')}. Leave the rows of yours alone in it, or say which with --calendar on the command line`;
          return { changes: [], errors: [{ file, column: 'Calendar', wanted, choices: names }] };
        }
        if (said.calendar !== undefined && !calendars.has(said.calendar)) {
          return {
            changes: [],
            errors: [
              {
                file,
                column: 'Calendar',
                value: said.calendar,
                wanted: `a calendar that is in it: ${names.join(', ')}`,
              },
            ],
          };
        }
        const outcomes = [...bySchool.values()].map((dates) => planDates(file, dates));
        return {
          changes: outcomes.flatMap(({ changes }) => changes),
          errors: outcomes.flatMap(({ errors }) => errors),
        };
      },
    };
  },
});

function planDates(file: string, { school, terms, off }: Dates): { changes: Change[]; errors: ImportError[] } {
  const errors: ImportError[] = [];
  const sorted = terms.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  sorted.forEach((term, index) => {
    const before = sorted[index - 1];
    if (before && term.from <= before.to) {
      errors.push(
        cellError(
          file,
          term.line,
          'From',
          term.from,
          `a term that begins after the one in line ${before.line} has ended`,
        ),
      );
    }
  });
  if (errors.length > 0) return { changes: [], errors };

  const { schoolId } = school;
  const named = withNames(sorted);
  const days = new Map<Day, { readonly kind: OffKind; readonly line: number }>();
  for (const { from, to, kind: what, line: at } of off) {
    for (let on = from; on <= to; on = addDays(on, 1)) {
      // A holiday between terms says nothing that the terms don't.
      const counts = what !== 'holiday' || sorted.some((term) => term.from <= on && on <= term.to);
      if (weekdayOf(on) <= 5 && counts && !days.has(on)) days.set(on, { kind: what, line: at });
    }
  }
  const all = [...sorted, ...off];
  const first = all.map(({ from }) => from).sort()[0] ?? '';
  const last =
    all
      .map(({ to }) => to)
      .sort()
      .at(-1) ?? '';
  const change = (
    at: number,
    how: Change['how'],
    thing: string,
    details: string[],
    type: string,
    data: object,
  ): Change => ({
    file,
    line: at,
    how,
    thing: `${thing} of ${school.name}`,
    details,
    key: schoolId,
    commands: [{ type, data: { schoolId, ...data } }],
  });

  const changes: Change[] = [];
  const there = school.row?.terms ?? [];
  for (const term of there) {
    const kept = named.some(({ name }) => name === term.name);
    if (!kept && term.from <= last && first <= term.to) {
      changes.push(
        change(all[0]?.line ?? 1, 'removed', term.name, [`${term.from} to ${term.to}`], 'DropTerm', {
          name: term.name,
        }),
      );
    }
  }
  for (const { name, from, to, line: at } of named) {
    const before = there.find((each) => each.name === name);
    if (before && before.from === from && before.to === to) continue;
    const details = [before ? `${before.from} to ${before.to} → ${from} to ${to}` : `${from} to ${to}`];
    changes.push(change(at, before ? 'changed' : 'new', name, details, 'SetTerm', { name, from, to }));
  }
  const offThere = new Map((school.row?.daysOff ?? []).map(({ on, kind: what }) => [on, what]));
  for (const [on, what] of offThere) {
    const ours = what === 'holiday' || what === 'inset';
    if (ours && !days.has(on) && first <= on && on <= last) {
      changes.push(change(all[0]?.line ?? 1, 'removed', `${what} on ${on}`, [], 'LiftDayOff', { on }));
    }
  }
  for (const [on, { kind: what, line: at }] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const before = offThere.get(on);
    if (before === what || before === 'bank-holiday' || before === 'closure') continue;
    changes.push(
      change(at, before ? 'changed' : 'new', `${what} on ${on}`, before ? [`${before} → ${what}`] : [], 'SetDayOff', {
        on,
        kind: what,
      }),
    );
  }
  return { changes, errors };
}

/** Terms with names of their own: a half of a term that has no name of its own is the first or the second. */
function withNames(terms: readonly Stretch[]): (Stretch & { readonly name: string })[] {
  const base = terms.map(({ name, from }) =>
    name === undefined ? seasonOf(from) : name.charAt(0).toUpperCase() + name.slice(1),
  );
  return terms.map((term, index) => {
    const name = base[index] ?? '';
    const before = base.slice(0, index).filter((each) => each === name).length;
    return { ...term, name: before === 0 ? name : `${name}, part ${before + 1}` };
  });
}

const seasonOf = (from: Day): string => {
  const month = Number(from.slice(5, 7));
  return `${month >= 8 ? 'Autumn' : month <= 3 ? 'Spring' : 'Summer'} ${from.slice(0, 4)}`;
};

const daysBetween = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
