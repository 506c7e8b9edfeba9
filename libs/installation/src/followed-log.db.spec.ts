import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeBackup } from '#backup';
import { readConfig } from '#config';
import { idFrom, noStream, type Meta } from '#event-sourcing';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { KurrentStandIn } from '../../../test/support/kurrentdb/index.js';
import { identityOf, noteFollowedLog, OtherLog } from './followed-log.js';
import { openInstallation, type Installation } from './installation.js';
import { allMigrations } from './migrations.js';

const meta: Meta = { actor: { kind: 'staff', id: 'head', roles: [] }, correlationId: idFrom('why'), via: 'web' };
const started = [{ type: 'ReactorStarted', data: { reactor: 'a-process', after: '0' } }];
const stream = `operations-${idFrom('here')}`;

describe('the log that an installation follows', () => {
  let fresh: FreshDatabase;
  let dataDir: string;
  let standIn: KurrentStandIn;
  let opened: Installation[] = [];
  const open = async (eventStoreUrl?: string) => {
    const config = readConfig({ WAYMARK_DATA: dataDir, LOG_LEVEL: 'silent' });
    const urls = { databaseUrl: fresh.serviceUrl, databaseOwnerUrl: fresh.ownerUrl, eventStoreUrl };
    const installation = await openInstallation({ ...config, ...urls });
    opened.push(installation);
    return installation;
  };
  const closeAll = async () => {
    await Promise.all(opened.map((each) => each.close()));
    opened = [];
  };
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'followed-log-'));
    fresh = await freshDatabase({ migrations: allMigrations });
    standIn = await KurrentStandIn.start();
  }, 60_000);
  afterEach(async () => {
    await closeAll();
    await standIn.goAway();
    await fresh.drop();
    await rm(dataDir, { recursive: true });
  });

  it('is that of PostgreSQL, and an installation that has begun there is not started on KurrentDB', async () => {
    await (await open()).journal.append(stream, noStream, started, meta);
    await closeAll();
    await expect(open(standIn.url)).rejects.toThrow(/is in PostgreSQL, and EVENT_STORE_URL names a KurrentDB/);
    await open();
  });

  it('may be in KurrentDB from the first start; it is not left by forgetting EVENT_STORE_URL', async () => {
    const installation = await open(standIn.url);
    await installation.journal.append(stream, noStream, started, meta);
    expect(standIn.log.stream(stream)).toHaveLength(1);
    await closeAll();
    await open(standIn.url);
    await expect(open()).rejects.toThrow(/is in KurrentDB, and EVENT_STORE_URL is not set/);
  });

  it('is not another one in another KurrentDB, nor an older copy', async () => {
    const installation = await open(standIn.url);
    await installation.journal.append(stream, noStream, started, meta);
    await closeAll();
    await open(standIn.url);
    await fresh.database
      .pool('test')
      .query(`INSERT INTO followers.checkpoint (name, kind, position) VALUES ('near', 'projector', 1)`);
    await open(standIn.url);
    const other = await KurrentStandIn.start();
    try {
      await expect(open(other.url)).rejects.toThrow(OtherLog);
      await fresh.database
        .pool('test')
        .query(`INSERT INTO followers.checkpoint (name, kind, position) VALUES ('far', 'projector', 1000000000)`);
      await expect(open(standIn.url)).rejects.toThrow(/further than the log in KurrentDB goes/);
    } finally {
      await other.goAway();
    }
  });

  it('is followed elsewhere once somebody has moved it and says so', async () => {
    const installation = await open();
    await installation.journal.append(stream, noStream, started, meta);
    const moved = await open().then(({ store }) => identityOf(store, 'KurrentDB'));
    await noteFollowedLog(fresh.database.pool('test'), { ...moved, store: 'KurrentDB' });
    await expect(open()).rejects.toThrow(/is in KurrentDB/);
  });

  it('is backed up from KurrentDB with events that are numbered, as PostgreSQL wants them', async () => {
    const { store, database, journal } = await open(standIn.url);
    await journal.append(stream, noStream, started, meta);
    await journal.append(stream, 0n, [{ type: 'ReactorStarted', data: { reactor: 'another', after: '9' } }], meta);
    const { header, tallies } = await makeBackup({ pool: database.pool('backup'), store }, join(dataDir, 'backups'));
    expect(header.head).toBe('2');
    expect(tallies.events.count).toBe(2);
  });
});
