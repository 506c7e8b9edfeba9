import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { dutyKind, letterKind, place, searchCause, session } from '#domain';
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
    duty: dutyKind,
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

const weekTable = z.strictObject({
  duties: z.array(dutyLine),
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
export const outcomeOf = ({ duties, unconfirmed, whereabouts, letters }: WeekTable): Outcome => ({
  duties: duties.map(dutySentence).sort(),
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
