import type { Pool, PoolClient } from 'pg';
import { hasMoved, pupilEvents } from '#domain';
import { erased, pick, type Day, type Id, type MessageOf, type Recorded } from '#event-sourcing';
import { plain, sortedBy, wordPatterns, type Names } from './directory-names.js';
import { changeSchool, type SchoolChanged } from './directory-schools.js';

/** What is kept open about a pupil, because it is searched and sorted by. It goes when the pupil's key goes. */
export type DirectoryEntry = {
  readonly subjectId: Id;
  readonly schoolId: Id;
  readonly kind: 'pupil';
  readonly givenName: string;
  readonly familyName: string;
  readonly upn: string | null;
  readonly bornOn: Day;
  /** The record of the same pupil that is kept in place of this one. Whoever looks for pupils finds that one alone. */
  readonly mergedInto: Id | null;
  /** Whether the pupil has left the schools of the trust; `schoolId` is the last one then. */
  readonly hasLeft: boolean;
};

export type DirectorySearch = {
  /** Beginnings of names or of the UPN, in any order; with none, everybody is found. */
  readonly text?: string;
  /** The schools whose pupils the asker may see. */
  readonly schoolIds: readonly Id[];
  readonly limit?: number;
  readonly records?: RecordsAsked;
};

/**
 * The pupils who are at a school, and of those whose records were merged the one that is kept alone, as whoever looks for a
 * pupil wants it; those who were at the school and have left or moved; or all records that are or were the school's.
 */
export type RecordsAsked = 'kept' | 'gone' | 'all';

/** By what somebody is known who has no number, or whose number is not known. */
export type NamedPupil = Names & { readonly schoolId: Id; readonly bornOn: Day };

const heard = pick(
  pupilEvents,
  'PupilEntered',
  'PupilDetailsChanged',
  'PupilMerged',
  'PupilUnmerged',
  'PupilMovedSchool',
  'PupilLeft',
  'PupilCameBack',
  'SchoolChangeTakenBack',
);
type Heard = MessageOf<typeof heard>;
type Details = Extract<Heard, { type: 'PupilEntered' | 'PupilDetailsChanged' }>['data'];

const columns = `subject_id AS "subjectId", school_id AS "schoolId", kind, given_name AS "givenName",
  family_name AS "familyName", upn, born_on::text AS "bornOn", merged_into AS "mergedInto", has_left AS "hasLeft"`;
/** The records that are asked for of the schools $1. */
const whereAsked: Readonly<Record<RecordsAsked, string>> = {
  kept: 'school_id = ANY($1::uuid[]) AND merged_into IS NULL AND NOT has_left',
  gone: `merged_into IS NULL AND (school_id = ANY($1::uuid[]) AND has_left
    OR earlier_schools && $1::uuid[] AND school_id <> ALL($1::uuid[]))`,
  all: '(school_id = ANY($1::uuid[]) OR earlier_schools && $1::uuid[])',
};
const inOrder = `ORDER BY sorted_by, subject_id`;

/**
 * The one place where names, UPN and birth date lie open, so that pupils can be searched for and sorted. It follows the
 * pupils' events and is made again from them; a pupil whose key has been destroyed never comes back.
 */
export class Directory {
  constructor(private readonly pool: Pool) {}

  /** Pupils of these schools whose names or UPN begin like this, by family name. */
  async search({ text = '', schoolIds, limit = 50, records = 'kept' }: DirectorySearch): Promise<DirectoryEntry[]> {
    const { rows } = await this.pool.query<DirectoryEntry>(
      `SELECT ${columns} FROM keys.directory WHERE ${whereAsked[records]} AND words LIKE ALL ($2::text[])
       ${inOrder} LIMIT $3`,
      [schoolIds, wordPatterns(text), limit],
    );
    return rows;
  }

  /** All pupils of a school, by family name. */
  async ofSchool(schoolId: Id, records: RecordsAsked = 'kept'): Promise<DirectoryEntry[]> {
    const { rows } = await this.pool.query<DirectoryEntry>(
      `SELECT ${columns} FROM keys.directory WHERE ${whereAsked[records]} ${inOrder}`,
      [[schoolId]],
    );
    return rows;
  }

