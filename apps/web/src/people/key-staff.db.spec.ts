import { newId } from '#event-sourcing';
import { schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const keyStaff = `/schools/${hollinBank}/key-staff`;

// Procedure: S2.1, S2.2, S2.3, S2.4, S2.5, S2.6, S2.7, S2.8
describe('the key staff page of a school', () => {
  let world: WebWorld;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
  }, 60_000);
  afterAll(() => world.close());

  it('names who answers for what, today and on another day, with the way to fill what nobody holds', async () => {
    const ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
    const page = await ruth.get(keyStaff);
    expect(page.says).toMatch(/Hollin Bank School, 01632 960101 Key staff Today, Monday 16 November 2026/);
    expect(page.says).toMatch(/Headteacher Ruth Calloway since .*Designated safeguarding lead Priya Raman since/);
    expect(page.says).toContain('Deputy: Martin Ellery');
    expect(page.says).toContain('Priya Raman holds several of these roles');
    const owen = new Browsing(world, await world.cookieOf('owen-pryce'));
    const millrace = await owen.get(`/schools/${schoolId('millrace')}/key-staff`);
    expect(millrace.html).toContain(`href="/schools/${schoolId('millrace')}/people/fill/special-needs-coordinator"`);
    const before = await ruth.get(`${keyStaff}?on=2020-01-06`);
    expect(before.says).toMatch(/Key staff Monday 6 January 2020 .*Headteacher Nobody/);
    expect((await ruth.get(`${keyStaff}?on=soon`)).says).toContain('Today, Monday 16 November 2026');
  });

  it('is open to whoever sees placements, who can’t fill a role', async () => {
    const personId = newId();
    await world.send({ type: 'AddPerson', data: { personId, name: 'Ola Finch', email: 'o.finch@hollinbank.example' } });
    const held = {
      schoolId: schoolId('millrace'),
      role: 'special-needs-coordinator',
      standing: 'holder',
      from: '2026-11-01',
    };
    await world.send({ type: 'GiveRole', data: { ...held, personId } });
    await world.caughtUp();
    const ola = await new Browsing(world, await world.cookieFor(personId)).get(
      `/schools/${schoolId('millrace')}/key-staff`,
    );
    expect(ola.says).toContain('Special needs coordinator Ola Finch since 1 Nov 2026');
    expect(ola.html).not.toContain('/people/fill/');
  });
});
