import { readConfig, type Config } from '#config';
import { HeldClock } from '#event-sourcing';
import { allMigrations, noteFollowedLog } from '#installation';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { KurrentStandIn } from '../../../test/support/kurrentdb/index.js';
import { checkEventStore } from './event-store.js';
import { checkFollowers } from './work.js';

describe('the doctor, about the event store', () => {
  let fresh: FreshDatabase;
  let standIn: KurrentStandIn;
  let service: pg.Client;
  const config = (eventStoreUrl?: string): Config => ({ ...readConfig({}), eventStoreUrl });
  const check = async (eventStoreUrl?: string) => {
    const { findings, store } = await checkEventStore(config(eventStoreUrl), service);
    const followers = store ? await checkFollowers(service, store, new HeldClock('2026-11-23T09:00:00.000Z')) : [];
    await store?.close();
    return [...findings, ...followers].map(({ state, sentence }) => `${state}: ${sentence}`);
  };
  beforeAll(async () => {
    fresh = await freshDatabase({ migrations: allMigrations });
    service = new pg.Client(fresh.serviceUrl);
    await service.connect();
    standIn = await KurrentStandIn.start();
  });
  afterAll(async () => {
    await service.end();
    await standIn.goAway();
    await fresh.drop();
  });

  it('says where events are kept', async () => {
    expect(await check()).toEqual([
      'ok: Events are kept in the database.',
      'ok: 0 followers have heard everything, and nothing is parked.',
    ]);
  });

  it('says whether KurrentDB answers, and who has not heard what is in it', async () => {
    const meta = Buffer.from('{"recordedAt":"2026-11-23T08:00:00.000Z"}');
    const event = { id: '0f0e0d0c-0b0a-4908-8706-050403020100', type: 'Noted', json: true, data: meta, metadata: meta };
    standIn.log.append('note-1', 'no_stream', [event]);
    await service.query(`INSERT INTO followers.checkpoint (name, kind) VALUES ('slow', 'projector')`);
    expect(await check(standIn.url)).toEqual([
      `ok: KurrentDB answers; its log goes to position ${standIn.log.stream('note-1')[0]?.position}.`,
      'warning: slow is 3600 s behind.',
    ]);
  });

  it('says when it is away, and looks no further', async () => {
    await standIn.goAway();
    expect(await check(standIn.url)).toEqual([
      'broken: KurrentDB does not answer. Nothing can be entered, and pages show what was true before.',
    ]);
    await standIn.comeBack();
  });

  it('says when the database follows a log that is kept elsewhere', async () => {
    await noteFollowedLog(service, { store: 'KurrentDB', firstEvent: null, firstPosition: null });
    await expect(check()).rejects.toThrow('is in KurrentDB, and EVENT_STORE_URL is not set');
  });
});
