import type { Migrations } from '#database';

/** What the clock has done: when it last swept, which workers are alive, which jobs failed. All of it may be lost. */
export const jobsMigrations: Migrations = {
  name: 'jobs',
  steps: [
    {
      id: '001-clock',
      sql: `
        CREATE SCHEMA IF NOT EXISTS clock;
        CREATE TABLE clock.failed_job (
          failed_job_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          name          text        NOT NULL,
          payload       jsonb       NOT NULL,
          error_class   text        NOT NULL,
          message       text        NOT NULL,
          failed_at     timestamptz NOT NULL DEFAULT now());
        CREATE INDEX failed_job_by_moment ON clock.failed_job (failed_at);
        CREATE TABLE clock.swept (
          job      text        PRIMARY KEY,
          swept_to timestamptz NOT NULL);
        CREATE TABLE clock.worker (
          worker_id  uuid        PRIMARY KEY,
          started_at timestamptz NOT NULL,
          beat_at    timestamptz NOT NULL);`,
    },
  ],
  grants: `
    GRANT USAGE ON SCHEMA clock TO :"service";
    GRANT SELECT, INSERT, UPDATE, DELETE ON clock.failed_job, clock.swept, clock.worker TO :"service";`,
};
