import type { Migrations } from '#database';

/** Keys and the directory. Neither is derived: both belong in a backup, and the master key belongs apart from it. */
export const sealingMigrations: Migrations = {
  name: 'sealing',
  steps: [
    {
      id: '2026-11-23-keys',
      sql: `
        CREATE SCHEMA keys;

        -- What the master key is known by, so that a wrong one is refused at start.
        CREATE TABLE keys.master_key (
          single boolean PRIMARY KEY DEFAULT true CHECK (single),
          check_value text NOT NULL);

        -- A destroyed key leaves its row, so that it is never made again. Its event may be noted later.
        CREATE TABLE keys.key (
          subject_id uuid NOT NULL,
          kept text NOT NULL,
          wrapped bytea,
          made_at timestamptz NOT NULL DEFAULT now(),
          destroyed_at timestamptz,
          because text,
          meta jsonb,
          noted boolean,
          PRIMARY KEY (subject_id, kept),
          CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)));
        CREATE FUNCTION keys.stay_destroyed() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'The key of subject % (%) has been destroyed.', OLD.subject_id, OLD.kept; END $$;
        CREATE TRIGGER stay_destroyed BEFORE UPDATE ON keys.key FOR EACH ROW
          WHEN (OLD.wrapped IS NULL AND NEW.wrapped IS NOT NULL) EXECUTE FUNCTION keys.stay_destroyed();
        CREATE INDEX key_to_note ON keys.key (destroyed_at) WHERE noted = false;

        CREATE TABLE keys.directory (
          subject_id uuid PRIMARY KEY,
          school_id uuid NOT NULL,
          kind text NOT NULL CHECK (kind = 'pupil'),
          given_name text NOT NULL,
          family_name text NOT NULL,
          upn text,
          born_on date NOT NULL,
          words text NOT NULL,
          sorted_by text NOT NULL);
        CREATE INDEX directory_of_school ON keys.directory (school_id, sorted_by);`,
    },
    {
      id: '2026-11-25-upn',
      sql: `
        -- One pupil for each number, from the command that gives it; heard once the directory has heard of its event.
        CREATE TABLE keys.upn (
          upn text PRIMARY KEY,
          subject_id uuid NOT NULL,
          claimed_at timestamptz NOT NULL,
          heard boolean NOT NULL);
        CREATE INDEX upn_of_subject ON keys.upn (subject_id);
        INSERT INTO keys.upn (upn, subject_id, claimed_at, heard)
          SELECT DISTINCT ON (upn) upn, subject_id, now(), true FROM keys.directory WHERE upn IS NOT NULL
          ORDER BY upn, subject_id;`,
    },
    {
      id: '2026-11-25-upn-of-entry',
      sql: `CREATE INDEX directory_by_number ON keys.directory (upn) WHERE upn IS NOT NULL;`,
    },
    {
      id: '2026-11-30-merged-records',
      sql: `
        -- Of two records of one pupil, the one that is kept in place of this one.
        ALTER TABLE keys.directory ADD COLUMN merged_into uuid;
        CREATE INDEX directory_by_kept ON keys.directory (merged_into) WHERE merged_into IS NOT NULL;`,
    },
    {
      id: '2026-12-01-schools-of-records',
      sql: `
        -- Of a pupil who left, school_id is the last school; those before it, in order, still have what they did.
        ALTER TABLE keys.directory ADD COLUMN has_left boolean NOT NULL DEFAULT false;
        ALTER TABLE keys.directory ADD COLUMN earlier_schools uuid[] NOT NULL DEFAULT '{}';
        CREATE INDEX directory_by_earlier_school ON keys.directory USING gin (earlier_schools);`,
    },
  ],
  grants: `
    GRANT USAGE ON SCHEMA keys TO :"service";
    GRANT SELECT, INSERT ON keys.master_key TO :"service";
    GRANT SELECT, INSERT, UPDATE ON keys.key TO :"service";
    GRANT SELECT, INSERT, UPDATE, DELETE ON keys.directory TO :"service";
    GRANT SELECT, INSERT, UPDATE, DELETE ON keys.upn TO :"service";`,
};
