import 'reflect-metadata';
import { newId, type Id, type Message } from '#event-sourcing';
import { londonDay } from '#procedure';
import { letters, people, schools, type PersonRow } from '#read-models';
import { WebWorld } from '../../../../test/support/web-world.js';
import { personId, schoolId } from '../../../simulation/src/week/names.js';
import { bytesSource, Importing, type KnownDeps } from '../index.js';

const [millrace, hollinBank] = [schoolId('millrace'), schoolId('hollin-bank')];
const dawn = personId('dawn-fairley');
const password = 'copper kettle lantern';
const heading = 'Name,Email,Previous email,Role,From\n';
const moved = `${heading}Dawn Fairley,dawn@trust.example,d.fairley@millrace.example,Attendance lead,\n`;

describe('a file of key staff', () => {
  let world: WebWorld;
  beforeEach(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    await world.accounts.setPassword(dawn, 'd.fairley@millrace.example', password);
  }, 60_000);
  afterEach(() => world.close());

  const open = async (text: string, limits: Partial<KnownDeps> = {}, school: Id = millrace) => {
    await world.caughtUp();
    const { rows, directory, clock } = world.installation;
    const deps = { rows, directory, editions: world.editions, today: londonDay(clock.now()), ...limits };
    return Importing.open([bytesSource('staff.csv', Buffer.from(text))], deps, { urns: [], school });
  };
  const run = async (text: string): Promise<number> => {
    const importing = await open(text);
    expect((await importing.preview()).errors).toEqual([]);
    const before = await world.installation.store.head();
    await importing.carryOut(newId(), (commands: readonly Message[]) => world.sendTogether(commands));
    const made = Number((await world.installation.store.head()) - before);
    await world.caughtUp();
    return made;
  };
  const wrong = async (...asked: Parameters<typeof open>) =>
    (await (await open(...asked)).preview()).errors.map(({ column, wanted }) => [column, wanted]);
  const known = async (id: Id) => (await world.installation.rows.get(people, id)) as PersonRow;

  it('moves somebody to another address: they sign in with it, and both mailboxes are told', async () => {
    const [change] = (await (await open(moved)).preview()).changes;
    expect(change?.details).toEqual(['email: d.fairley@millrace.example → dawn@trust.example']);
    // That the address changes, the details, that an import was carried out, and what follows by itself.
    expect(await run(moved)).toBeGreaterThanOrEqual(3);
    expect(await world.accounts.signIn('dawn@trust.example', password)).toEqual({ personId: dawn });
    expect(await world.accounts.signIn('d.fairley@millrace.example', password)).toBe('refused');
    const written = await world.installation.rows.find(letters, { recipientId: dawn });
    expect(written.map(({ kind }) => kind).sort()).toEqual(['address-entered', 'address-left']);
    expect(await run(moved)).toBe(0);
  });

  it('moves nobody to the address of somebody else, nor from one that is nobody’s', async () => {
    const taken = moved.replace('dawn@trust.example', 's.oduya@millrace.example');
    expect(await wrong(taken)).toEqual([['Email', 'an address that nobody else has']]);
    const unknown = moved.replace('d.fairley@millrace', 'nobody@millrace');
    expect(await wrong(unknown)).toEqual([['Previous email', 'the address of somebody who is entered']]);
  });

  it('moves and renames nobody who works where the importer manages nobody, nor an operator', async () => {
    const limits = { schoolIds: [millrace], peopleAt: [millrace] };
    expect(await wrong(moved, limits)).toEqual([]);
    const role = { role: 'designated-teacher', personId: dawn, standing: 'cover', from: '2026-11-01' };
    await world.send({ type: 'GiveRole', data: { schoolId: hollinBank, ...role } });
    const refused = expect.stringContaining('it is changed by an operator, or by who manages people where they work');
    expect(await wrong(moved, limits)).toEqual([['Email', refused]]);
    const renamed = `${heading}Dawn Moor,d.fairley@millrace.example,,Attendance lead,\n`;
    expect(await wrong(renamed, limits)).toEqual([['Name', refused]]);
    await world.send({ type: 'MakeOperator', data: { personId: dawn } });
    expect(await wrong(moved, { ...limits, peopleAt: [millrace, hollinBank] })).toEqual([['Email', refused]]);
    expect(await wrong(moved)).toEqual([]);
  });

  it('gives no role at a school where the importer may import, and manages nobody', async () => {
    const limits = { schoolIds: [millrace, hollinBank], peopleAt: [millrace] };
    expect(await wrong(`${heading}Owen Pryce,o.pryce@millrace.example,,Headteacher,\n`, limits, hollinBank)).toEqual([
      ['School', 'a school where you manage people'],
    ]);
  });

  it('brings back nobody who has left by a row of before, and somebody by a role from a later day', async () => {
    const before = `${heading}Dawn Fairley,d.fairley@millrace.example,,Attendance lead,`;
    await world.send({ type: 'GiveRole', data: { schoolId: hollinBank, ...covering } });
    await world.send({ type: 'LeavePerson', data: { personId: dawn, on: '2026-11-13' } });
    const ended = { schoolId: millrace, role: 'attendance-lead', personId: dawn, standing: 'holder', on: '2026-11-13' };
    await world.send({ type: 'EndRole', data: ended });
    const early = [['From', 'a day after 2026-11-13, on which they left, if they come back; else leave this row out']];
    expect(await wrong(`${before}\n`)).toEqual(early);
    expect(await wrong(`${before}13/11/2026\n`)).toEqual(early);
    expect(await wrong(`${before.replace('Dawn', 'Daphne')}16/11/2026\n`)).toEqual([
      ['Name', expect.stringContaining('the name of whoever had this address before')],
    ]);

    await world.moveTo('2026-11-16T09:01:00.000Z');
    await run(`${before}16/11/2026\n`);
    expect(await known(dawn)).not.toHaveProperty('leftOn');
    expect(await world.accounts.hasAccount(dawn)).toBe(false);
    const atHollinBank = (await world.installation.rows.get(schools, hollinBank))?.roles ?? [];
    expect(atHollinBank.find((each) => each.personId === dawn)).toMatchObject({ until: '2026-11-13' });
    expect(await run(`${before}16/11/2026\n`)).toBe(0);
  });

  it('lets somebody stay who was to leave, where a role goes on after it', async () => {
    await world.send({ type: 'LeavePerson', data: { personId: dawn, on: '2026-12-18' } });
    await run(`${heading}Dawn Fairley,d.fairley@millrace.example,,Designated teacher,04/01/2027\n`);
    expect(await known(dawn)).not.toHaveProperty('leftOn');
    expect(await world.accounts.hasAccount(dawn)).toBe(true);
  });
});

const covering = { role: 'attendance-lead', personId: dawn, standing: 'cover', from: '2026-10-01' };
