import { adultId, placementId, providerId, schoolId, siteId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const [hollinBank, millrace] = [schoolId('hollin-bank'), schoolId('millrace')];
const wheelhouse = { providerId: providerId('wheelhouse'), siteId: siteId('wheelhouse') };
const form = '7d4c0a52-1f0e-4a0b-9d6a-3f6f5b1d2c11';
const because = 'A parent told us of a fire door that is chained.';

// Each test goes on from where the one before left the stop.
// Procedure: S4.22
describe('a stop', () => {
  let world: WebWorld;
  let martin: Browsing; // Deputy safeguarding lead at Hollin Bank.
  let ruth: Browsing; // Its head.
  let sam: Browsing; // Safeguarding lead at Millrace.
  let shown = '';
  const provider = (school: string) => `/schools/${school}/providers/${wheelhouse.providerId}`;
  const atMillrace = () => shown.replace(hollinBank, millrace);
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-18T09:00:00.000Z' });
    martin = new Browsing(world, await world.cookieOf('martin-ellery'));
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
    sam = new Browsing(world, await world.cookieOf('sam-oduya'));
  }, 60_000);
  afterAll(() => world.close());

  it('is set with what was heard, and says what it does before that', async () => {
    const page = `${provider(hollinBank)}/stop`;
    const asked = await martin.get(`${page}?site=${wheelhouse.siteId}`);
    expect(asked.says).toContain('Waymark sends nothing to the provider.');
    expect(asked.html).toMatch(new RegExp(`value="${wheelhouse.siteId}" selected`));
    expect(asked.html).toContain(`value="${adultId('tom-arkwright')}"`);
    const empty = await martin.post(page, { form, about: 'provider' });
    expect([empty.status, empty.says]).toEqual([400, expect.stringContaining('Enter what you have heard')]);

    const set = await martin.post(page, { form, about: wheelhouse.siteId, because });
    expect(set.status).toBe(303);
    shown = (set.headers['location'] ?? '').split('?')[0] ?? '';
    const { says } = await martin.get(set.headers['location'] ?? '');
    expect(says).toMatch(/New starts there are stopped.*Stop: Canal Street workshop, The Wheelhouse Project/);
    expect(says).toMatch(
      /Set by Hollin Bank School Martin Ellery Since 9am on Wednesday 18 November 2026 Why A parent/,
    );
    expect(says).toMatch(/1 still to be decided\..*Amara Blake/);
    // The same form sent twice is the same stop.
    expect((await martin.post(page, { form, about: wheelhouse.siteId, because })).headers['location']).toContain(shown);
    expect((await martin.get(provider(hollinBank))).html.split('New starts are stopped').length).toBe(2);
  });

  it('reaches every school at once, which learns whose it is and not why', async () => {
    await world.caughtUp();
    expect((await sam.get(`/schools/${millrace}/today`)).says).toMatch(
      /New starts are stopped Canal Street workshop, The Wheelhouse Project 1 placement of yours is there\. 1 still to be/,
    );
    const { says, html } = await sam.get(atMillrace());
    expect(says).toMatch(/Set by Hollin Bank School Since/);
    expect(says).toContain('Why it was set stays with Hollin Bank School. Ring their safeguarding lead: 01632 960101');
    expect(says).toContain('Jodie Kemp');
    for (const secret of [because, 'Martin Ellery', 'Amara']) expect(html).not.toContain(secret);
    for (const each of ['refer', 'lift']) expect((await sam.get(`${atMillrace()}/${each}`)).status).toBe(404);
  });

  it('lets nobody begin there, nor be proposed', async () => {
    const priya = new Browsing(world, await world.cookieOf('priya-raman'));
    const { id, edition } = world.edition;
    const about = { placementId: placementId('ryan', 'wheelhouse'), schoolId: hollinBank };
    const plan = { purpose: 'Bikes.', startOn: '2026-11-24', procedure: { id, edition } };
    const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' }];
    const proposal = { ...about, subjectId: form, ...wheelhouse, ...plan, slots };
    const refused = world.send({ type: 'ProposePlacement', data: { ...proposal, placementId: form } });
    await expect(refused).rejects.toThrow(/provider-stopped|stopped new starts/);
    const page = await priya.get(`/schools/${hollinBank}/placements/${placementId('amara', 'wheelhouse')}`);
    expect(page.says).toMatch(/Amara Blake Started.* New starts are stopped: Canal Street workshop/);
  });

  it('has each school decide about each of its placements there', async () => {
    const decide = `${shown}/placements/${placementId('amara', 'wheelhouse')}`;
    const empty = await martin.post(decide);
    expect(empty.says).toContain('Choose what you decided Enter why, and what you did for the pupil');
    const answer = { decision: 'kept-away', because: 'Fetched at ten; she is in school.' };
    const decided = await martin.send(decide, answer);
    expect(decided.says).toMatch(/Suspend the placement now: until then the provider is asked each day\..*Amara Blake/);
    expect((await martin.get(shown)).says).toContain(
      'The pupil does not go there meanwhile: Fetched at ten; she is in school. Martin Ellery, 18 Nov 2026',
    );
    // Another school's placement is none of theirs.
    const theirs = `${shown}/placements/${placementId('jodie', 'wheelhouse')}`;
    expect((await martin.get(theirs)).status).toBe(404);
  });

  it('is referred with whom, when and the reference, and not for a moment to come', async () => {
    const refer = `${shown}/refer`;
    const day = { 'on-day': '18', 'on-month': '11', 'on-year': '2026' };
    const ahead = await martin.post(refer, { to: 'The designated officer', at: '23:10', ...day });
    expect([ahead.status, ahead.says]).toEqual([400, expect.stringContaining('The time can’t be in the future')]);
    const done = await martin.send(refer, { to: 'The designated officer', at: '8:40', reference: 'LA-4411', ...day });
    expect(done.says).toMatch(
      /The referral is recorded\..*The designated officer, 8:40am on Wednesday 18 November 2026, reference LA-4411/,
    );
  });

  it('is lifted by somebody else, and then holds nowhere', async () => {
    const lifting = { because: 'The fire service has seen the door.' };
    const own = await martin.post(`${shown}/lift`, lifting);
    expect([own.status, own.says]).toEqual([422, expect.stringContaining('lifted by somebody else than who set it')]);
    const lifted = await ruth.send(`${shown}/lift`, lifting);
    expect(lifted.says).toMatch(/The stop is lifted\..*Lifted 18 Nov 2026 Ruth Calloway The fire service has seen/);
    await world.caughtUp();
    expect((await sam.get(`/schools/${millrace}/today`)).says).not.toContain('New starts are stopped');
    expect((await sam.get(provider(millrace))).says).toContain('Stops that were lifted');
  });

  it('sends no letter to anybody', async () => {
    const log = await world.installation.store.readAll(0n, 10_000, { types: ['LetterComposed'] });
    expect(log).toEqual([]);
  });
});
