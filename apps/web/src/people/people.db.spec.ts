import { newId, type Id } from '#event-sourcing';
import { letters, people, type PersonRow } from '#read-models';
import { letterIdOf } from '#domain';
import { personId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const at = '2026-11-16T09:00:00.000Z';
const millrace = schoolId('millrace');
const all = `/schools/${millrace}/people`;
const of = (person: Id, page = '') => `${all}/${person}${page}`;
const dated = (name: string, day: string) => {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};
/** A last day, and why nobody follows yet. */
const leaving = (on: string) => ({ ...dated('on', on), because: 'The post is advertised.' });
const newcomer = {
  name: 'Nell Farrow',
  email: 'n.farrow@millrace.example',
  role: 'designated-teacher',
  standing: 'holder',
  ...dated('from', '2026-11-16'),
};

describe('the people of a school', () => {
  let world: WebWorld;
  let owen: Browsing;
  beforeEach(async () => {
    world = await WebWorld.open({ at });
    owen = new Browsing(world, await world.cookieOf('owen-pryce'));
  }, 60_000);
  afterEach(() => world.close());

  const everybody = () => world.installation.rows.find(people, {});
  const found = async (name: string): Promise<PersonRow> => {
    const person = (await everybody()).find((each) => each.name === name);
    if (!person) throw new Error(`There is no ${name}.`);
    return person;
  };

  it('are listed with their roles, and nobody of another school', async () => {
    const { says } = await owen.get(all);
    expect(says).toContain('5 people with a role at Millrace Academy.');
    expect(says).toMatch(/Dawn Fairley Attendance lead since 1 Sept 2026/);
    expect(says).not.toContain('Priya Raman');
    expect((await owen.get(of(personId('priya-raman')))).status).toBe(404);
  });

  it('are joined by somebody new, who comes in by a link that is shown once and chooses a password', async () => {
    const page = await owen.send(`${all}/add`, newcomer);
    expect(page.says).toContain('This person is added. Make a sign-in link and hand it over');
    const nell = await found('Nell Farrow');
    const made = await owen.post(of(nell.personId, '/sign-in-link'));
    const [, token = ''] = /sign-in\/([\w-]{43})/.exec(made.html) ?? [];
    expect(made.says).toContain('It is shown here once. It works once, until 9am on Thursday 19 November 2026.');
    const arriving = new Browsing(world);
    expect((await arriving.post(`/sign-in/${token}`)).status).toBe(303);
    expect((await arriving.get(`/schools/${millrace}/today`)).says).toContain('Nell Farrow, designated teacher');
  });

  it('are found by their address when another school has entered them', async () => {
    const before = (await everybody()).length;
    const known = { ...newcomer, name: 'P Raman', email: 'P.Raman@HollinBank.example' };
    expect((await owen.send(`${all}/add`, known)).says).toContain('This person was known by the address.');
    await world.caughtUp();
    expect(await everybody()).toHaveLength(before);
    expect((await owen.get(of(personId('priya-raman')))).says).toMatch(
      /Priya Raman .*They have roles at another school/,
    );
  });

  it('who work elsewhere as well come in by nobody’s leave here', async () => {
    await owen.send(`${all}/add`, { ...newcomer, email: 'p.raman@hollinbank.example' });
    await world.caughtUp();
    const priya = personId('priya-raman');
    expect((await owen.get(of(priya))).says).toContain('is changed by an operator');
    for (const page of ['/sign-in-link', '/sign-out']) expect((await owen.post(of(priya, page))).status).toBe(404);
    expect((await owen.get(of(priya, '/details'))).status).toBe(404);
    const details = { name: 'Priya Raman', email: 'owen.again@millrace.example' };
    expect((await owen.post(of(priya, '/details'), details)).status).toBe(404);
  });

  it('sign in with their new address once it is changed, and not with the old one', async () => {
    const dawn = personId('dawn-fairley');
    const password = 'copper kettle lantern';
    await world.accounts.setPassword(dawn, 'd.fairley@millrace.example', password);
    const details = { name: 'Dawn Moor', email: 'd.moor@millrace.example' };
    expect((await owen.send(of(dawn, '/details'), details)).says).toContain('The details are changed.');
    expect(await world.accounts.signIn('d.moor@millrace.example', password)).toEqual({ personId: dawn });
    expect(await world.accounts.signIn('d.fairley@millrace.example', password)).toBe('refused');
    const taken = await owen.post(of(dawn, '/details'), { ...details, email: 's.oduya@millrace.example' });
    expect([taken.status, taken.says]).toEqual([400, expect.stringContaining('Somebody else has this address')]);
  });

  it('are given roles and lose them, from and until a day', async () => {
    const dawn = personId('dawn-fairley');
    expect((await owen.get(of(dawn, '/give-role?role=special-needs-coordinator'))).html).toMatch(
      /value="special-needs-coordinator" checked/,
    );
    const role = { role: 'special-needs-coordinator', standing: 'cover', ...dated('from', '2026-11-18') };
    const until = dated('until', '2026-11-17');
    expect((await owen.post(of(dawn, '/give-role'), { ...role, ...until })).says).toContain(
      'The last day can’t be before the first',
    );
    const given = await owen.send(of(dawn, '/give-role'), { ...role, ...dated('until', '2026-12-18') });
    expect(given.says).toContain('Special needs coordinator, cover from 18 Nov 2026, until 18 Dec 2026');
    const end = of(dawn, '/end-role/attendance-lead/holder');
    expect((await owen.get(end)).says).toContain('Nobody else is attendance lead.');
    const tooEarly = await owen.post(end, dated('on', '2026-08-31'));
    expect([tooEarly.status, tooEarly.says]).toEqual([
      422,
      expect.stringContaining('A role can’t end before it begins.'),
    ]);
    expect(tooEarly.html).toMatch(/name="on-day"[^>]* value="31"/);
    const ended = await owen.send(end, dated('on', '2026-11-20'));
    expect(ended.says).toMatch(/Attendance lead since .*, until 20 Nov 2026/);
    expect((await owen.get(of(dawn, '/end-role/headteacher/holder'))).status).toBe(404);
  });

  it('are shut out of what a role opened as soon as it is over, wherever they are signed in', async () => {
    const dawn = personId('dawn-fairley');
    const here = new Browsing(world, await world.cookieOf('dawn-fairley'));
    expect((await here.get(`/schools/${millrace}/letters`)).status).toBe(200);
    const other = { role: 'designated-teacher', standing: 'holder', ...dated('from', '2026-11-16') };
    await owen.send(of(dawn, '/give-role'), other);
    await owen.send(of(dawn, '/end-role/attendance-lead/holder'), dated('on', '2026-11-15'));
    expect((await here.get(`/schools/${millrace}/letters`)).status).toBe(403);
    expect((await here.get(`/schools/${millrace}/today`)).status).toBe(200);
  });

  it('fill a role that nobody holds', async () => {
    const fill = `${all}/fill/designated-teacher`;
    expect((await owen.get(fill)).says).toMatch(/Who is designated teacher\?.*Dawn Fairley/);
    const given = { personId: personId('helen-strand'), standing: 'holder', ...dated('from', '2026-11-16') };
    expect((await owen.send(fill, given)).says).toMatch(/Helen Strand .*Designated teacher/);
    expect((await owen.post(fill, { ...given, personId: personId('priya-raman') })).status).toBe(404);
    expect((await owen.get(`${all}/fill/caretaker`)).status).toBe(404);
  });

  it('are away, and come back', async () => {
    const dawn = personId('dawn-fairley');
    const away = { ...dated('from', '2026-11-16'), ...dated('to', '2026-11-20') };
    expect((await owen.send(of(dawn, '/away'), away)).says).toContain('Away: 16 Nov 2026 to 20 Nov 2026.');
    expect((await owen.get(all)).says).toContain('Away until 20 Nov 2026');
  });

  it('are signed out after their last day, which says what they hold', async () => {
    const dawn = personId('dawn-fairley');
    const cookie = await world.cookieOf('dawn-fairley');
    const there = async () => (await new Browsing(world, cookie).get(`/schools/${millrace}/today`)).status;
    const { says } = await owen.get(of(dawn, '/leave'));
    expect(says).toMatch(/These roles end on that day: Attendance lead\. .*Attendance lead \(no deputy and no cover\)/);
    expect((await owen.send(of(dawn, '/leave'), leaving('2026-11-16'))).says).toContain('Leaves on 16 Nov 2026');
    expect(await there()).toBe(200);
    await world.moveTo('2026-11-17T00:00:00.000Z');
    expect(await there()).toBe(303);
  });

  it('whose last day is past are out at once, and so are links that were made for them', async () => {
    const dawn = personId('dawn-fairley');
    const { token } = await world.accounts.makeLink('sign-in', dawn, { minutes: 600 });
    await owen.send(of(dawn, '/leave'), leaving('2026-11-13'));
    expect(await world.accounts.readLink(token)).toBeNull();
    expect((await owen.post(of(dawn, '/sign-in-link'))).status).toBe(404);
  });

  it('do not leave while nobody else looks after the installation', async () => {
    const [dawn, sam] = [personId('dawn-fairley'), personId('sam-oduya')];
    await world.send({ type: 'MakeOperator', data: { personId: personId('owen-pryce') } });
    await world.caughtUp();
    const page = await owen.post(of(personId('owen-pryce'), '/leave'), leaving('2026-11-20'));
    expect([page.status, page.says]).toEqual([422, expect.stringContaining('They are the only operator')]);
    for (const each of [dawn, sam]) await world.send({ type: 'MakeOperator', data: { personId: each } });
    await world.caughtUp();
    expect((await owen.post(of(dawn, '/leave'), leaving('2026-11-20'))).status).toBe(303);
  });

  it('are signed out everywhere when somebody fears for their account', async () => {
    const cookie = await world.cookieOf('dawn-fairley');
    const page = await owen.send(of(personId('dawn-fairley'), '/sign-out'));
    expect(page.says).toContain('This person is signed out everywhere');
    expect((await new Browsing(world, cookie).get(`/schools/${millrace}/today`)).status).toBe(303);
  });

  it('who were never here are nowhere', async () => expect((await owen.get(of(newId()))).status).toBe(404));
});

describe('where mail leaves', () => {
  it('a link goes by letter, and is shown to nobody', async () => {
    const world = await WebWorld.open({ at, env: { SMTP_URL: 'smtp://127.0.0.1:9' } });
    try {
      const owen = new Browsing(world, await world.cookieOf('owen-pryce'));
      const dawn = personId('dawn-fairley');
      const page = await owen.send(of(dawn, '/sign-in-link'));
      expect(page.says).toContain('A sign-in link is on its way to this person.');
      expect(page.html).not.toMatch(/sign-in\/[\w-]{43}/);
      await owen.send(of(dawn, '/sign-in-link'));
      await world.caughtUp();
      const written = await world.installation.rows.find(letters, { recipientId: dawn });
      expect(written.map(({ letterId, kind, step }) => [letterId, kind, step])).toEqual([
        [letterIdOf(dawn, 'sign-in-link-invitation-2026-11-16', 1), 'sign-in-link', 'invitation'],
      ]);
    } finally {
      await world.close();
    }
  }, 60_000);
});