  /** Pupils with one of these numbers, at whichever school; a record that was merged as well, if it has kept its number. */
  async numbered(upns: readonly string[]): Promise<DirectoryEntry[]> {
    if (upns.length === 0) return [];
    const { rows } = await this.pool.query<DirectoryEntry>({
      name: 'directory by number',
      text: `SELECT ${columns} FROM keys.directory WHERE upn = ANY($1::text[]) ${inOrder}`,
      values: [upns],
    });
    return rows;
  }

  /** Pupils with these names, however they are written, who were born on these days, each at their school; leavers as well. */
  async named(asked: readonly NamedPupil[]): Promise<DirectoryEntry[]> {
    if (asked.length === 0) return [];
    const { rows } = await this.pool.query<DirectoryEntry>({
      name: 'directory by name',
      text: `SELECT ${columns} FROM keys.directory
             WHERE (school_id, sorted_by, born_on) IN (SELECT * FROM unnest($1::uuid[], $2::text[], $3::date[]))
               AND merged_into IS NULL
             ${inOrder}`,
      values: [asked.map(({ schoolId }) => schoolId), asked.map(sortedBy), asked.map(({ bornOn }) => bornOn)],
    });
    return rows;
  }

  /** The entries of these subjects; one that is not there is passed over. */
  async entries(subjectIds: readonly Id[]): Promise<Map<Id, DirectoryEntry>> {
    const { rows } = await this.pool.query<DirectoryEntry>(
      `SELECT ${columns} FROM keys.directory WHERE subject_id = ANY($1::uuid[])`,
      [subjectIds],
    );
    return new Map(rows.map((entry) => [entry.subjectId, entry]));
  }

  /** The record that is kept of the pupil whose entry this is: often the same. */
  async keptFor(entry: DirectoryEntry): Promise<DirectoryEntry> {
    const seen = new Set<Id>();
    let kept = entry;
    while (kept.mergedInto !== null && !seen.has(kept.subjectId)) {
      seen.add(kept.subjectId);
      const next = (await this.entries([kept.mergedInto])).get(kept.mergedInto);
      if (!next) break;
      kept = next;
    }
    return kept;
  }
}

/** Keeps the directory: a follower, whose entries and checkpoint are saved together. */
export const directoryFollower = {
  name: 'directory',
  hears: new Set(Object.keys(heard.shapes)),

  async handle(batch: readonly Recorded[], client: PoolClient): Promise<void> {
    // Within a batch the last word counts, and a statement may touch an entry only once.
    const latest = new Map<Id, Details>();
    const mergedInto = new Map<Id, Id | null>();
    const numberless = new Set<Id>();
    const changes: SchoolChanged[] = [];
    for (const event of batch as readonly (Recorded & Heard)[]) {
      if (hasMoved(event)) {
        changes.push(event);
        continue;
      }
      const { type, data } = event;
      switch (type) {
        case 'PupilEntered':
        case 'PupilDetailsChanged':
          latest.set(data.subjectId, data);
          numberless.delete(data.subjectId);
          break;
        case 'PupilMerged':
          mergedInto.set(data.subjectId, data.intoId);
          if (data.numberGoesAlong) numberless.add(data.subjectId);
          break;
        case 'PupilUnmerged':
          mergedInto.set(data.subjectId, null);
          break;
      }
    }
    const told = [...latest.values()].flatMap(entryOf);
    const entries = [
      ...told.map((each) => (numberless.has(each.subjectId) ? { ...each, upn: null } : each)),
      ...(await withoutNumbers(
        [...numberless].filter((each) => !latest.has(each)),
        client,
      )),
    ];
    if (entries.length > 0) await write(entries, client);
    if (mergedInto.size > 0) {
      await client.query(
        `UPDATE keys.directory AS known SET merged_into = entry.merged_into
         FROM unnest($1::uuid[], $2::uuid[]) AS entry (subject_id, merged_into)
         WHERE known.subject_id = entry.subject_id`,
        [[...mergedInto.keys()], [...mergedInto.values()]],
      );
    }
    // Whatever details came between them, they name the school that the pupil was at then: the last change decides.
    for (const change of changes) await changeSchool(change, client);
  },
};

