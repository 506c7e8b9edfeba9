import type { Migrations } from '#database';

/** Files between their preview and the word to import them: sealed, and gone within the hour. */
export const importingMigrations: Migrations = {
  name: 'importing',
  steps: [
    {
      id: '2026-11-25-staged-files',
      sql: `
        CREATE SCHEMA importing;
        CREATE TABLE importing.staged (
          staged_id uuid PRIMARY KEY,
          person_id uuid NOT NULL,
          school_id uuid NOT NULL,
          sealed bytea NOT NULL,
          ends_at timestamptz NOT NULL);
        CREATE INDEX staged_by_end ON importing.staged (ends_at);`,
    },
  ],
  grants: `
    GRANT USAGE ON SCHEMA importing TO :"service";
    GRANT SELECT, INSERT, DELETE ON importing.staged TO :"service";`,
};
