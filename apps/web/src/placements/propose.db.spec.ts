import { keyRoles } from '#domain';
import { newId } from '#event-sourcing';
import { placements } from '#read-models';
import { personId, providerId, schoolId, siteId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing, type Shown } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const amara = `/schools/${hollinBank}/pupils/${subjectId('amara')}`;
const ask = `${amara}/propose-placement`;
const checked = `${ask}/checked`;
const dated = (name: string, day: string) => {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};
const proposal = () => ({
  form: newId(),
  siteId: siteId('harbour-kitchen'),
  purpose: 'To learn to cook.',
  ...dated('startOn', '2026-12-04'),
  ...dated('plannedEndOn', '2027-02-12'),
  'week-5-am': 'yes',
  'week-5-am-arrive': '9.30',
  'week-5-am-leave': '12:00',
  'week-5-pm': 'yes',
  'week-5-pm-arrive': '13:10',
  'week-5-pm-leave': '15:00',
  // The times of a half that is not chosen are sent, too, and say nothing.
  'week-1-am-arrive': '8:50',
  'week-1-am-leave': 'noon',
});
/** What a page would send on: its hidden fields. */
const hiddenIn = ({ html }: Shown): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );

describe('proposing a placement', () => {
  let world: WebWorld;
  let priya: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
  }, 60_000);
  afterAll(() => world.close());

  const ofAmara = async () => world.installation.rows.find(placements, { subjectId: subjectId('amara') });

  it('begins at the list or at the pupil’s page, for those whose role it is', async () => {
    expect((await priya.get(`/schools/${hollinBank}/placements`)).html).toContain('/placements/propose"');
    expect((await priya.get(amara)).html).toContain(`href="${ask}"`);
    const everybody = await priya.get(`/schools/${hollinBank}/placements/propose`);
    expect(everybody.html).toContain(`href="${ask}"`);
    const found = await priya.post(`/schools/${hollinBank}/placements/propose`, { asked: 'dray cal' });
    expect(found.says).toMatch(/1 pupil found\. Propose a placement for Callum Dray Year 10 Not in the list\?/);
    const nobody = await priya.post(`/schools/${hollinBank}/placements/propose`, { asked: 'Kemp' });
    expect(nobody.says).toContain('No pupil of this school was found.');
    const maya = new Browsing(world, await world.cookieFor(personId('dawn-fairley')));
    expect((await maya.get(`/schools/${schoolId('millrace')}/placements`)).html).not.toContain('/placements/propose"');
  });

  // Procedure: S1.9
  it('waits until each key role has a holder, at a school that has none for one', async () => {
    const jodie = `/schools/${schoolId('millrace')}/pupils/${subjectId('jodie')}`;
    const owen = new Browsing(world, await world.cookieOf('owen-pryce'));
    const { says, html } = await owen.get(`${jodie}/propose-placement`);
    expect(says).toContain(
      'Nobody at Millrace Academy is quality of education lead, special needs coordinator or designated teacher. Before',
    );
    expect(html).toContain(`href="/schools/${schoolId('millrace')}/people"`);
    expect(html).not.toContain('name="purpose"');
    for (const page of [`${jodie}/propose-placement`, `${jodie}/propose-placement/checked`]) {
      const refused = await owen.post(page, proposal());
      expect([refused.status, refused.says]).toEqual([422, expect.stringContaining('There is a problem Nobody at')]);
      expect(refused.html).toContain('To learn to cook.');
    }
    // What has begun is recorded all the same.
    expect((await owen.get(`${jodie}/found-placement`)).html).toContain('name="purpose"');
  });

  it('asks for the site, the days and each half of the week, with the school’s own times', async () => {
    const { says, html } = await priya.get(ask);
    expect(says).toMatch(/Propose a placement .*Harbour Kitchen: Quay House/);
    expect(html).toMatch(/name="week-1-am-arrive"[^>]*value="0\d:\d\d"/);
    expect(says).toMatch(
      /Monday Monday Morning Arrives, Monday morning Leaves, Monday morning Now at Canal Street workshop/,
    );
  });

  it('says everything that is wrong at once, and keeps what was typed', async () => {
    const wrong = await priya.post(ask, {
      ...proposal(),
      siteId: newId(),
      purpose: '',
      ...dated('startOn', '2026-11-13'),
      ...dated('plannedEndOn', '2027-02-31'),
      'week-5-am-arrive': 'nine',
      'week-5-pm-leave': '13:10',
    });
    expect(wrong.status).toBe(400);
    expect(wrong.says).toContain(
      [
        'There is a problem',
        'Choose the provider’s site',
        'Enter what the placement is for',
        'The first day can’t be in the past: a placement that has begun is recorded as such',
        'Enter a real day, such as 23 11 2026',
        'Friday morning: enter a time, such as 8:50 or 13:10',
        'Friday afternoon: the pupil can’t leave before arriving',
      ].join(' '),
    );
    for (const kept of ['value="nine"', 'value="31"', 'value="13:10"']) expect(wrong.html).toContain(kept);
    // Each error leads to its field.
    for (const [, target = ''] of wrong.html.matchAll(/<a href="#([^"]+)"/g))
      expect(wrong.html).toContain(`id="${target}"`);
    const { 'week-5-am': _, 'week-5-pm': __, ...noWeek } = proposal();
    expect((await priya.post(ask, noWeek)).says).toContain('Choose at least one session');
    const backwards = { ...proposal(), ...dated('plannedEndOn', '2026-11-27') };
    expect((await priya.post(ask, backwards)).says).toContain('The last day can’t be before the first');
    const slip = { ...proposal(), ...dated('startOn', '2062-11-30'), ...dated('plannedEndOn', '2062-12-30') };
    expect((await priya.post(ask, slip)).says).toContain('The first day must be within a year from today');
    const twice = { ...proposal(), 'week-5-am-leave': '13:30' };
    expect((await priya.post(ask, twice)).says).toContain('Friday afternoon: it can’t begin before the morning ends');
  });

  it('shows the answers before anything is recorded, and lets each be changed', async () => {
    const head = await world.installation.store.head();
    const answers = await priya.post(ask, proposal());
    expect(answers.status).toBe(200);
    expect(answers.says).toMatch(
      /Check your answers Provider Harbour Kitchen Quay House .*What for To learn to cook\. .*First day Friday 4 December 2026 .*Planned last day Friday 12 February 2027 .*Week Friday morning, 9:30am to midday Friday afternoon, 1:10pm to 3pm/,
    );
    const changing = await priya.post(ask, { ...hiddenIn(answers), change: 'yes' });
    expect([changing.status, changing.says]).toEqual([200, expect.not.stringContaining('There is a problem')]);
    expect(changing.html).toContain('To learn to cook.</textarea>');
    expect(changing.html).toMatch(/name="week-5-am" type="checkbox" value="yes" checked/);
    expect(await world.installation.store.head()).toBe(head);
  });

  it('warns where the pupil is expected elsewhere, and of a first day on which the school does not meet', async () => {
    const elsewhere = {
      ...proposal(),
      'week-1-am': 'yes',
      'week-1-am-leave': '12:00',
      ...dated('startOn', '2026-11-28'),
    };
    const { says } = await priya.post(ask, elsewhere);
    expect(says).toMatch(/Monday morning: the pupil is planned to be at Canal Street workshop then\./);
    expect(says).toContain('The school does not meet on Saturday 28 November 2026');
    expect((await priya.post(ask, proposal())).says).not.toContain('Warning');
  });

  it('makes one placement, however often it is sent, and its page says what comes next', async () => {
    const before = (await ofAmara()).length;
    const answers = hiddenIn(await priya.post(ask, proposal()));
    const page = await priya.send(checked, answers);
    expect(page.says).toMatch(/The placement is proposed\. .*Placement Amara Blake Proposed/);
    expect(page.says).toMatch(/What to do next It can’t start yet\. Next it needs/);
    expect((await priya.post(checked, answers)).status).toBe(303);
    await world.caughtUp();
    const there = await ofAmara();
    expect(there).toHaveLength(before + 1);
    expect(there.find(({ stage }) => stage === 'proposed')).toMatchObject({
      siteId: siteId('harbour-kitchen'),
      startOn: '2026-12-04',
      plannedEndOn: '2027-02-12',
      procedure: { id: world.edition.id, edition: world.edition.edition },
      weeks: [
        {
          slots: [
            { weekday: 5, session: 'am', arriveAt: '09:30', leaveAt: '12:00' },
            { weekday: 5, session: 'pm', arriveAt: '13:10', leaveAt: '15:00' },
          ],
        },
      ],
    });
    const other = await priya.post(checked, { ...answers, purpose: 'Otherwise.' });
    expect([other.status, other.says]).toEqual([422, expect.stringContaining('proposed already, otherwise than this')]);
  });

  it('is asked again when what is sent is not as it was checked', async () => {
    const answers = hiddenIn(await priya.post(ask, proposal()));
    const broken = await priya.post(checked, { ...answers, siteId: '' });
    expect([broken.status, broken.says]).toEqual([400, expect.stringContaining('Choose the provider’s site')]);
  });

  it('offers no site that is closed for good, and none after its last day', async () => {
    const site = { providerId: providerId('greenacre'), siteId: siteId('greenacre') };
    await world.send({ type: 'GiveUpSite', data: { ...site, on: '2026-12-01', because: 'The lease ends.' } });
    await world.caughtUp();
    const late = await priya.post(ask, { ...proposal(), siteId: site.siteId });
    expect(late.says).toContain('The site closes for good after Tuesday 1 December 2026');
    await world.send({ type: 'GiveUpSite', data: { ...site, on: '2026-11-13', because: 'The lease ends.' } });
    await world.caughtUp();
    expect((await priya.get(ask)).html).not.toContain(`<option value="${site.siteId}"`);
    expect((await priya.post(ask, { ...proposal(), siteId: site.siteId })).says).toContain(
      'Choose the provider’s site',
    );
  });

  it('says where to begin while no provider is entered', async () => {
    const empty = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z', entered: false });
    const [school, head, pupil] = [newId(), newId(), newId()];
    const line = { telephone: '01632 960100', attendanceMailbox: 'attendance@alder.example' };
    await empty.send({ type: 'OpenSchool', data: { schoolId: school, name: 'Alder School', ...line } });
    await empty.send({
      type: 'AddPerson',
      data: { personId: head, name: 'Ada Firth', email: 'a.firth@alder.example' },
    });
    const held = { personId: head, standing: 'holder', from: '2026-11-01' };
    for (const role of keyRoles) await empty.send({ type: 'GiveRole', data: { schoolId: school, ...held, role } });
    await empty.caughtUp();
    const ada = new Browsing(empty, await empty.cookieFor(head));
    const choose = await ada.get(`/schools/${school}/placements/propose`);
    expect(choose.says).toContain('No pupil is entered yet. Not in the list? Enter a pupil');
    const named = { givenName: 'Nia', familyName: 'Okafor', upnUnknownBecause: 'New to England' };
    const data = { subjectId: pupil, schoolId: school, ...named, bornOn: '2012-05-09', yearGroup: 10 };
    await empty.send({ type: 'EnterPupil', data });
    await empty.caughtUp();
    const form = await ada.get(`/schools/${school}/pupils/${pupil}/propose-placement`);
    expect(form.says).toContain('No provider is entered yet.');
    expect(form.html).toContain(`href="/schools/${school}/providers/enter"`);
    await empty.close();
  }, 60_000);
});
