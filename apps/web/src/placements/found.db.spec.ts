import { newId } from '#event-sourcing';
import { placements } from '#read-models';
import { schoolId, siteId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const amara = `/schools/${hollinBank}/pupils/${subjectId('amara')}`;
const dated = (name: string, day: string) => {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};
const answers = () => ({
  form: newId(),
  siteId: siteId('northlight'),
  purpose: 'Tuition in mathematics.',
  ...dated('startOn', '2026-11-06'),
  'week-5-am': 'yes',
  'week-5-am-arrive': '09:30',
  'week-5-am-leave': '12:00',
});

describe('a placement that has begun already', () => {
  let world: WebWorld;
  let ruth: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
  }, 60_000);
  afterAll(() => world.close());

  const atNorthlight = async () =>
    (await world.installation.rows.find(placements, { subjectId: subjectId('amara') })).filter(
      (each) => each.siteId === siteId('northlight'),
    );

  it('is recorded without a proposal, its gaps plain to see, and their date is set', async () => {
    expect((await ruth.get(`${amara}/propose-placement`)).html).toContain(`href="${amara}/found-placement"`);
    const checked = await ruth.post(`${amara}/found-placement`, answers());
    expect(checked.says).toMatch(/Check your answers .*First day Friday 6 November 2026 .*began outside the procedure/);
    const page = await ruth.send(`${amara}/found-placement/checked`, answers());
    expect(page.says).toMatch(
      /It is recorded that the placement has begun, outside the procedure\. .*Amara Blake Started/,
    );
    expect(page.says).toMatch(/Still missing, though it has begun No date is set\..*The signed agreement Overdue/);
    expect(page.says).toMatch(/What to do next It has begun though things are missing\..*Set the date/);
    const [, address = ''] = /href="([^"]+\/gaps-due)"/.exec(page.html) ?? [];
    const dateSet = await ruth.send(address, dated('dueOn', '2026-12-11'));
    expect(dateSet.says).toMatch(/The signed agreement Due by 11 Dec 2026/);
    expect(dateSet.says).not.toContain('What to do next It has begun');
  });

  it('is one placement, however often it is sent, and goes on where it was broken off', async () => {
    const before = (await atNorthlight()).length;
    const form = answers();
    const [first, second] = [
      await ruth.post(`${amara}/found-placement/checked`, form),
      await ruth.post(`${amara}/found-placement/checked`, form),
    ];
    expect([first.status, second.status]).toEqual([303, 303]);
    await world.caughtUp();
    expect(await atNorthlight()).toHaveLength(before + 1);
  });

  it('has not begun on a day to come', async () => {
    const later = { ...answers(), ...dated('startOn', '2026-11-17') };
    expect((await ruth.post(`${amara}/found-placement`, later)).says).toContain('The first day can’t be in the future');
    const slip = { ...answers(), ...dated('startOn', '2006-11-17') };
    expect((await ruth.post(`${amara}/found-placement`, slip)).says).toContain('within the last three years');
    const empty = await ruth.post(`${amara}/found-placement/checked`, {});
    expect([empty.status, empty.says]).toEqual([400, expect.stringContaining('Enter the first day')]);
  });

  it('may be one that was proposed, and then what is missing is a gap', async () => {
    const proposed = newId();
    const { id, edition } = world.edition;
    const about = { placementId: proposed, subjectId: subjectId('amara'), schoolId: hollinBank };
    const where = { providerId: (await atNorthlight())[0]?.providerId ?? '', siteId: siteId('northlight') };
    const slots = [{ weekday: 5, session: 'pm', arriveAt: '13:15', leaveAt: '15:00' }];
    const plan = { purpose: 'Tuition.', startOn: '2026-11-27', slots, procedure: { id, edition } };
    await world.send({ type: 'ProposePlacement', data: { ...about, ...where, ...plan } });
    await world.caughtUp();
    const page = `/schools/${hollinBank}/placements/${proposed}`;
    expect((await ruth.get(page)).html).toContain(`href="${page}/found-started"`);
    const early = await ruth.post(`${page}/found-started`, dated('startedOn', '2026-11-17'));
    expect([early.status, early.says]).toEqual([400, expect.stringContaining('The day can’t be in the future')]);
    const begun = await ruth.send(`${page}/found-started`, dated('startedOn', '2026-11-13'));
    expect(begun.says).toMatch(/It is recorded that the placement has begun.* Began Outside the procedure/);
    const other = await ruth.post(`${page}/found-started`, dated('startedOn', '2026-11-12'));
    expect([other.status, other.says]).toEqual([422, expect.stringContaining('started already, on another day')]);
  });
});
