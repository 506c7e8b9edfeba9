import type { Migrations } from '#database';

/** How far each follower has come. All of it can be lost: followers begin again, and their commands decide nothing twice. */
export const followersMigrations: Migrations = {
  name: 'followers',
  steps: [
    {
      id: '2026-11-23-followers',
      sql: `
        CREATE SCHEMA followers;

        -- The row is the lock: a projector takes it for each batch, a reactor holds a lease in it.
        CREATE TABLE followers.checkpoint (
          name text PRIMARY KEY,
          kind text NOT NULL CHECK (kind IN ('projector', 'reactor', 'custom')),
          position bigint NOT NULL DEFAULT 0,
          beat_at timestamptz NOT NULL DEFAULT clock_timestamp(),
          stopped text,
          lease_holder uuid,
          lease_until timestamptz);

        CREATE TABLE followers.process_state (
          reactor text NOT NULL,
          instance text NOT NULL,
          state jsonb NOT NULL,
          PRIMARY KEY (reactor, instance));

        -- Ids, and a fault in words without personal data. A fault is absent where an entry waits behind another.
        CREATE TABLE followers.parked (
          reactor text NOT NULL,
          instance text NOT NULL,
          position bigint NOT NULL,
          event_id uuid NOT NULL,
          fault text,
          about jsonb NOT NULL,
          parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
          PRIMARY KEY (reactor, position));
        CREATE INDEX parked_instance ON followers.parked (reactor, instance, position);`,
    },
    {
      id: '2026-11-25-log',
      sql: `
        -- The log whose positions stand here: where it is kept, and its first event there.
        CREATE TABLE followers.log (
          sole boolean PRIMARY KEY DEFAULT true CHECK (sole),
          store text NOT NULL CHECK (store IN ('PostgreSQL', 'KurrentDB')),
          first_event uuid,
          first_position bigint);`,
    },
  ],
  grants: `
    GRANT USAGE ON SCHEMA followers TO :"service";
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA followers TO :"service";`,
};
