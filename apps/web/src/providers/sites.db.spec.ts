import { providerId, schoolId, siteId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const school = `/schools/${schoolId('hollin-bank')}`;
const details = `${school}/providers/${providerId('wheelhouse')}/sites/${siteId('wheelhouse')}/details`;

// Procedure: S4.8
describe('the sites where the pupils of a school are taught', () => {
  let world: WebWorld;
  let ruth: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-18T09:00:00.000Z' });
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
  }, 60_000);
  afterAll(() => world.close());

  it('say where each is, whom to ask, and which pupils of the school are there', async () => {
    const { says, html } = await ruth.get(`${school}/sites`);
    expect(says).toMatch(/\d pupils at \d sites\./);
    expect(says).toMatch(
      /Canal Street workshop The Wheelhouse Project Address .* Telephone 01632 \d+ Open Not entered Asked about attendance Tom Arkwright.* Our pupils there Amara Blake Year 10 Started/,
    );
    expect(says).not.toContain('Jodie');
    expect(html).toContain(`href="${school}/providers/${providerId('wheelhouse')}"`);
    expect((await ruth.get(`${school}/providers`)).html).toContain(`href="${school}/sites"`);
  });

  it('say when each is open, once that is entered', async () => {
    const opening = 'Monday to Thursday, 9am to 3pm';
    const form = { name: 'Canal Street workshop', address: '14 Canal Street', telephone: '01632 960201', opening };
    await ruth.send(details, form);
    expect((await ruth.get(details)).html).toContain(`value="${opening}"`);
    expect((await ruth.get(`${school}/sites`)).says).toContain(`Open ${opening} Asked`);
    const long = await ruth.post(details, { ...form, opening: 'x'.repeat(161) });
    expect([long.status, long.says]).toEqual([400, expect.stringContaining('Use 160 characters or fewer for when')]);
  });
});
