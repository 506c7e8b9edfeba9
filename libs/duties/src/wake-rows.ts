import type { ClientBase } from 'pg';
import { dutyKind, session, type DutyKind, type Session } from '#domain';
import type { Day, Id, Instant, Position } from '#event-sourcing';
import type { Known, MatterWake, Wake } from './wake.js';

/** A wake as it lies in its row. */
export type KeptWake = NonNullable<Known> & {
  readonly asOf: Position;
  readonly wakeAt: Instant | null;
  readonly matters: MatterWake;
};

/** What is seen to together: the sessions of a site, or the matters of a school's placements. It is named by one of them. */
export type DueTogether = { readonly kind: DutyKind; readonly step: string } & (DueInSession | DueOfSchool);
export type DueInSession = { readonly siteId: Id; readonly on: Day; readonly session: Session };
export type DueOfSchool = { readonly schoolId: Id };

type Queries = Pick<ClientBase, 'query'>;

/**
 * Takes the rows of these placements for this transaction, in one order, so that nobody waits in a circle. What is read
 * from the store afterwards is at least as new as what anybody else has written into them.
 */
export async function lockRows(client: Queries, placementIds: readonly Id[]): Promise<ReadonlyMap<Id, KeptWake>> {
  const { rows } = await client.query<{
    placement_id: string;
    wake_at: Date | null;
    settled_until: string;
    open_sessions: string[];
    matter_at: Date | null;
    matter_kind: string | null;
    matter_step: string | null;
    open_matters: string[];
    as_of: string;
  }>(
    `SELECT placement_id, wake_at, settled_until::text, open_sessions, matter_at, matter_kind, matter_step, open_matters,
            as_of::text FROM clock.wake
      WHERE placement_id = ANY ($1::uuid[]) ORDER BY placement_id FOR UPDATE`,
    [placementIds],
  );
  return new Map(
    rows.map((row) => [
      row.placement_id,
      {
        wakeAt: row.wake_at?.toISOString() ?? null,
        settledUntil: row.settled_until,
        open: row.open_sessions,
        matters: {
          next: row.matter_at && {
            at: row.matter_at.toISOString(),
            kind: dutyKind.parse(row.matter_kind),
            step: row.matter_step ?? '',
          },
          open: row.open_matters,
        },
        asOf: BigInt(row.as_of),
      },
    ]),
  );
}

/** Puts wakes into their rows. A row that somebody made since it was missing stands unless this one has seen more. */
export async function saveRows(client: Queries, wakes: readonly Wake[], asOf: Position): Promise<void> {
  const sorted = [...wakes].sort((a, b) => (a.placementId < b.placementId ? -1 : 1));
  for (const { placementId, subjectId, schoolId, siteId, next, settledUntil, open, matters } of sorted) {
    await client.query({
      name: 'save wake',
      text: `INSERT INTO clock.wake (placement_id, subject_id, school_id, site_id, wake_at, wake_on, wake_session, wake_kind,
                                     wake_step, settled_until, open_sessions, matter_at, matter_kind, matter_step, open_matters, as_of)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
             ON CONFLICT (placement_id) DO UPDATE SET
               wake_at = excluded.wake_at, wake_on = excluded.wake_on, wake_session = excluded.wake_session,
               wake_kind = excluded.wake_kind, wake_step = excluded.wake_step, settled_until = excluded.settled_until,
               open_sessions = excluded.open_sessions, matter_at = excluded.matter_at, matter_kind = excluded.matter_kind,
               matter_step = excluded.matter_step, open_matters = excluded.open_matters, as_of = excluded.as_of
             WHERE wake.as_of <= excluded.as_of`,
      values: [
        placementId,
        subjectId,
        schoolId,
        siteId,
        next?.at ?? null,
        next?.on ?? null,
        next?.session ?? null,
        next?.kind ?? null,
        next?.step ?? null,
        settledUntil,
        open,
        matters.next?.at ?? null,
        matters.next?.kind ?? null,
        matters.next?.step ?? null,
        matters.open,
        asOf,
      ],
    });
  }
}

