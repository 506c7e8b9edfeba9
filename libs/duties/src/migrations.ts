import type { Migrations } from '#database';

/**
 * When something will be due of each placement. All of it is worked out from the log and may be lost: ids, days and
 * moments only, and no decision.
 */
export const dutiesMigrations: Migrations = {
  name: 'duties',
  steps: [
    {
      id: '001-wake',
      sql: `
        CREATE SCHEMA IF NOT EXISTS clock;
        CREATE TABLE clock.wake (
          placement_id  uuid        PRIMARY KEY,
          subject_id    uuid        NOT NULL,
          school_id     uuid        NOT NULL,
          site_id       uuid        NOT NULL,
          -- The next moment, and what it is about; null when nothing will be due until somebody enters something.
          wake_at       timestamptz,
          wake_on       date,
          wake_session  text,
          wake_kind     text,
          wake_step     text,
          -- Every session before this day is settled, but for those that are listed.
          settled_until date        NOT NULL,
          open_sessions text[]      NOT NULL,
          -- How far the log had come when this was worked out.
          as_of         bigint      NOT NULL);
        CREATE INDEX wake_by_moment  ON clock.wake (wake_at) WHERE wake_at IS NOT NULL;
        CREATE INDEX wake_by_session ON clock.wake (site_id, wake_on, wake_session);
        CREATE INDEX wake_by_school  ON clock.wake (school_id);
        CREATE INDEX wake_by_subject ON clock.wake (subject_id);`,
    },
    {
      id: '002-matters',
      sql: `
        -- The same of the matters of a placement, apart from its sessions: paperwork never stands in a search's way.
        ALTER TABLE clock.wake
          ADD COLUMN matter_at    timestamptz,
          ADD COLUMN matter_kind  text,
          ADD COLUMN matter_step  text,
          ADD COLUMN open_matters text[] NOT NULL DEFAULT '{}';
        CREATE INDEX wake_by_matter ON clock.wake (matter_at) WHERE matter_at IS NOT NULL;`,
    },
  ],
  grants: `
    GRANT USAGE ON SCHEMA clock TO :"service";
    GRANT SELECT, INSERT, UPDATE, DELETE ON clock.wake TO :"service";`,
};
