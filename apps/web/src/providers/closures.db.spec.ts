import {
  adultId,
  placementId,
  providerId,
  schoolId,
  siteId,
  subjectId,
} from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const monday = '2026-11-16';
const page = `/schools/${schoolId('hollin-bank')}/providers/${providerId('wheelhouse')}`;
const site = `${page}/sites/${siteId('wheelhouse')}`;
const dated = (name: string, day: string) => {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};
const nothing = { 'to-day': '', 'to-month': '', 'to-year': '' };
const closing = (from: string, to?: string, session = 'day') => ({
  ...dated('from', from),
  ...(to === undefined ? nothing : dated('to', to)),
  session,
  because: 'Boiler',
});
const amara = {
  placementId: placementId('amara', 'wheelhouse'),
  subjectId: subjectId('amara'),
  schoolId: schoolId('hollin-bank'),
  siteId: siteId('wheelhouse'),
  on: monday,
};

describe('a site', () => {
  let world: WebWorld;
  let martin: Browsing;
  let ruth: Browsing;
  beforeEach(async () => {
    world = await WebWorld.open({ at: `${monday}T08:00:00.000Z` });
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
    // Whoever takes the call enters it: the attendance lead.
    martin = new Browsing(world, await world.cookieOf('martin-ellery'));
  }, 60_000);
  afterEach(() => world.close());

  /** Hours later he signs in again. */
  async function passTo(at: string): Promise<void> {
    await world.moveTo(at);
    martin = new Browsing(world, await world.cookieOf('martin-ellery'));
  }
  const eventsSince = async (position: bigint) =>
    (await world.installation.store.readAll(position, 100)).map(({ type }) => type);

  it('closes for a day, once, however often the form is sent, and the closure is taken back', async () => {
    const before = await world.installation.store.head();
    const closed = await martin.send(`${site}/close`, closing('2026-11-18'));
    expect(closed.says).toMatch(
      /The closure is entered\. .*Wednesday 18 November 2026, the whole day: Boiler Take back/,
    );
    await world.caughtUp();
    expect((await martin.send(`${site}/close`, closing('2026-11-18'))).says).toContain('There was nothing new');
    expect(await eventsSince(before)).toEqual(['SiteClosed']);

    const back = `${site}/reopen/2026-11-18`;
    expect((await martin.get(back)).says).toMatch(/Take back the closure of Wednesday 18 November 2026 .*Boiler/);
    const half = await martin.send(back, { session: 'am' });
    expect(half.says).toMatch(/The closure is taken back\. .*18 November 2026, the afternoon: Boiler/);
    expect((await martin.get(back)).says).not.toContain('The whole day');
    const open = await martin.send(back, { session: 'pm' });
    expect(open.says).toContain('Closures None ahead.');
    expect((await martin.get(back)).status).toBe(404);
    expect((await martin.send(back, { session: 'pm' })).says).toContain('There was nothing new');
    expect(await eventsSince(before)).toEqual(['SiteClosed', 'SiteReopened', 'SiteReopened']);
  });

  it('closes for days, each of which is a closure of its own; nobody is expected at the weekend', async () => {
    const before = await world.installation.store.head();
    const closed = await martin.send(`${site}/close`, closing('2026-11-19', '2026-11-23', 'pm'));
    expect(closed.says).toMatch(/Thursday 19 .*afternoon: Boiler .*Friday 20 .*Monday 23 November 2026, the afternoon/);
    expect(await eventsSince(before)).toEqual(['SiteClosed', 'SiteClosed', 'SiteClosed']);
  });

  it('is told everything that is wrong with a closure at once', async () => {
    const wrong = await martin.post(`${site}/close`, { ...nothing, session: '', because: '' });
    expect(wrong.status).toBe(400);
    for (const each of ['Enter the day', 'Choose which part', 'Enter the reason']) expect(wrong.says).toContain(each);
    const says = async (from: string, to?: string) => (await martin.post(`${site}/close`, closing(from, to))).says;
    expect(await says('2026-11-18', '2026-11-17')).toContain('The last day can’t be before the first');
    expect(await says('2026-11-18', '2027-11-17')).toContain('Enter 100 days or fewer at a time');
    expect(await says('2026-11-21', '2026-11-22')).toContain('on a Saturday or Sunday');
    expect(await says('2026-09-01')).toContain('The day is too long ago');
    expect(await says('2026-11-18', '2026-11-31')).toContain('Enter a real day');
  });

  it('closes late today: the page says what becomes of each pupil of the school who is expected', async () => {
    const words = async () => (await martin.get(`${site}/close`)).says;
    expect(await words()).toMatch(
      /If it is closed today, Monday 16 November 2026 Amara Blake, the morning is looked for from 9am on\. Amara Blake, the afternoon is looked for from 1:15pm on\./,
    );
    await passTo(`${monday}T09:20:00.000Z`);
    expect(await words()).toContain('Amara Blake, the morning is looked for at once.');
    await world.send({
      type: 'RecordAnswer',
      data: {
        ...amara,
        session: 'am',
        sessionBeginsAt: `${monday}T08:50:00.000Z`,
        answer: 'present',
        answeredAt: `${monday}T09:20:00.000Z`,
        channel: 'link',
        byId: adultId('tom-arkwright'),
      },
    });
    await world.caughtUp();
    expect(await words()).toContain('Amara Blake, the morning is marked already, and that stays as it is.');
    await world.missed({ ...amara, session: 'pm' }, 'silence', `${monday}T13:45:00.000Z`);
    await passTo(`${monday}T14:00:00.000Z`);
    expect(await words()).toContain('Amara Blake, the afternoon is looked for already, and that goes on.');
    const closed = await martin.send(`${site}/close`, closing(monday, undefined, 'pm'));
    expect(closed.says).toMatch(/Pupils who were expected today are looked for: see the Today board\. .*Closed this/);
    expect((await martin.get(`${site}/reopen/${monday}`)).says).toContain('A search that has begun goes on');
  });

  it('says of a session that is over that nothing changes, and shows closures that are over apart', async () => {
    await passTo(`${monday}T12:30:00.000Z`);
    expect((await martin.get(`${site}/close`)).says).toMatch(/the morning was expected in a session that is over/);
    const closed = await martin.send(`${site}/close`, closing('2026-11-13'));
    expect(closed.says).toMatch(/Closures None ahead\. Closures that are over, Canal Street workshop Friday 13/);
  });

  it('closes for good after a last day, which may move, and stays open after all', async () => {
    const before = await world.installation.store.head();
    const asked = await ruth.get(`${site}/give-up`);
    expect(asked.says).toContain('1 pupil of your school is placed there now: end their placements');
    const form = { ...dated('on', '2026-12-18'), because: 'The lease ends' };
    const given = await ruth.send(`${site}/give-up`, form);
    expect(given.says).toMatch(/Last day 18 Dec 2026 .*Closed for good after 18 Dec 2026: The lease ends/);
    await world.caughtUp();
    expect((await ruth.send(`${site}/give-up`, form)).says).toContain('There was nothing new');
    const wrong = await ruth.post(`${site}/give-up`, { because: '' });
    expect(wrong.says).toMatch(/Enter the last day .*Enter the reason/);
    const moved = await ruth.send(`${site}/give-up`, { ...form, ...dated('on', '2026-11-13') });
    expect(moved.says).toMatch(/Canal Street workshop Closed for good .*after 13 Nov 2026/);
    const list = await ruth.get(`/schools/${schoolId('hollin-bank')}/providers?q=canal`);
    expect(list.says).toContain('Closed for good');
    expect(list.says).not.toMatch(/Millbeck .* is asked about attendance/);
    const kept = await ruth.send(`${site}/take-up`);
    expect(kept.says).toContain('The site is not closed for good any more.');
    expect((await ruth.get(`${site}/take-up`)).status).toBe(404);
    expect(await eventsSince(before)).toEqual(['SiteGivenUp', 'SiteTakenUp', 'SiteGivenUp', 'SiteTakenUp']);
  });
});
