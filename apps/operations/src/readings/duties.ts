import type { Pool } from 'pg';
import { dutyKind } from '#domain';
import type { Instant } from '#event-sourcing';
import { tableOf } from '#followers';
import type { Sample } from '#metrics';
import { londonDay } from '#procedure';
import { matters, sessions } from '#read-models';

const states = ['not-due', 'overdue', 'overdue-untaken', 'met', 'missed', 'shown-done-on-time', 'withdrawn'] as const;

/**
 * Today's sessions, and those of whatever day whose pupil is still being looked for: by indexes, because all sessions ever
 * are many. Only open fields are read, and only counts leave.
 */
const watched = `
  SELECT open FROM ${tableOf(sessions).sql}
  WHERE until IS NULL AND open IS NOT NULL AND (open ->> 'on' = $1 OR open ->> 'notAccountedFor' = 'true')`;

const dutiesByState = `
  WITH duty AS (
    SELECT jsonb_array_elements(open -> 'duties') AS duty FROM (${watched}) AS session
    UNION ALL
    SELECT open FROM ${tableOf(matters).sql} WHERE until IS NULL AND open IS NOT NULL)
  SELECT duty ->> 'kind' AS kind,
         CASE WHEN duty ->> 'status' <> 'open' THEN duty ->> 'status'
              WHEN duty ->> 'dueAt' > $2 THEN 'not-due'
              WHEN duty ->> 'takenBy' IS NULL THEN 'overdue-untaken'
              ELSE 'overdue' END AS state,
         count(*)::int AS duties
  FROM duty GROUP BY 1, 2`;

/** How many duties are in which state. */
export async function aboutDuties(pool: Pick<Pool, 'query'>, now: Instant): Promise<Sample[]> {
  const { rows } = await pool.query<{ kind: string; state: string; duties: number }>(dutiesByState, [
    londonDay(now),
    now,
  ]);
  const found = new Map(rows.map(({ kind, state, duties }) => [`${kind} ${state}`, duties]));
  return dutyKind.options.flatMap((kind) =>
    states.map((state): Sample => ({
      name: 'waymark_duties',
      labels: { kind, state },
      value: found.get(`${kind} ${state}`) ?? 0,
    })),
  );
}

const outOfSight = `
  SELECT count(DISTINCT open ->> 'subjectId') FILTER (WHERE open ->> 'notAccountedFor' = 'true')::int AS pupils,
         min(duty ->> 'dueAt') FILTER (
           WHERE open ->> 'on' = $1 AND open ->> 'answeredAt' IS NULL AND open ->> 'accountedAt' IS NULL
             AND duty ->> 'kind' = 'attendance-check' AND duty ->> 'status' IN ('open', 'missed')
             AND duty ->> 'dueAt' <= $2) AS oldest
  FROM (${watched}) AS session LEFT JOIN LATERAL jsonb_array_elements(open -> 'duties') AS duty ON true`;

/** For how long nobody has said anything of somebody, and how many are being looked for: over everything, and of nobody. */
export async function aboutPupils(pool: Pick<Pool, 'query'>, now: Instant): Promise<Sample[]> {
  const { rows } = await pool.query<{ pupils: number; oldest: Instant | null }>(outOfSight, [londonDay(now), now]);
  const { pupils = 0, oldest = null } = rows[0] ?? {};
  const seconds = oldest === null ? 0 : (Date.parse(now) - Date.parse(oldest)) / 1_000;
  return [
    { name: 'waymark_pupils_not_accounted_for', labels: {}, value: pupils },
    { name: 'waymark_session_oldest_unconfirmed_seconds', labels: {}, value: seconds },
  ];
}
