import { newId } from '#event-sourcing';
import { schoolId } from '../../../../libs/simulation/src/week/names.js';
import { findStarted } from '../../../../test/support/found-started.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const gaps = `/schools/${hollinBank}/gaps`;
const on = (day: string, month: string, year: string) => ({
  'dueOn-day': day,
  'dueOn-month': month,
  'dueOn-year': year,
});

// Each test goes on from where the one before left the placement.
describe('what is missing for a placement that was found to have begun', () => {
  const placementId = newId();
  const page = `/schools/${hollinBank}/placements/${placementId}`;
  let world: WebWorld;
  let priya: Browsing;
  let ruth: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-18T09:00:00.000Z' });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
    await findStarted(world, placementId);
  }, 60_000);
  afterAll(() => world.close());

  it('shows as overdue from the first day, on the placement and for the school, with the way to record it', async () => {
    const shown = await priya.get(page);
    expect(shown.says).toMatch(
      /Still missing, though it has begun No date is set\. The signed agreement Overdue: no date is set/,
    );
    expect(shown.html).toContain(`href="${page}/agree"`);
    expect((await priya.get(`/schools/${hollinBank}/placements`)).says).toContain('1 placement has gaps');
    const { says } = await priya.get(gaps);
    expect(says).toMatch(/1 placement has gaps, 1 of them overdue\. The headteacher, or whoever deputises, sets/);
    expect(says).toMatch(/Callum Dray Year 10, Quay House The signed agreement Overdue: no date is set/);
  });

  it('has a date that a head sets, for all placements without one at once, and nobody else', async () => {
    expect((await priya.post(gaps, on('11', '12', '2026'))).status).toBe(403);
    expect((await priya.get(`${page}/gaps-due`)).status).toBe(403);
    const early = await ruth.post(gaps, on('17', '11', '2026'));
    expect([early.status, early.says]).toEqual([400, expect.stringContaining('Enter today or a later day')]);
    expect((await ruth.post(gaps, {})).says).toContain('Enter the day by which everything is to be there');
    const { says } = await ruth.send(gaps, on('11', '12', '2026'));
    expect(says).toMatch(/The date by which everything is to be there is set\..*none of them overdue/);
    expect(says).toMatch(/Callum Dray.*Due by 11 Dec 2026 Move the date/);
  });

  it('is moved by a head, with a reason', async () => {
    const asked = await ruth.get(`${page}/gaps-due`);
    expect(asked.says).toMatch(/Missing: the signed agreement\. It is due by the end of 11 Dec 2026\./);
    const silent = await ruth.post(`${page}/gaps-due`, on('15', '1', '2027'));
    expect([silent.status, silent.says]).toEqual([400, expect.stringContaining('Enter why it is another day')]);
    const moved = await ruth.send(`${page}/gaps-due`, { ...on('15', '1', '2027'), because: 'The mother is away.' });
    expect(moved.says).toMatch(/Due by the end of 15 Jan 2027\. The mother is away\..*Due by 15 Jan 2027/);
    expect(moved.says).toMatch(/What happened Date set for what is missing by Ruth Calloway/);
  });

  it('is done when it is there', async () => {
    const done = await priya.send(`${page}/agree`, {
      signedBy: 'Wendy Dray',
      'agreedOn-day': '18',
      'agreedOn-month': '11',
      'agreedOn-year': '2026',
      'receivedOn-day': '18',
      'receivedOn-month': '11',
      'receivedOn-year': '2026',
    });
    expect(done.says).toMatch(/What was missing when it was found The signed agreement Done, 18 Nov 2026/);
    expect((await priya.get(gaps)).says).toContain('Nothing is missing for any running placement.');
  });

  it('is for those who see the placements of the school', async () => {
    const dawn = new Browsing(world, await world.cookieOf('dawn-fairley'));
    expect((await dawn.get(gaps)).status).toBe(404);
  });
});
