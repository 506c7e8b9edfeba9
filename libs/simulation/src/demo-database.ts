import pg from 'pg';
import { EmbeddedPostgres, type Attendance } from '#database';

/** An empty database of its own in the server of a folder. */
export type DemoDatabase = {
  readonly serviceUrl: string;
  readonly ownerUrl: string;
  /** Goes away; the server stops when nobody else is there. The database stays unless it is thrown away. */
  leave(options?: { readonly throwAway: boolean }): Promise<void>;
};

/**
 * An empty database in the embedded server of a folder, which is started if need be. One of the same name from the last
 * time is thrown away: a demonstration begins anew.
 */
export async function demoDatabase(dataDir: string, name: string, as: Attendance): Promise<DemoDatabase> {
  const server = await EmbeddedPostgres.attach({ dataDir, as });
  const throwAway = async (admin: pg.Client) => admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  try {
    await asAdmin(server, async (admin) => {
      await throwAway(admin);
      await admin.query(`CREATE DATABASE "${name}" OWNER waymark_owner`);
    });
  } catch (error) {
    await server.leave();
    throw error;
  }
  return {
    serviceUrl: server.url('waymark_service', name),
    ownerUrl: server.url('waymark_owner', name),
    leave: async (options) => {
      if (options?.throwAway) await asAdmin(server, throwAway);
      await server.leave();
    },
  };
}

async function asAdmin(server: EmbeddedPostgres, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client(server.url('postgres', 'postgres'));
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
