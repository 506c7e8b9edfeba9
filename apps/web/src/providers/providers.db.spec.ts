import { newId } from '#event-sourcing';
import { providers } from '#read-models';
import { adultId, providerId, schoolId, siteId } from '../../../../libs/simulation/src/week/names.js';
import { sites } from '../../../../libs/simulation/src/week/trust.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const at = '2026-11-16T09:00:00.000Z';
const all = `/schools/${schoolId('hollin-bank')}/providers`;
const newcomer = () => ({
  form: newId(),
  name: 'Alder & Sons Boatyard',
  urn: '',
  ukprn: '',
  siteName: 'The slipway',
  address: '1 Quay Road, Millbeck',
  siteTelephone: '01632 960444',
  contactName: 'Una Marsh',
  email: 'una@alder.example',
});

describe('the providers', () => {
  let world: WebWorld;
  let ruth: Browsing;
  beforeEach(async () => {
    world = await WebWorld.open({ at });
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
  }, 60_000);
  afterEach(() => world.close());

  it('are listed with their sites and whom to ask there, and found by the beginning of a word', async () => {
    const { says } = await ruth.get(all);
    expect(says).toMatch(
      /5 providers\. .*The Wheelhouse Project .*Canal Street workshop 3 Canal Street, Millbeck 01632 960201/,
    );
    expect(says).toMatch(
      /Tom Arkwright is asked about attendance\. \d pupils? of Hollin Bank School (is|are) placed here/,
    );
    expect((await ruth.get(`${all}?q=WHEEL+canal`)).says).toMatch(/1 provider matches\. .*The Wheelhouse Project/);
    const none = await ruth.get(`${all}?q=quarry`);
    expect(none.says).toContain('No provider matches what you asked for. Show all providers');
    expect(none.html).toContain('value="quarry"');
  });

  it('are narrowed down by what staff need, and the list keeps what was chosen', async () => {
    const site = { providerId: providerId('northlight'), siteId: siteId('northlight') };
    await world.send({ type: 'CloseSite', data: { ...site, on: '2026-11-16', because: 'Boiler' } });
    await world.send({
      type: 'ChangeProvider',
      data: { providerId: providerId('greenacre'), name: 'Greenacre Farm', urn: '100001' },
    });
    const left = { siteId: siteId('wheelhouse'), adultId: adultId('tom-arkwright'), on: '2026-11-13' };
    await world.send({ type: 'LeaveAdult', data: { providerId: providerId('wheelhouse'), ...left } });
    await world.caughtUp();
    const names = Object.values(sites).map(({ provider }) => provider);
    const found = async (query: string) => {
      const { says } = await ruth.get(`${all}?${query}`);
      return names.filter((name) => says.includes(name));
    };
    expect(await found('closing=yes')).toEqual(['Northlight Tuition']);
    expect(await found('registered=yes')).toEqual(['Greenacre Farm']);
    expect(await found('unasked=yes')).toEqual(['The Wheelhouse Project']);
    expect(await found('unasked=yes&registered=yes')).toEqual([]);
    // Second Stage is Millrace's alone, and every check of the week's sites has been recorded.
    expect(await found('placed=yes')).not.toContain('Second Stage Arts');
    expect(await found('placed=yes')).toHaveLength(4);
    expect(await found('checks=yes')).toEqual([]);
    const chosen = await ruth.get(`${all}?closing=yes&registered=no`);
    expect(chosen.html).toMatch(/name="closing" type="checkbox" value="yes" checked/);
    expect(chosen.html).toMatch(/<option value="no" selected>/);
    expect(chosen.html).toContain('<details class="govuk-details" open>');
  });

  it('say plainly where nobody is asked, and where a site is closed', async () => {
    const left = { siteId: siteId('wheelhouse'), adultId: adultId('tom-arkwright'), on: '2026-11-13' };
    const site = { providerId: providerId('wheelhouse'), siteId: siteId('wheelhouse') };
    await world.send({ type: 'LeaveAdult', data: { providerId: providerId('wheelhouse'), ...left } });
    await world.send({ type: 'CloseSite', data: { ...site, on: '2026-11-16', because: 'Boiler' } });
    await world.caughtUp();
    expect((await ruth.get(`${all}?q=canal`)).says).toMatch(/Closed today .*Nobody is asked about attendance/);
  });

  it('come fifty at a time, with the way on that keeps what was asked for', async () => {
    for (let n = 1; n <= 51; n += 1) {
      const name = `Quarry ${String(n).padStart(2, '0')}`;
      await world.send({ type: 'EnterProvider', data: { providerId: newId(), name, ukprn: '10000001' } });
    }
    await world.caughtUp();
    const first = await ruth.get(`${all}?q=quarry&registered=yes`);
    expect(first.says).toMatch(/51 providers match\. .*Quarry 01 .*Quarry 50/);
    expect(first.says).not.toContain('Quarry 51');
    const next = `${all}?q=quarry&amp;registered=yes&amp;page=2`;
    expect(first.html).toContain(`href="${next}"`);
    const second = await ruth.get(next.replaceAll('&amp;', '&'));
    expect(second.says).toContain('Quarry 51');
    expect(second.says).not.toContain('Quarry 50');
    // Past the end is the end.
    expect((await ruth.get(`${all}?q=quarry&page=99`)).says).toContain('Quarry 51');
  });

  it('are entered with a site and a contact in one go, once, however often the form is sent', async () => {
    const form = newcomer();
    const page = await ruth.send(`${all}/enter`, form);
    expect(page.says).toMatch(
      /The provider is entered, with its site .*Alder & Sons Boatyard .*The slipway .*Una Marsh Asked about attendance/,
    );
    await world.caughtUp();
    const again = await ruth.send(`${all}/enter`, form);
    expect(again.says).toContain('There was nothing new in what you sent');
    const there = await world.installation.rows.find(providers, {});
    expect(there.filter(({ name }) => name === form.name)).toHaveLength(1);
    const other = await ruth.post(`${all}/enter`, { ...newcomer(), name: 'ALDER & sons boatyard' });
    expect([other.status, other.says]).toEqual([
      400,
      expect.stringContaining('A provider of this name is entered already'),
    ]);
  });

  it('are told everything that is wrong with the form at once, and it keeps what was typed', async () => {
    const wrong = { ...newcomer(), urn: '12', ukprn: '2', siteName: '', siteTelephone: 'none', email: 'una' };
    const page = await ruth.post(`${all}/enter`, wrong);
    expect(page.status).toBe(400);
    for (const each of ['URN of six', 'UKPRN of eight', 'the site’s name', 'number for the site', 'an email address']) {
      expect(page.says).toContain(each);
    }
    expect(page.html).toContain('value="Una Marsh"');
  });
});
