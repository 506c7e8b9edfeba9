import { people, schools } from '#read-models';
import { personId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const filled = {
  name: 'Saltmarsh School',
  telephone: '01632 960 200',
  attendanceMailbox: 'attendance@saltmarsh.example',
  urn: '123450',
  localAuthority: '860',
  address: '1 Sea Lane',
  calendarOf: schoolId('millrace'),
  person: 'Ruth Amery',
  email: 'r.amery@saltmarsh.example',
  roles: ['headteacher'],
};
const hiddenId = (html: string) => /name="schoolId" value="([^"]+)"/.exec(html)?.[1] ?? '';

// Each test goes on from where the one before left the installation.
describe('the schools of an installation', () => {
  let world: WebWorld;
  let priya: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    await world.send({ type: 'MakeOperator', data: { personId: personId('priya-raman') } });
    await world.caughtUp();
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
  }, 60_000);
  afterAll(() => world.close());
  const named = async (name: string) =>
    (await world.installation.rows.find(schools, {})).filter((each) => each.name === name);

  it('are found, and opened, from the operators and from the choice of schools', async () => {
    for (const page of ['/operators', '/schools', '/operators/schools']) {
      expect((await priya.get(page)).html).toContain('href="/schools/new"');
    }
    const dawn = new Browsing(world, await world.cookieOf('dawn-fairley'));
    expect((await dawn.get('/schools')).html).not.toContain('/schools/new');
    expect((await priya.get('/operators/schools')).says).toContain('Millrace Academy');
  });

  it('begin with whoever opens them, unless they say who else sets it up', async () => {
    const { html } = await priya.get('/schools/new');
    expect(html).toContain('value="Priya Raman"');
    expect(html).toMatch(/value="headteacher" checked/);
  });

  it('say what is wrong, and keep what was right', async () => {
    const wrong = await priya.post('/schools/new', {
      ...filled,
      urn: '12',
      calendarOf: '',
      roles: ['attendance-lead'],
    });
    expect(wrong.status).toBe(400);
    for (const text of [
      'A URN has six digits',
      'Choose whose calendar it keeps',
      'Choose headteacher or senior leader',
    ]) {
      expect(wrong.says).toContain(text);
    }
    expect(wrong.html).toContain('value="Saltmarsh School"');
    expect(wrong.html).toMatch(/value="attendance-lead" checked/);
    const twin = await priya.post('/schools/new', { ...filled, name: 'millrace academy' });
    expect([twin.status, twin.says]).toEqual([400, expect.stringContaining('A school of this name is open already')]);
  });

  it('open with the calendar of another and with somebody in them, once, however often the form is sent', async () => {
    const form = { ...filled, schoolId: hiddenId((await priya.get('/schools/new')).html) };
    await priya.send('/schools/new', form);
    const page = await priya.send('/schools/new', form);
    expect(page.says).toContain('The school is open.');
    expect(page.says).toContain(
      'Saltmarsh School URN 123450, 1 person Nobody who may add people there has come in yet.',
    );
    const [school, ...more] = await named('Saltmarsh School');
    const [millrace] = await named('Millrace Academy');
    expect(more).toEqual([]);
    expect(school).toMatchObject({ localAuthority: '860', address: '1 Sea Lane', terms: millrace?.terms });
    expect(school?.sessionTimes.at(-1)).toEqual(millrace?.sessionTimes.at(-1));
    const found = (await world.installation.rows.find(people, {})).filter(({ name }) => name === 'Ruth Amery');
    expect(found).toHaveLength(1);
  });

  it('let their first person in by a link, until somebody who manages them has a password', async () => {
    const list = await priya.get('/operators/schools');
    const action = /action="([^"]+)"[^<]*<button[^<]*for Ruth Amery/.exec(list.html)?.[1] ?? '';
    const { html } = await priya.post(action);
    const link = new URL(/>(http[^<]+)<\/textarea>/.exec(html)?.[1] ?? '').pathname;
    const ruth = new Browsing(world);
    expect((await ruth.post(link)).headers['location']).toBe('/account/password');
    expect((await ruth.get('/')).headers['location']).toMatch(/^\/schools\/[^/]+\/today$/);
    const password = 'copper kettle lantern';
    await ruth.send('/account/password', { password, again: password });
    expect((await priya.get('/operators/schools')).says).not.toContain('a sign-in link for Ruth Amery');
    expect((await priya.post(action)).status).toBe(404);
  });

  it('lead whoever opens one for themselves to its set-up', async () => {
    const own = { ...filled, name: 'Fenside School', urn: '', calendarOf: 'own', email: 'p.raman@hollinbank.example' };
    const { says } = await priya.send('/schools/new', own);
    expect(says).toMatch(/The school is open\. .*Fenside School .*What to do next/);
    expect(says).toContain('Headteacher Priya Raman');
  });
});
