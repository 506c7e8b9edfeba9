import { namedStaff } from '#read-models';
import { personId, placementId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const millrace = schoolId('millrace');
const [dawn, helen, sam, nadia] = [
  personId('dawn-fairley'),
  personId('helen-strand'),
  personId('sam-oduya'),
  personId('nadia-brook'),
];
const of = (person: string, page = '') => `/schools/${millrace}/people/${person}${page}`;
const lastDay = (day: string) => {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return { 'on-day': dayOfMonth, 'on-month': month, 'on-year': year };
};
const because = 'The post is advertised.';

// Procedure: S2.4, S13.13, S13.15
describe('whoever leaves a school', () => {
  let world: WebWorld;
  let owen: Browsing;
  beforeEach(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    owen = new Browsing(world, await world.cookieOf('owen-pryce'));
  }, 60_000);
  afterEach(() => world.close());

  const keyStaff = async () => (await owen.get(`/schools/${millrace}/key-staff`)).says;
  const board = async () => (await owen.get(`/schools/${millrace}/today`)).says;
  const named = async () => world.installation.rows.get(namedStaff, placementId('jodie', 'wheelhouse'));

  it('is followed, or it is said why not yet', async () => {
    const page = await owen.post(of(dawn, '/leave'), lastDay('2026-12-18'));
    expect([page.status, page.says]).toEqual([
      400,
      expect.stringContaining('say why nobody does yet: 1 key role would be left open'),
    ]);
    expect(page.says).toContain('Attendance lead (no deputy and no cover). From 19 Dec 2026');
    expect((await owen.get(of(dawn))).says).not.toContain('Leaves on');

    const left = await owen.send(of(dawn, '/leave'), { ...lastDay('2026-12-18'), because });
    expect(left.says).toContain('Leaves on 18 Dec 2026');
    expect(left.says).toContain(`Why it is left so for now: ${because}`);
    for (const says of [await keyStaff(), await board()]) {
      expect(says).toContain('Nobody follows Dawn Fairley in 1 key role');
      expect(says).toContain('From 19 Dec 2026: Attendance lead (no deputy and no cover)');
      expect(says).toContain(because);
    }
    // It is for heads and senior leaders to see to, and for everybody who sees the key staff to know.
    const staff = new Browsing(world, await world.cookieOf('nadia-brook'));
    expect((await staff.get(`/schools/${millrace}/today`)).says).not.toContain('Nobody follows');
    const seen = await staff.get(`/schools/${millrace}/key-staff`);
    expect(seen.says).toContain('Nobody follows Dawn Fairley');
    expect(seen.html).not.toContain('/successors');
  });

  it('is followed from the day after on, in everything at once', async () => {
    await owen.send(of(dawn, '/leave'), { ...lastDay('2026-12-18'), everything: nadia });
    expect((await owen.get(of(dawn))).says).toContain('Nothing that they hold here is left without anybody.');
    expect(await keyStaff()).not.toContain('Nobody follows Dawn');
    const on = async (day: string) => (await owen.get(`/schools/${millrace}/key-staff?on=${day}`)).says;
    expect(await on('2026-12-18')).toMatch(/Attendance lead Dawn Fairley/);
    expect(await on('2026-12-19')).toMatch(/Attendance lead Nadia Brook since 19 Dec 2026/);
    await world.moveTo('2026-12-19T09:00:00.000Z');
    const nowLead = new Browsing(world, await world.cookieOf('nadia-brook'));
    expect((await nowLead.get(`/schools/${millrace}/today`)).says).toMatch(/Nadia Brook, .*attendance lead/);
  });

  it('is followed at each placement by somebody who does not stand in there already', async () => {
    await owen.send(of(helen, '/leave'), { ...lastDay('2026-12-18'), because });
    expect((await owen.get(of(helen))).says).toMatch(
      /Jodie Kemp: standing in for the safe and well checks and monitoring visits/,
    );
    const page = await owen.post(of(helen, '/successors'), { everything: nadia });
    expect(page.says).toContain('They stand in for this pupil already.');
    expect((await named())?.passedOn).toEqual([]);
    expect((await owen.post(of(helen, '/successors'), {})).says).toContain('Choose who follows');
    const done = await owen.send(of(helen, '/successors'), { everything: sam });
    expect(done.says).toContain('It is entered who follows.');
    expect(done.says).toContain('Nothing that they hold here is left without anybody.');
    await world.caughtUp();
    expect((await named())?.passedOn).toEqual([{ fromId: helen, toId: sam, from: '2026-12-19' }]);
    expect((await owen.get(`/schools/${millrace}/placements/${placementId('jodie', 'wheelhouse')}`)).says).toContain(
      'From 19 Dec 2026 Sam Oduya does what was Helen Strand’s. Noted by Owen Pryce.',
    );
    expect((await owen.get(of(helen, '/successors'))).says).toContain('Somebody follows them in everything');
  });

  it('is not followed by anybody of another school', async () => {
    await owen.send(of(dawn, '/leave'), { ...lastDay('2026-12-18'), because });
    const page = await owen.post(of(dawn, '/successors'), { everything: personId('priya-raman') });
    expect([page.status, page.says]).toEqual([400, expect.stringContaining('Choose who follows')]);
  });
});
