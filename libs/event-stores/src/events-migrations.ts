import type { Migrations } from '#database';

/*
 * The log, its head, and the one function that writes to them.
 *
 * A log's order must be one in which a reader can never be overtaken. A sequence is not: numbers are drawn before their
 * transactions end, so a later number can be seen before an earlier one. Here whoever appends locks the head first, and
 * everything after that (the checks, the numbers, the time) is alone until it has committed.
 *
 * Three indexes, because the contract needs three: by position, by stream, and by id for "again is the same". The time of
 * recording grows with the position, so a moment is found by halving.
 */
const log = `
CREATE SCHEMA events;

CREATE TABLE events.head (
  sole boolean PRIMARY KEY DEFAULT true CHECK (sole),
  position bigint NOT NULL,
  recorded_at timestamptz NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
INSERT INTO events.head (position, recorded_at) VALUES (0, '-infinity');

CREATE TABLE events.event (
  position bigint PRIMARY KEY,
  revision bigint NOT NULL CHECK (revision >= 0),
  recorded_at timestamptz NOT NULL,
  id uuid NOT NULL UNIQUE,
  stream text COLLATE "C" NOT NULL CHECK (length(stream) <= 200),
  type text COLLATE "C" NOT NULL CHECK (length(type) <= 100),
  data text NOT NULL,
  meta text NOT NULL,
  UNIQUE (stream, revision)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);

CREATE FUNCTION events.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'Events are never changed or removed.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON events.event
  FOR EACH STATEMENT EXECUTE FUNCTION events.refuse_change();
ALTER TABLE events.event ENABLE ALWAYS TRIGGER never_changed;
`;

const append = `
-- Appends a group, each append answered for itself. Append n goes to streams[n] after revision expecteds[n] and has
-- sizes[n] events, which begin at firsts[n] in the arrays of events. No two appends of a group share a stream or an id.
-- When all were appended, outcomes is null; their positions follow position_before one by one.
CREATE FUNCTION events.append(
  streams text[], expecteds bigint[], firsts int[], sizes int[],
  ids uuid[], types text[], datas text[], metas text[], held_at timestamptz,
  OUT position_before bigint, OUT outcomes text[], OUT revisions bigint[], OUT positions bigint[]
) LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog
  -- Plans are made once and kept: they must still be right when the table has grown.
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET jit = off
AS $$
DECLARE
  recorded timestamptz;
  stamp text;
  actuals bigint[];
  used uuid[];
  appended bigint;
BEGIN
  SELECT h.position, h.recorded_at INTO STRICT position_before, recorded FROM events.head h WHERE h.sole FOR UPDATE;
  recorded := greatest(recorded, date_trunc('milliseconds', coalesce(held_at, clock_timestamp())));
  stamp := '"recordedAt":"' || to_char(recorded AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"';

  actuals := ARRAY(
    SELECT coalesce((SELECT e.revision FROM events.event e WHERE e.stream = a.stream ORDER BY e.revision DESC LIMIT 1), -1)
    FROM unnest(streams) WITH ORDINALITY AS a(stream, n) ORDER BY a.n);
  used := ARRAY(SELECT e.id FROM events.event e WHERE e.id = ANY (ids));

  IF actuals <> expecteds OR used <> '{}' THEN
    SELECT array_agg(o.outcome ORDER BY o.n),
           array_agg(CASE o.outcome WHEN 'again' THEN o.expected + o.size ELSE o.actual END ORDER BY o.n),
           array_agg(o.position ORDER BY o.n)
    INTO outcomes, revisions, positions
    FROM (
      SELECT a.n, a.expected, a.size, a.actual, again.position,
             CASE WHEN again.matches = a.size THEN 'again'
                  WHEN ids[a.first : a.first + a.size - 1] && used THEN 'id-used-elsewhere'
                  WHEN a.actual <> a.expected THEN 'moved'
                  ELSE 'appended' END AS outcome
      FROM unnest(streams, expecteds, firsts, sizes, actuals) WITH ORDINALITY AS a(stream, expected, first, size, actual, n)
      CROSS JOIN LATERAL (
        SELECT count(*) AS matches, max(e.position) AS position FROM events.event e
        WHERE e.stream = a.stream AND e.revision > a.expected AND e.revision <= a.expected + a.size
          AND e.id = ids[a.first + (e.revision - a.expected)::int - 1]
      ) AS again
    ) AS o;
  END IF;

  INSERT INTO events.event (position, revision, recorded_at, id, stream, type, data, meta)
  SELECT position_before + row_number() OVER (ORDER BY a.n, k), a.expected + k, recorded,
         ids[a.first + k - 1], a.stream, types[a.first + k - 1], datas[a.first + k - 1],
         replace(metas[a.first + k - 1], '"recordedAt":""', stamp)
  FROM unnest(streams, expecteds, firsts, sizes) WITH ORDINALITY AS a(stream, expected, first, size, n)
  CROSS JOIN generate_series(1, a.size) AS k
  WHERE outcomes IS NULL OR outcomes[a.n] = 'appended';
  GET DIAGNOSTICS appended = ROW_COUNT;

  IF appended > 0 THEN
    UPDATE events.head h SET position = position_before + appended, recorded_at = recorded WHERE h.sole;
  END IF;
END $$;
REVOKE ALL ON FUNCTION events.append FROM PUBLIC;
`;

const positionAt = `
-- The highest position recorded at or before a moment. recorded_at never falls as the position grows.
CREATE FUNCTION events.position_at(moment timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog
AS $$
DECLARE
  low bigint := 0;
  high bigint := coalesce((SELECT max(e.position) FROM events.event e), 0);
  middle bigint;
BEGIN
  WHILE low < high LOOP
    middle := (low + high + 1) / 2;
    IF (SELECT e.recorded_at FROM events.event e WHERE e.position = middle) <= moment THEN
      low := middle;
    ELSE
      high := middle - 1;
    END IF;
  END LOOP;
  RETURN low;
END $$;
`;

const moments = `
-- For a log that is kept elsewhere: up to this position, all was recorded at or before this moment. About one a second.
CREATE TABLE events.moment (position bigint PRIMARY KEY, recorded_at timestamptz NOT NULL);
CREATE INDEX moment_recorded_at ON events.moment (recorded_at, position);
`;

/** The schema `events`. The service may read the log and call the function; it owns neither, and may change nothing. */
export const eventsMigrations: Migrations = {
  name: 'events',
  steps: [
    { id: '001-log', sql: log },
    { id: '002-append', sql: append },
    { id: '003-position-at', sql: positionAt },
    { id: '004-moments', sql: moments },
  ],
  grants: `
    GRANT USAGE ON SCHEMA events TO :"service";
    GRANT SELECT ON events.event TO :"service";
    GRANT SELECT, INSERT, DELETE ON events.moment TO :"service";
    GRANT EXECUTE ON FUNCTION events.append, events.position_at TO :"service";`,
};
