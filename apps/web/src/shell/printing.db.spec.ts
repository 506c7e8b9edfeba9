import { placementId, providerId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const school = `/schools/${schoolId('hollin-bank')}`;
const placement = `${school}/placements/${placementId('amara', 'wheelhouse')}`;

describe('a page that is taken to a meeting on paper', () => {
  let world: WebWorld;
  let ruth: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:05:00.000Z' });
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
  }, 60_000);
  afterAll(() => world.close());

  it.each([
    ['a placement', placement],
    ['the checklist', `${placement}/checks`],
    ['what a provider must know', `${placement}/briefing`],
    ['a provider', `${school}/providers/${providerId('wheelhouse')}`],
    ['the key staff', `${school}/key-staff`],
  ])('says when %s was printed and by whom, and has the way to print it', async (_, page) => {
    const { html, says } = await ruth.get(page);
    expect(says).toContain('Printed on Monday 16 November 2026, 9:05am, by Ruth Calloway.');
    // It shows itself where JavaScript runs; without it, it would lead nowhere.
    expect(html).toMatch(/data-print hidden><button type="button" class="wm-link-button">Print this page/);
  });
});
