import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { readConfig } from '#config';
import { Clock, idFrom, Journal, noStream, Rows, type Meta } from '#event-sourcing';
import { Parked, Progress } from '#followers';
import { Directory, KeyDestruction, MasterKey, UpnClaims } from '#sealing';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { setFileClock } from './file-clock.js';
import { InstallationModule, Settings } from './installation.module.js';
import { openInstallation, type Installation } from './installation.js';
import { allMigrations } from './migrations.js';

const meta: Meta = { actor: { kind: 'staff', id: 'head', roles: [] }, correlationId: idFrom('why'), via: 'web' };

@Injectable()
class NeedsEverything {
  constructor(
    readonly settings: Settings,
    readonly clock: Clock,
    readonly journal: Journal,
    readonly rows: Rows,
    readonly directory: Directory,
    readonly upnClaims: UpnClaims,
    readonly destruction: KeyDestruction,
    readonly progress: Progress,
    readonly parked: Parked,
    readonly masterKey: MasterKey,
  ) {}
}

@Module({ providers: [NeedsEverything] })
class Elsewhere {}

describe('an installation', () => {
  let fresh: FreshDatabase;
  let dataDir: string;
  const opened: Installation[] = [];
  const open = async (env: Record<string, string> = {}) => {
    const config = readConfig({ WAYMARK_DATA: dataDir, LOG_LEVEL: 'silent', ...env });
    const urls = { databaseUrl: fresh.serviceUrl, databaseOwnerUrl: fresh.ownerUrl };
    const installation = await openInstallation({ ...config, ...urls });
    opened.push(installation);
    return installation;
  };
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'installation-'));
    fresh = await freshDatabase({ migrations: allMigrations });
  }, 60_000);
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
    await fresh.drop();
    await rm(dataDir, { recursive: true });
  });

  it('makes its master key beside the data at the first start, and says once that it must be backed up', async () => {
    const first = await open();
    const file = join(dataDir, 'master.key');
    const aboutKeys = ({ warnings }: Installation) => warnings.filter((each) => each.includes('key'));
    expect(aboutKeys(first)).toEqual([expect.stringContaining(`made at ${file}. Back it up now`)]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(aboutKeys(await open())).toEqual([]);
  });

  it('does not open under another master key than its own', async () => {
    await open({ MASTER_KEY: Buffer.alloc(32, 1).toString('base64') });
    await expect(open({ MASTER_KEY: Buffer.alloc(32, 2).toString('base64') })).rejects.toThrow(/is not the one/);
  });

  it('tells every Nest module its parts', async () => {
    const installation = await open();
    const module = await Test.createTestingModule({
      imports: [InstallationModule.forRoot(installation), Elsewhere],
    }).compile();
    const { settings, ...parts } = module.get(NeedsEverything);
    expect(settings.config).toBe(installation.config);
    const { clock, journal, rows, directory, upnClaims, destruction, progress, parked, masterKey } = installation;
    expect({ ...parts }).toEqual({
      clock,
      journal,
      rows,
      directory,
      upnClaims,
      destruction,
      progress,
      parked,
      masterKey,
    });
  });

  it('lives in the time of its clock file: events are recorded then', async () => {
    const file = join(dataDir, 'clock.json');
    setFileClock(file, { held: '2026-11-23T09:05:00.000Z' });
    const { journal, clock, warnings } = await open({ WAYMARK_CLOCK_FILE: file });
    const opening = { type: 'PersonLeft', data: { personId: idFrom('person'), on: '2026-11-23' } };
    await journal.append(`person-${idFrom('person')}`, noStream, [opening], meta);
    const [event] = await journal.read(`person-${idFrom('person')}`);
    expect(event?.meta.recordedAt).toBe('2026-11-23T09:05:00.000Z');
    expect(clock.now()).toBe('2026-11-23T09:05:00.000Z');
    expect(warnings).toContain(`Time is read from ${file}: this is a simulation.`);
  });

  it('is not held in time in production', async () => {
    const config = { ...readConfig({ WAYMARK_DATA: dataDir }), clockFile: join(dataDir, 'clock.json') };
    await expect(openInstallation({ ...config, production: true })).rejects.toThrow(/in production, time is not held/);
  });
});
