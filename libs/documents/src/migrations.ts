import type { Migrations } from '#database';

/**
 * The schema `documents`. The service may keep documents and read them; it may change and remove none. Sealed bytes don't become smaller,
 * so they are stored as they are.
 */
export const documentsMigrations: Migrations = {
  name: 'documents',
  steps: [
    {
      id: '2026-11-30-documents',
      sql: `
        CREATE SCHEMA documents;
        CREATE TABLE documents.document (
          document_id uuid PRIMARY KEY,
          subject_id uuid NOT NULL,
          kept text NOT NULL,
          kept_at timestamptz NOT NULL DEFAULT now(),
          sealed bytea NOT NULL);
        ALTER TABLE documents.document ALTER COLUMN sealed SET STORAGE EXTERNAL;
        CREATE FUNCTION documents.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
        BEGIN
          RAISE EXCEPTION 'Documents are never changed.' USING ERRCODE = 'integrity_constraint_violation';
        END $$;
        CREATE TRIGGER never_changed BEFORE UPDATE OR TRUNCATE ON documents.document
          FOR EACH STATEMENT EXECUTE FUNCTION documents.refuse_change();
        ALTER TABLE documents.document ENABLE ALWAYS TRIGGER never_changed;`,
    },
  ],
  grants: `
    GRANT USAGE ON SCHEMA documents TO :"service";
    GRANT SELECT, INSERT ON documents.document TO :"service";`,
};