/** The entries of these subjects, whose numbers are another record's now. */
async function withoutNumbers(subjectIds: readonly Id[], client: PoolClient): Promise<DirectoryEntry[]> {
  if (subjectIds.length === 0) return [];
  const { rows } = await client.query<DirectoryEntry>(
    `SELECT ${columns} FROM keys.directory WHERE subject_id = ANY($1::uuid[])`,
    [subjectIds],
  );
  return rows.map((entry) => ({ ...entry, upn: null }));
}

/** Writes entries; which record is kept in place of one stays as it was. */
async function write(entries: readonly DirectoryEntry[], client: PoolClient): Promise<void> {
  // The lock on the keys' rows decides between an entry and a destruction that come at once: an entry written first is
  // deleted by the destruction, and one that comes second finds the tombstone. The key itself is always there: the
  // event that the entry comes from was sealed under it.
  await client.query(
    `WITH alive AS (
         SELECT subject_id FROM keys.key
         WHERE subject_id = ANY($1::uuid[]) AND kept = 'pupil-file' AND wrapped IS NOT NULL
         ORDER BY subject_id FOR SHARE)
       INSERT INTO keys.directory
         (subject_id, school_id, kind, given_name, family_name, upn, born_on, words, sorted_by)
       SELECT subject_id, school_id, 'pupil', given_name, family_name, upn, born_on, words, sorted_by
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::date[], $7::text[], $8::text[])
         AS entry (subject_id, school_id, given_name, family_name, upn, born_on, words, sorted_by)
       JOIN alive USING (subject_id)
       ON CONFLICT (subject_id) DO UPDATE SET
         school_id = excluded.school_id, given_name = excluded.given_name, family_name = excluded.family_name,
         upn = excluded.upn, born_on = excluded.born_on, words = excluded.words, sorted_by = excluded.sorted_by`,
    [
      entries.map(({ subjectId }) => subjectId),
      entries.map(({ schoolId }) => schoolId),
      entries.map(({ givenName }) => storable(givenName)),
      entries.map(({ familyName }) => storable(familyName)),
      entries.map(({ upn }) => upn),
      entries.map(({ bornOn }) => bornOn),
      entries.map(({ givenName, familyName, upn }) => ` ${plain(`${givenName} ${familyName} ${upn ?? ''}`)}`),
      entries.map(sortedBy),
    ],
  );
  await noteNumbers(entries, client);
}

/**
 * Says that the numbers of these pupils are theirs, as their commands claimed them; after a restore, that makes the claims
 * again. A number that was heard of and is theirs no longer is free. What is claimed and not heard of is left alone: its
 * event is on its way.
 */
async function noteNumbers(entries: readonly DirectoryEntry[], client: PoolClient): Promise<void> {
  const values = [entries.map(({ subjectId }) => subjectId), entries.map(({ upn }) => upn)];
  const entry = 'unnest($1::uuid[], $2::text[]) AS entry (subject_id, upn)';
  await client.query(
    `DELETE FROM keys.upn AS known USING ${entry}
     WHERE known.subject_id = entry.subject_id AND known.heard AND known.upn IS DISTINCT FROM entry.upn`,
    values,
  );
  // Only for those whose entry has just been written: nothing is kept of one whose key is destroyed.
  await client.query(
    `INSERT INTO keys.upn AS known (upn, subject_id, claimed_at, heard)
     SELECT DISTINCT ON (entry.upn) entry.upn, subject_id, clock_timestamp(), true
     FROM ${entry} JOIN keys.directory USING (subject_id) WHERE entry.upn IS NOT NULL ORDER BY entry.upn, subject_id
     ON CONFLICT (upn) DO UPDATE SET heard = true WHERE known.subject_id = excluded.subject_id`,
    values,
  );
}

/** Nothing for a pupil whose details have been erased. */
function entryOf({ subjectId, schoolId, givenName, familyName, upn, bornOn }: Details): DirectoryEntry[] {
  if (givenName === erased || familyName === erased || bornOn === erased) return [];
  return [
    {
      subjectId,
      schoolId,
      kind: 'pupil',
      givenName,
      familyName,
      upn: upn === erased ? null : (upn ?? null),
      bornOn,
      mergedInto: null,
      hasLeft: false,
    },
  ];
}

/** What PostgreSQL takes for text. No codec lets U+0000 pass; an import of somebody else's log might. */
const storable = (text: string): string => text.replaceAll('\u0000', '');
