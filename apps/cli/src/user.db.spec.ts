import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from '#accounts';
import { readConfig, type Config } from '#config';
import { newId } from '#event-sourcing';
import { allMigrations } from '#installation';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { commanding, type Commanding } from './commanding.js';
import { add, link, setOperator, signOut, users } from './user.js';

describe('waymark user', () => {
  let fresh: FreshDatabase;
  let config: Config;
  const act = <T>(work: (here: Commanding) => Promise<T>) =>
    commanding(config, async (here) => {
      await here.caughtUp();
      return work(here);
    });
  beforeAll(async () => {
    fresh = await freshDatabase({ migrations: allMigrations });
    config = readConfig({
      WAYMARK_DATA: await mkdtemp(join(tmpdir(), 'user-')),
      DATABASE_URL: fresh.serviceUrl,
      DATABASE_OWNER_URL: fresh.ownerUrl,
      LOG_LEVEL: 'silent',
    });
    const school = { name: 'Northgate Academy', telephone: '01632 960111', attendanceMailbox: 'a@northgate.example' };
    await act(({ send }) => send({ type: 'OpenSchool', data: { schoolId: newId(), ...school, urn: '100001' } }));
  }, 60_000);
  afterAll(async () => {
    await fresh.drop();
    await rm(config.dataDir, { recursive: true });
  });

  const ada = { name: 'Ada Marsh', email: 'ada@northgate.example', school: 'northgate academy', role: ['headteacher'] };

  it('adds somebody with roles, and shows them', async () => {
    const [personId, listed] = await act(async (here) => [(await add(here, ada)).personId, await users(here)]);
    expect(listed).toEqual([
      {
        personId,
        name: 'Ada Marsh',
        email: 'ada@northgate.example',
        hasPassword: false,
        operator: false,
        leftOn: null,
        roles: [{ school: 'Northgate Academy', roles: ['headteacher'] }],
      },
    ]);
  });

  it('gives somebody who is known by their address further roles, and enters nobody twice', async () => {
    const listed = await act(async (here) => {
      const again = await add(here, {
        ...ada,
        email: 'ADA@northgate.example',
        school: '100001',
        role: ['attendance-lead'],
      });
      expect(again.known).toBe(true);
      return users(here);
    });
    expect(listed.map(({ name, roles }) => [name, roles[0]?.roles])).toEqual([
      ['Ada Marsh', ['headteacher', 'attendance-lead']],
    ]);
  });

  it('says what there is when a role or a school is none', async () => {
    await expect(act((here) => add(here, { ...ada, role: ['head'] }))).rejects.toThrow(
      /There is no role called head: there are headteacher, /,
    );
    await expect(act((here) => add(here, { ...ada, email: 'ada' }))).rejects.toThrow('ada is no email address.');
    await expect(act((here) => add(here, { ...ada, school: 'Southgate' }))).rejects.toThrow(
      /There is no school called Southgate\. There are:\n {2}Northgate Academy/,
    );
  });

  it('makes a link that signs in once, and takes it back with all sessions', async () => {
    await act(async (here) => {
      const accounts = new Accounts(
        here.installation.database.pool('test'),
        here.installation.clock,
        here.installation.masterKey,
      );
      const { url } = await link(here, ada.email);
      const token = url.slice(`${config.publicUrl}/sign-in/`.length);
      const personId = (await users(here))[0]?.personId ?? '';
      expect(await accounts.readLink(token)).toMatchObject({ purpose: 'sign-in', personId });
      const { cookie } = await accounts.startSession(personId);
      await signOut(here, ada.email);
      expect([await accounts.readLink(token), await accounts.session(cookie)]).toEqual([null, null]);
    });
    await expect(act((here) => link(here, 'eve@northgate.example'))).rejects.toThrow(
      'Nobody is known by eve@northgate.example.',
    );
  });

  it('makes operators, and never unmakes the last', async () => {
    const ben = { name: 'Ben Cole', email: 'ben@northgate.example', school: '100001', role: ['attendance-lead'] };
    await act(async (here) => {
      await add(here, ben);
      await setOperator(here, ada.email, true);
      await expect(setOperator(here, ada.email, false)).rejects.toThrow('Make somebody else an operator first.');
      await setOperator(here, ben.email, true);
      const both = await Promise.allSettled([ada, ben].map(({ email }) => setOperator(here, email, false)));
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect((await users(here)).filter(({ operator }) => operator)).toHaveLength(1);
    });
  });

  it('lets nobody in who has left', async () => {
    await act(async (here) => {
      const [{ personId } = { personId: '' }] = await users(here);
      await here.send({ type: 'LeavePerson', data: { personId, on: '2026-01-09' } });
      await here.caughtUp();
    });
    await expect(act((here) => link(here, ada.email))).rejects.toThrow('left on 2026-01-09');
    await expect(act((here) => add(here, ada))).rejects.toThrow('left on 2026-01-09');
  });
});
