import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  letterKind,
  place,
  recurringDutyKind,
  searchCause,
  session,
  sessionDutyKind,
  type RecurringDutyKind,
} from '#domain';
import { timeOfDay } from '#event-sourcing';
import { adultNames, personNames, pupilNames, siteNames } from './names.js';
import { week, type WeekdayName } from './trust.js';

const day = z.enum(Object.keys(week) as [WeekdayName, ...WeekdayName[]]);
const pupil = z.enum(pupilNames);
const site = z.enum(siteNames);
const person = z.enum(personNames);
const occasion = { day, session, pupil };

const dutyLine = z
  .strictObject({
    ...occasion,
    site,
    duty: sessionDutyKind,
    raised: timeOfDay,
    taken: person.optional(),
    met: timeOfDay.optional(),
    missed: timeOfDay.optional(),
    withdrawn: timeOfDay.optional(),
  })
  .refine(({ met, missed, withdrawn }) => [met, missed, withdrawn].filter(Boolean).length === 1, 'has one end');
const searchLine = z.strictObject({
  ...occasion,
  because: searchCause,
  opened: timeOfDay,
  closed: timeOfDay,
  by: person,
  place,
});
const letterLine = z.strictObject({
  day,
  at: timeOfDay,
  letter: letterKind,
  to: z.enum([...personNames, ...adultNames]),
  about: z.array(pupil).min(1),
});

/** What is owed again and again of a placement from a day of the week on, and what of it is missed when the week is over. */
const recurring = z.array(recurringDutyKind).min(1);
const recurringLine = z.strictObject({
  day,
  raised: timeOfDay,
  pupil,
  site,
  owed: recurring,
  missed: recurring.default([]),
});

const weekTable = z.strictObject({
  duties: z.array(dutyLine),
  recurring: z.array(recurringLine),
  unconfirmed: z.array(z.strictObject({ ...occasion, site })),
  whereabouts: z.array(searchLine),
  letters: z.array(letterLine),
});

/** What must come of a week, as it was worked out by hand. */
export type WeekTable = z.output<typeof weekTable>;

/** Reads a table. @throws {ZodError} at a word that is none of the week's. */
export async function readTable(file: string): Promise<WeekTable> {
  return weekTable.parse(parse(await readFile(file, 'utf8')));
}

/** One kind of outcome, in sentences that can be told apart and read in a report. */
export type Outcome = Readonly<Record<keyof WeekTable, readonly string[]>>;

/** A table as sentences, in the order of the alphabet. */
export const outcomeOf = ({ duties, recurring, unconfirmed, whereabouts, letters }: WeekTable): Outcome => ({
  duties: duties.map(dutySentence).sort(),
  recurring: recurring.flatMap(recurringSentences).sort(),
  unconfirmed: unconfirmed.map((each) => `${whose(each)} at ${each.site}`).sort(),
  whereabouts: whereabouts.map(searchSentence).sort(),
  letters: letters.map(letterSentence).sort(),
});

type Whose = Pick<z.output<typeof dutyLine>, 'day' | 'session' | 'pupil'>;
const whose = ({ day: on, session: half, pupil: name }: Whose): string => `${on} ${half} ${name}`;

function dutySentence(line: z.output<typeof dutyLine>): string {
  const { met, missed, withdrawn, taken } = line;
  const end = met ? `met ${met}` : missed ? `missed ${missed}` : `withdrawn ${withdrawn}`;
  return `${whose(line)} at ${line.site}: ${line.duty} raised ${line.raised}${taken ? `, taken by ${taken}` : ''}, ${end}`;
}

function recurringSentences(line: z.output<typeof recurringLine>): string[] {
  const state = (kind: RecurringDutyKind) => (line.missed.includes(kind) ? 'missed' : 'open');
  return line.owed.map((kind) => `${line.day} ${line.raised} ${kind} of ${line.pupil} at ${line.site}, ${state(kind)}`);
}

function searchSentence(line: z.output<typeof searchLine>): string {
  const { because, opened, closed, by, place: where } = line;
  return `${whose(line)}: opened ${opened} by ${because}, closed ${closed} by ${by}, ${where}`;
}

function letterSentence({ day: on, at, letter, to, about }: z.output<typeof letterLine>): string {
  return `${on} ${at} ${letter} to ${to} about ${[...about].sort().join(', ')}`;
}

/** Where two outcomes differ: what the first has and the second lacks, and the other way round. */
export function differences(expected: Outcome, observed: Outcome): readonly string[] {
  return (Object.keys(expected) as (keyof WeekTable)[]).flatMap((part) => [
    ...without(expected[part], observed[part]).map((line) => `missing in ${part}: ${line}`),
    ...without(observed[part], expected[part]).map((line) => `not expected in ${part}: ${line}`),
  ]);
}

/** The lines of a list that another lacks; a line that is there twice must be there twice in both. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at < 0) return true;
    left.splice(at, 1);
    return false;
  });
}