/** What is due at a time: one entry for each site and session, and for each school, named by what is due there first. */
export async function dueRows(client: Queries, now: Instant): Promise<DueTogether[]> {
  return [...(await dueSessions(client, now)), ...(await dueSchools(client, now))];
}

async function dueSchools(client: Queries, now: Instant): Promise<DueTogether[]> {
  const { rows } = await client.query<{ school_id: string; matter_kind: string; matter_step: string }>({
    name: 'due matters',
    text: `SELECT DISTINCT ON (school_id) school_id, matter_kind, matter_step
             FROM clock.wake WHERE matter_at <= $1 ORDER BY school_id, matter_at, matter_kind, matter_step`,
    values: [now],
  });
  return rows.map((row) => ({
    kind: dutyKind.parse(row.matter_kind),
    schoolId: row.school_id,
    step: row.matter_step,
  }));
}

async function dueSessions(client: Queries, now: Instant): Promise<DueTogether[]> {
  const { rows } = await client.query<{
    site_id: string;
    wake_on: string;
    wake_session: string;
    wake_kind: string;
    wake_step: string;
  }>({
    name: 'due wakes',
    text: `SELECT DISTINCT ON (wake_on, wake_session, site_id)
                  site_id, wake_on::text, wake_session, wake_kind, wake_step
             FROM clock.wake WHERE wake_at <= $1
            ORDER BY wake_on, wake_session, site_id, wake_at, wake_kind, wake_step`,
    values: [now],
  });
  return rows.map((row) => ({
    kind: dutyKind.parse(row.wake_kind),
    siteId: row.site_id,
    on: row.wake_on,
    session: session.parse(row.wake_session),
    step: row.wake_step,
  }));
}

/** The placements of which something is due in a site's session, or of the matters of a school's placements. */
export async function dueIn(client: Queries, together: DueInSession | DueOfSchool, now: Instant): Promise<Id[]> {
  if ('schoolId' in together) {
    const { rows } = await client.query<{ placement_id: string }>({
      name: 'due matters of a school',
      text: 'SELECT placement_id FROM clock.wake WHERE school_id = $1 AND matter_at <= $2 ORDER BY placement_id',
      values: [together.schoolId, now],
    });
    return rows.map(({ placement_id }) => placement_id);
  }
  const { siteId, on, session: half } = together;
  const { rows } = await client.query<{ placement_id: string }>({
    name: 'due wakes of a session',
    text: `SELECT placement_id FROM clock.wake
            WHERE site_id = $1 AND wake_on = $2 AND wake_session = $3 AND wake_at <= $4 ORDER BY placement_id`,
    values: [siteId, on, half, now],
  });
  return rows.map(({ placement_id }) => placement_id);
}

/** The placements of schools, sites and pupils; and those at sites of which a matter is open. */
export async function rowsOf(
  client: Queries,
  by: Readonly<Record<'schools' | 'sites' | 'subjects' | 'sitesOfOpenMatters', readonly Id[]>>,
): Promise<readonly Pick<Wake, 'placementId' | 'schoolId' | 'siteId' | 'subjectId'>[]> {
  const { rows } = await client.query<{ placement_id: string; school_id: string; site_id: string; subject_id: string }>(
    `SELECT placement_id, school_id, site_id, subject_id FROM clock.wake
      WHERE school_id = ANY ($1::uuid[]) OR site_id = ANY ($2::uuid[]) OR subject_id = ANY ($3::uuid[])
         OR (site_id = ANY ($4::uuid[]) AND open_matters <> '{}')`,
    [by.schools, by.sites, by.subjects, by.sitesOfOpenMatters],
  );
  return rows.map((row) => ({
    placementId: row.placement_id,
    schoolId: row.school_id,
    siteId: row.site_id,
    subjectId: row.subject_id,
  }));
}
