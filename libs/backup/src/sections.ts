import { z } from 'zod';
import { storedAccount } from '#accounts';
import { storedPart } from '#documents';
import { storedKey } from '#sealing';

const digits = z.string().regex(/^\d{1,19}$/);

/** An event: id, stream, revision, position, type, and data and meta as the bytes that are stored. */
export const eventRecord = z.tuple([z.uuid(), z.string(), digits, digits, z.string(), z.string(), z.string()]);
export type EventRecord = z.output<typeof eventRecord>;

/** What is in a backup, in this order, and how its records look. */
export const sections = {
  keys: { version: 1, record: storedKey },
  accounts: { version: 1, record: storedAccount },
  documents: { version: 1, record: storedPart },
  events: { version: 1, record: eventRecord },
} as const;
export type SectionName = keyof typeof sections;
export type RecordOf<N extends SectionName> = z.output<(typeof sections)[N]['record']>;

export const sectionNames = Object.keys(sections) as SectionName[];
export const sectionsHere = sectionNames.map((name) => ({ name, version: sections[name].version }));

/** A section that came later: a backup that was made before says in its head that it has none. */
const later: readonly SectionName[] = ['documents'];

/** The sections that a backup must have by what its head says. */
export const sectionsPromised = (said: readonly { readonly name: string }[]): readonly SectionName[] =>
  sectionNames.filter((name) => !later.includes(name) || said.some((each) => each.name === name));

export const isSectionName = (name: string): name is SectionName => name in sections;
