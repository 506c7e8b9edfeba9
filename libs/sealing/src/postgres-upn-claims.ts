import type { Pool } from 'pg';
import { Together } from '#database';
import type { Id } from '#event-sourcing';
import { freshForMs, UpnClaims, type UpnClaim } from './upn-claims.js';

type Asked = { readonly upn: string; readonly subjectId: Id };

/**
 * Claims in PostgreSQL, beside the directory: one row for each number, so there is one first. What is claimed for a pupil
 * goes with the pupil's key, and nothing is claimed for one whose key is destroyed.
 */
export class PostgresUpnClaims extends UpnClaims {
  private readonly asked = new Together<Asked, ReadonlyMap<string, UpnClaim>>(
    (claims) => this.claimAll(claims),
    ({ upn, subjectId }) => `${upn} ${subjectId}`,
  );

  constructor(private readonly pool: Pool) {
    super();
  }

  override async claim(upn: string, subjectId: Id): Promise<UpnClaim | null> {
    const claim = (await this.asked.answer([{ upn, subjectId }])).get(upn);
    return claim && claim.subjectId !== subjectId ? claim : null;
  }

  /** Whose each number is now. Of two pupils who are to have one number, the one who was named first claims it. */
  private async claimAll(asked: readonly Asked[]): Promise<ReadonlyMap<string, UpnClaim>> {
    const first = new Map<string, Id>();
    for (const { upn, subjectId } of asked) if (!first.has(upn)) first.set(upn, subjectId);
    // The lock on the key's row decides between a claim and a destruction that come at once, as in the directory. One order
    // for everybody: two processes that claim the same numbers then wait for each other and never deadlock.
    const { rows } = await this.pool.query<UpnClaim & { upn: string }>(
      `WITH asked AS (SELECT * FROM unnest($1::text[], $2::uuid[]) AS asked (upn, subject_id)),
       key AS (
         SELECT subject_id, wrapped FROM keys.key
         WHERE subject_id = ANY ($2::uuid[]) AND kept = 'pupil-file' ORDER BY subject_id FOR SHARE)
       INSERT INTO keys.upn AS known (upn, subject_id, claimed_at, heard)
       SELECT upn, subject_id, clock_timestamp(), false FROM asked LEFT JOIN key USING (subject_id)
       WHERE key.subject_id IS NULL OR key.wrapped IS NOT NULL ORDER BY upn
       ON CONFLICT (upn) DO UPDATE SET
         claimed_at = CASE WHEN known.subject_id = excluded.subject_id THEN excluded.claimed_at ELSE known.claimed_at END,
         heard = known.heard AND known.subject_id <> excluded.subject_id
       RETURNING upn, subject_id AS "subjectId", claimed_at::text AS "claimedAt",
         NOT heard AND claimed_at > clock_timestamp() - make_interval(secs => $3 / 1000.0) AS "isFresh"`,
      [[...first.keys()], [...first.values()], freshForMs],
    );
    return new Map(rows.map(({ upn, ...claim }) => [upn, claim]));
  }

  override async takeOver(upn: string, { subjectId: from, claimedAt }: UpnClaim, subjectId: Id): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `UPDATE keys.upn SET subject_id = $4, claimed_at = clock_timestamp(), heard = false
       WHERE upn = $1 AND subject_id = $2 AND claimed_at = $3::timestamptz`,
      [upn, from, claimedAt, subjectId],
    );
    return rowCount === 1;
  }
}
