import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { allMigrations } from '#installation';
import { freshDatabase } from '../../../test/support/index.js';
import { tables } from './tables.js';

const page = new URL('../../../docs/backup.md', import.meta.url);

describe('what becomes of each table in a backup', () => {
  it('has been decided for every one that the migrations make', async () => {
    const fresh = await freshDatabase({ migrations: allMigrations });
    const owner = new pg.Client(fresh.ownerUrl);
    await owner.connect();
    try {
      const { rows } = await owner.query<{ name: string }>(
        `SELECT schemaname || '.' || tablename AS name FROM pg_tables
         WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
      );
      // One that is missing here belongs into libs/backup/src/tables.ts, and if it is derived from nothing, into a section.
      expect(rows.map(({ name }) => name)).toEqual(Object.keys(tables).sort());
    } finally {
      await owner.end();
      await fresh.drop();
    }
  });

  it('is said on the page for whoever runs Waymark', async () => {
    const text = (await readFile(page, 'utf8')).replace(/\s+/g, ' ');
    for (const [name, { backup, because }] of Object.entries(tables)) {
      expect(text).toContain(`| \`${name}\` | ${backup} | ${because} |`);
    }
  });
});
