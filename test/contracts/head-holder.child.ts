import pg from 'pg';

/** A process that appends and never commits: it holds the head until somebody ends it. */
const { HOLDER_URL, HOLDER_SQL = '' } = process.env;
const client = new pg.Client(HOLDER_URL);
await client.connect();
await client.query('BEGIN');
await client.query(HOLDER_SQL);
process.send?.('holds the head');
