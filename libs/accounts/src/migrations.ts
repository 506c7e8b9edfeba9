import type { Migrations } from '#database';

/**
 * Who may sign in. None of it is derived from the events, and none of it tells an address, a password, a cookie or a
 * link: all four are kept as digests only.
 */
export const accountsMigrations: Migrations = {
  name: 'accounts',
  steps: [
    {
      id: '001-accounts',
      sql: `
        CREATE SCHEMA accounts;

        CREATE TABLE accounts.account (
          person_id uuid PRIMARY KEY,
          email_digest bytea NOT NULL UNIQUE,
          password_hash text NOT NULL,
          changed_at timestamptz NOT NULL);

        CREATE TABLE accounts.session (
          session_id bytea PRIMARY KEY,
          person_id uuid NOT NULL,
          started_at timestamptz NOT NULL,
          seen_at timestamptz NOT NULL,
          ends_at timestamptz NOT NULL,
          revoked_at timestamptz);
        CREATE INDEX session_of_person ON accounts.session (person_id);
        CREATE INDEX session_by_end ON accounts.session (ends_at);

        -- A link of the first run is nobody's yet: it makes the first person.
        CREATE TABLE accounts.link (
          link_id bytea PRIMARY KEY,
          purpose text NOT NULL CHECK (purpose IN ('sign-in', 'first-run')),
          person_id uuid,
          ends_at timestamptz NOT NULL,
          reusable boolean NOT NULL,
          consumed_at timestamptz,
          CHECK ((person_id IS NULL) = (purpose = 'first-run')));
        CREATE INDEX link_by_end ON accounts.link (ends_at);

        CREATE TABLE accounts.attempts (
          about bytea PRIMARY KEY,
          count int NOT NULL,
          began_at timestamptz NOT NULL);
        CREATE INDEX attempts_by_beginning ON accounts.attempts (began_at);`,
    },
    {
      id: '002-rates-and-links-that-prove-the-mailbox',
      sql: `
        -- Begun by a link: whoever holds the mailbox may choose a password without the one that was forgotten.
        ALTER TABLE accounts.session ADD COLUMN by_link boolean NOT NULL DEFAULT false;

        -- How often something was asked for lately, by a keyed digest of who asked. It may be lost in a crash.
        CREATE UNLOGGED TABLE accounts.rate (
          about bytea PRIMARY KEY,
          count int NOT NULL,
          ends_at timestamptz NOT NULL);
        CREATE INDEX rate_by_end ON accounts.rate (ends_at);`,
    },
    {
      id: '003-when-links-were-made',
      sql: `
        -- What takes links back takes those that were there before it, and none that came after.
        ALTER TABLE accounts.link ADD COLUMN made_at timestamptz NOT NULL DEFAULT now();
        ALTER TABLE accounts.link ALTER COLUMN made_at DROP DEFAULT;`,
    },
  ],
  grants: `
    GRANT USAGE ON SCHEMA accounts TO :"service";
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA accounts TO :"service";`,
};
