import { newId } from '#event-sourcing';
import { adultId, providerId, schoolId, siteId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const ours = `/schools/${schoolId('hollin-bank')}/providers/${providerId('wheelhouse')}`;
const site = `${ours}/sites/${siteId('wheelhouse')}`;
const tom = `${ours}/adults/${adultId('tom-arkwright')}`;
const lee = (form = newId()) => ({
  form,
  name: 'Lee Gull',
  email: 'lee@wheelhouse.example',
  telephone: '01632 960555',
  attendanceContact: 'no',
});
const on = (day: string, month: string, year: string) => ({ 'on-day': day, 'on-month': month, 'on-year': year });

describe('what is known of a provider', () => {
  let world: WebWorld;
  let ruth: Browsing;
  beforeEach(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
  }, 60_000);
  afterEach(() => world.close());

  /** Sends a form twice: what the first one changes is one event at least, and what the second one changes is nothing. */
  async function sentTwice(path: string, form: Record<string, string>): Promise<string> {
    const before = await world.installation.store.head();
    const { says } = await ruth.send(path, form);
    const head = await world.installation.store.head();
    expect(head).toBeGreaterThan(before);
    await world.caughtUp();
    expect((await ruth.send(path, form)).says).toContain('There was nothing new in what you sent');
    expect(await world.installation.store.head()).toBe(head);
    return says;
  }

  it('changes: its name and its numbers', async () => {
    expect((await ruth.get(`${ours}/details`)).html).toContain('value="The Wheelhouse Project"');
    const form = { name: 'Wheelhouse Training', urn: '100001', ukprn: '10000001' };
    expect(await sentTwice(`${ours}/details`, form)).toMatch(/details are changed.*Wheelhouse Training URN 100001/);
    const without = await ruth.send(`${ours}/details`, { ...form, urn: '' });
    expect(without.says).toContain('URN None entered UKPRN 10000001');
    const taken = await ruth.post(`${ours}/details`, { ...form, name: 'greenacre FARM' });
    expect([taken.status, taken.says]).toEqual([400, expect.stringContaining('of this name is entered already')]);
    const wrong = await ruth.post(`${ours}/details`, { name: '', urn: '12', ukprn: '' });
    expect(wrong.says).toMatch(/Enter the provider’s name .*Enter a URN of six digits/);
  });

  it('has further sites, each under a name of its own', async () => {
    const form = { form: newId(), name: 'The Shed', address: '2 Lock Lane, Millbeck', telephone: '01632 960222' };
    expect(await sentTwice(`${ours}/add-site`, form)).toMatch(
      /The site is added\. .*The Shed 2 Lock Lane, Millbeck 01632 960222.*Nobody is asked about attendance/,
    );
    const again = await ruth.post(`${ours}/add-site`, { ...form, form: newId() });
    expect([again.status, again.says]).toEqual([400, expect.stringContaining('has a site of this name already')]);
    const details = { name: 'Canal Street', address: '5 Canal Street, Millbeck', telephone: '01632 960203' };
    expect(await sentTwice(`${site}/details`, details)).toMatch(
      /The site’s details are changed\. .*Canal Street 5 Canal Street, Millbeck 01632 960203/,
    );
    const wrong = await ruth.post(`${site}/details`, { ...details, name: 'The Shed', telephone: 'none' });
    expect([wrong.status, wrong.says]).toEqual([400, expect.stringContaining('a telephone number for the site')]);
    const elsewhere = `/schools/${schoolId('hollin-bank')}/providers/${providerId('greenacre')}`;
    expect((await ruth.get(`${elsewhere}/sites/${siteId('wheelhouse')}/details`)).status).toBe(404);
  });

  it('has people at a site, one of whom is asked about attendance', async () => {
    const form = lee();
    expect(await sentTwice(`${site}/add-adult`, form)).toMatch(
      /This person is entered\. .*Tom Arkwright Asked about attendance .*Lee Gull lee@wheelhouse\.example, 01632 960555/,
    );
    expect((await ruth.post(`${site}/add-adult`, lee())).says).toContain('Somebody else at this site has this address');
    const [, other = ''] =
      /adults\/([\w-]{36})\/details">Change<span class="govuk-visually-hidden"> Lee/.exec(
        (await ruth.get(ours)).html,
      ) ?? [];
    const asked = await ruth.get(`${ours}/adults/${other}/details`);
    expect(asked.says).toContain('then go to them, and no more to Tom Arkwright');
    const { form: _form, ...details } = form;
    expect(await sentTwice(`${ours}/adults/${other}/details`, { ...details, attendanceContact: 'yes' })).toContain(
      'Lee Gull Asked about attendance',
    );
    expect((await ruth.get(ours)).says).not.toContain('Tom Arkwright Asked');
    const wrong = await ruth.post(`${site}/add-adult`, { ...lee(), name: '', email: 'lee', attendanceContact: '' });
    expect(wrong.says).toMatch(/Enter the name .*Enter an email address.*Choose whether they are asked/);
  });

  // Procedure: S15.5, S15.6
  it('has somebody who stands in, and somebody who leads on safeguarding', async () => {
    const { form: _form, ...details } = { ...lee(), attendanceStandIn: 'yes', safeguardingLead: 'yes' };
    expect(await sentTwice(`${site}/add-adult`, { ...lee(), ...details })).toContain(
      'Lee Gull Stands in on attendance Leads on safeguarding',
    );
    await ruth.send(`${tom}/leaves`, { ...on('13', '11', '2026'), next: 'nobody' });
    const { says } = await ruth.get(ours);
    expect(says).not.toContain('Nobody is asked about attendance');
  });

  it('loses people, and somebody follows whoever was asked', async () => {
    await ruth.send(`${site}/add-adult`, lee());
    await world.caughtUp();
    const asked = await ruth.get(`${tom}/leaves`);
    expect(asked.says).toMatch(/Who is asked about attendance then\? Lee Gull Nobody for now/);
    const [, other = ''] = /name="next" type="radio" value="([\w-]{36})"/.exec(asked.html) ?? [];
    const unsaid = await ruth.post(`${tom}/leaves`, on('16', '11', '2026'));
    expect([unsaid.status, unsaid.says]).toEqual([400, expect.stringContaining('Choose who is asked')]);
    const early = await ruth.post(`${tom}/leaves`, { ...on('17', '11', '2026'), next: 'nobody' });
    expect(early.says).toContain('Enter today or an earlier day');
    const gone = await ruth.send(`${tom}/leaves`, { ...on('13', '11', '2026'), next: other });
    expect(gone.says).toMatch(/The last day of this person is entered\. .*Lee Gull Asked about attendance/);
    expect(gone.says).toContain('Tom Arkwright, until 13 Nov 2026');
    // Who has left is not there to leave or to change.
    expect((await ruth.get(`${tom}/leaves`)).status).toBe(404);
    expect((await ruth.post(`${tom}/details`, lee())).status).toBe(404);
    const last = await ruth.send(`${ours}/adults/${other}/leaves`, { ...on('16', '11', '2026'), next: 'nobody' });
    expect(last.says).toContain('Nobody is asked about attendance Nobody is entered.');
  });

  it('is changed by those who may', async () => {
    const martin = new Browsing(world, await world.cookieOf('martin-ellery'));
    for (const path of [
      `${ours}/details`,
      `${site}/details`,
      `${site}/add-adult`,
      `${tom}/leaves`,
      `${site}/give-up`,
    ]) {
      expect([path, (await martin.get(path)).status, (await martin.post(path)).status]).toEqual([path, 403, 403]);
    }
  });
});
