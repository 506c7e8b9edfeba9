import { letters, people, schools, type PersonRow } from '#read-models';
import { personId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const [millrace, hollinBank] = [schoolId('millrace'), schoolId('hollin-bank')];
const dawn = personId('dawn-fairley');
const address = 'd.fairley@millrace.example';
const password = 'copper kettle lantern';
const dated = (name: string, day: string) => {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};
const role = { role: 'attendance-lead', standing: 'holder' };

// Dawn Fairley, attendance lead at Millrace, left on Friday. It is Monday.
describe('somebody who has left', () => {
  let world: WebWorld;
  let ruth: Browsing;
  let oldCookie = '';
  beforeEach(async () => {
    world = await WebWorld.open({ at: '2026-11-13T09:00:00.000Z' });
    await world.accounts.setPassword(dawn, address, password);
    oldCookie = await world.cookieFor(dawn);
    // Roles and duties that nobody took from her when she left.
    await world.send({ type: 'MakeOperator', data: { personId: personId('ruth-calloway') } });
    await world.send({ type: 'MakeOperator', data: { personId: dawn } });
    const cover = { ...role, personId: dawn, standing: 'cover', from: '2026-10-01' };
    await world.send({ type: 'GiveRole', data: { schoolId: hollinBank, ...cover } });
    await world.send({ type: 'LeavePerson', data: { personId: dawn, on: '2026-11-13' } });
    await world.moveTo('2026-11-16T09:00:00.000Z');
    await world.caughtUp();
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
  }, 60_000);
  afterEach(() => world.close());

  const known = async (id: string) => (await world.installation.rows.get(people, id)) as PersonRow;
  const newcomer = { name: 'Dawn Fairley', email: address, ...role, ...dated('from', '2026-11-16') };
  const add = `/schools/${hollinBank}/people/add`;
  const comeIn = async (id: string, { by = ruth, school = hollinBank } = {}) => {
    const made = await by.post(`/schools/${school}/people/${id}/sign-in-link`);
    const [, token = ''] = /sign-in\/([\w-]{43})/.exec(made.html) ?? [];
    const arriving = new Browsing(world);
    expect((await arriving.post(`/sign-in/${token}`)).status).toBe(303);
    return arriving;
  };

  it('does not come in, by password or by link, and is told no more than a stranger', async () => {
    const visitor = new Browsing(world);
    const refused = await visitor.post('/sign-in', { email: address, password });
    expect([refused.status, refused.headers['set-cookie']]).toEqual([401, undefined]);
    const { token } = await world.accounts.makeLink('sign-in', dawn);
    const used = await visitor.post(`/sign-in/${token}`);
    expect([used.status, used.headers['set-cookie']]).toEqual([410, undefined]);
  });

  it('is asked after, when somebody is to come in under the address', async () => {
    const asked = await ruth.post(add, newcomer);
    expect([asked.status, asked.says]).toEqual([400, expect.stringContaining('left on 13 Nov 2026. Say whether')]);
    expect(asked.says).toContain('Is it the person who had this address before?');
    expect((await known(dawn)).leftOn).toBe('2026-11-13');
  });

  it('comes back to another school with the history, and with nothing else from before', async () => {
    const page = await ruth.send(add, { ...newcomer, returning: 'yes' });
    expect(page.says).toContain('They are back, and have the role.');
    await world.caughtUp();
    expect(await known(dawn)).toMatchObject({ personId: dawn, operator: false });
    expect(await known(dawn)).not.toHaveProperty('leftOn');
    expect(await world.installation.rows.find(people, {})).toHaveLength(8);

    expect((await new Browsing(world, oldCookie).get('/account')).status).toBe(303);
    expect(await world.accounts.signIn(address, password)).toBe('refused');
    const back = await comeIn(dawn);
    expect((await back.get(`/schools/${hollinBank}/today`)).says).toContain('Dawn Fairley, attendance lead');
    expect((await back.get(`/schools/${millrace}/today`)).status).toBe(404);
    expect((await back.get('/operators')).status).toBe(403);
    const held = (await world.installation.rows.find(schools, {})).flatMap(({ schoolId: school, roles }) =>
      roles.filter((each) => each.personId === dawn).map(({ standing, until }) => [school, standing, until]),
    );
    expect(held).toEqual(
      expect.arrayContaining([
        [millrace, 'holder', '2026-11-13'],
        [hollinBank, 'cover', '2026-11-13'],
        [hollinBank, 'holder', undefined],
      ]),
    );
    const said = await back.send('/account/password', {
      password: 'willow harbour flute',
      again: 'willow harbour flute',
    });
    expect(said.says).toContain('Your password is saved.');
  });

  it('comes back to the same school by a role, from a day after the last one', async () => {
    const owen = new Browsing(world, await world.cookieOf('owen-pryce'));
    const give = `/schools/${millrace}/people/${dawn}/give-role`;
    expect((await owen.get(give)).says).toContain('They left on 13 Nov 2026. With a role they are back');
    const early = await owen.post(give, { ...role, ...dated('from', '2026-11-13') });
    expect([early.status, early.says]).toEqual([400, expect.stringContaining('enter 14 Nov 2026 or a later day')]);
    const given = await owen.send(give, { ...role, ...dated('from', '2026-11-16') });
    expect(given.says).toContain('They are back, and have the role.');
    await world.caughtUp();
    expect(await world.accounts.signIn(address, password)).toBe('refused');
    const back = await comeIn(dawn, { by: owen, school: millrace });
    expect((await back.get(`/schools/${millrace}/today`)).says).toContain('Dawn Fairley, attendance lead');
  });

  it('may have an address that is somebody else’s by now, who is another person', async () => {
    await ruth.send(add, { ...newcomer, name: 'Daphne Fairley', returning: 'no' });
    await world.caughtUp();
    const [daphne] = (await world.installation.rows.find(people, {})).filter(({ name }) => name === 'Daphne Fairley');
    if (!daphne) throw new Error('She was not added.');
    expect(daphne.personId).not.toBe(dawn);
    expect((await known(dawn)).leftOn).toBe('2026-11-13');
    const arriving = await comeIn(daphne.personId);
    const chosen = { password: 'willow harbour flute', again: 'willow harbour flute' };
    expect((await arriving.send('/account/password', chosen)).says).toContain('Your password is saved.');
    expect(await world.accounts.signIn(address, chosen.password)).toEqual({ personId: daphne.personId });
    expect(await world.accounts.signIn(address, password)).toBe('refused');
  });

  it('keeps nothing by which they came in, whoever says that they are back', async () => {
    const { token } = await world.accounts.makeLink('sign-in', dawn, { minutes: 60 });
    await world.moveTo('2026-11-16T09:01:00.000Z');
    await world.send({ type: 'RejoinPerson', data: { personId: dawn, on: '2026-11-16' } });
    await world.caughtUp();
    expect(await world.accounts.readLink(token)).toBeNull();
    expect(await world.accounts.hasAccount(dawn)).toBe(false);
    expect((await new Browsing(world, oldCookie).get('/account')).status).toBe(303);
  });
});

describe('somebody who is to leave', () => {
  it('stays, where a role goes on after the last day, and keeps the password', async () => {
    const world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    try {
      await world.accounts.setPassword(dawn, address, password);
      await world.send({ type: 'LeavePerson', data: { personId: dawn, on: '2026-12-18' } });
      await world.caughtUp();
      const owen = new Browsing(world, await world.cookieOf('owen-pryce'));
      const give = `/schools/${millrace}/people/${dawn}/give-role`;
      const until = { ...role, standing: 'deputy', ...dated('from', '2026-11-16'), ...dated('until', '2026-12-18') };
      expect((await owen.send(give, until)).says).toContain('Leaves on 18 Dec 2026');
      const given = await owen.send(give, { ...role, ...dated('from', '2026-11-16') });
      expect(given.says).toContain('It goes on after their last day, so they stay.');
      expect(given.says).not.toContain('Leaves on');
      expect(await world.accounts.signIn(address, password)).toEqual({ personId: dawn });
    } finally {
      await world.close();
    }
  }, 60_000);
});

describe('an address that is changed by something else than the page', () => {
  it('moves the account, takes links back, and is told to both mailboxes', async () => {
    const world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    try {
      await world.accounts.setPassword(dawn, address, password);
      const { token } = await world.accounts.makeLink('sign-in', dawn);
      await world.moveTo('2026-11-16T09:01:00.000Z');
      const data = { personId: dawn, name: 'Dawn Fairley', email: 'd.fairley@trust.example' };
      await world.sendTogether([{ type: 'ChangePersonDetails', data }]);
      await world.caughtUp();
      expect(await world.accounts.signIn(address, password)).toBe('refused');
      expect(await world.accounts.signIn('d.fairley@trust.example', password)).toEqual({ personId: dawn });
      expect(await world.accounts.readLink(token)).toBeNull();
      const written = await world.installation.rows.find(letters, { recipientId: dawn });
      expect(written.map(({ kind }) => kind).sort()).toEqual(['address-entered', 'address-left']);
    } finally {
      await world.close();
    }
  }, 60_000);
});
