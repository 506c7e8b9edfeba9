import type { Pool, PoolClient } from 'pg';
import { pupilEvents } from '#domain';
import { erased, pick, type Day, type Id, type MessageOf, type Recorded } from '#event-sourcing';
import { plain, wordPatterns } from './directory-names.js';

/** What is kept open about a pupil, because it is searched and sorted by. It goes when the pupil's key goes. */
export type DirectoryEntry = {
  readonly subjectId: Id;
  readonly schoolId: Id;
  readonly kind: 'pupil';
  readonly givenName: string;
  readonly familyName: string;
  readonly upn: string | null;
  readonly bornOn: Day;
};

export type DirectorySearch = {
  /** Beginnings of names or of the UPN, in any order; with none, everybody is found. */
  readonly text?: string;
  /** The schools whose pupils the asker may see. */
  readonly schoolIds: readonly Id[];
  readonly limit?: number;
};

const heard = pick(pupilEvents, 'PupilEntered', 'PupilDetailsChanged');
type Details = MessageOf<typeof heard>['data'];

const columns = `subject_id AS "subjectId", school_id AS "schoolId", kind, given_name AS "givenName",
  family_name AS "familyName", upn, born_on::text AS "bornOn"`;
const inOrder = `ORDER BY sorted_by, subject_id`;

/**
 * The one place where names, UPN and birth date lie open, so that pupils can be searched for and sorted. It follows the
 * pupils' events and is made again from them; a pupil whose key has been destroyed never comes back.
 */
export class Directory {
  constructor(private readonly pool: Pool) {}

  /** Pupils of these schools whose names or UPN begin like this, by family name. */
  async search({ text = '', schoolIds, limit = 50 }: DirectorySearch): Promise<DirectoryEntry[]> {
    const { rows } = await this.pool.query<DirectoryEntry>(
      `SELECT ${columns} FROM keys.directory
       WHERE school_id = ANY($1::uuid[]) AND words LIKE ALL ($2::text[]) ${inOrder} LIMIT $3`,
      [schoolIds, wordPatterns(text), limit],
    );
    return rows;
  }

  /** All pupils of a school, by family name. */
  async ofSchool(schoolId: Id): Promise<DirectoryEntry[]> {
    const { rows } = await this.pool.query<DirectoryEntry>(
      `SELECT ${columns} FROM keys.directory WHERE school_id = $1 ${inOrder}`,
      [schoolId],
    );
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
}

/** Keeps the directory: a follower, whose entries and checkpoint are saved together. */
export const directoryFollower = {
  name: 'directory',
  hears: new Set(Object.keys(heard.shapes)),

  async handle(batch: readonly Recorded[], client: PoolClient): Promise<void> {
    // Within a batch the last word counts, and a statement may touch an entry only once.
    const latest = new Map<Id, Details>();
    for (const { data } of batch) {
      const details = data as Details;
      latest.set(details.subjectId, details);
    }
    const entries = [...latest.values()].flatMap(entryOf);
    if (entries.length === 0) return;
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
        entries.map(({ givenName, familyName }) => `${plain(familyName)}, ${plain(givenName)}`),
      ],
    );
  },
};

/** Nothing for a pupil whose details have been erased. */
function entryOf({ subjectId, schoolId, givenName, familyName, upn, bornOn }: Details): DirectoryEntry[] {
  if (givenName === erased || familyName === erased || bornOn === erased) return [];
  return [
    { subjectId, schoolId, kind: 'pupil', givenName, familyName, upn: upn === erased ? null : (upn ?? null), bornOn },
  ];
}

/** What PostgreSQL takes for text. No codec lets U+0000 pass; an import of somebody else's log might. */
const storable = (text: string): string => text.replaceAll('\u0000', '');
