-- Makes the two logins of Waymark in an empty database, once, as a superuser connected to that database. The one owns the
-- tables and is for `waymark migrate` and `waymark restore` alone; the other serves, and owns no table of events.
--
-- The server itself reads the passwords from the files of secrets, so they stand in no command line and in no list of processes.
DO $$
BEGIN
  EXECUTE format('CREATE ROLE waymark_owner LOGIN PASSWORD %L',
    rtrim(pg_read_file('/run/secrets/postgres-owner-password'), E'\r\n'));
  EXECUTE format('CREATE ROLE waymark_service LOGIN PASSWORD %L',
    rtrim(pg_read_file('/run/secrets/postgres-service-password'), E'\r\n'));

  EXECUTE format('ALTER DATABASE %I OWNER TO waymark_owner', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  -- Read models and jobs are the service's own: it makes and drops their tables, and jobs are added by way of temporary ones.
  EXECUTE format('GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO waymark_service', current_database());
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
