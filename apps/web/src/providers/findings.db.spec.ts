import { newId } from '#event-sourcing';
import { personId, providerId, schoolId, siteId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const providers = `/schools/${schoolId('hollin-bank')}/providers`;
const ours = `${providers}/${providerId('wheelhouse')}`;
const day = (name: string, [year = '', month = '', date = '']: string[]) => ({
  [`${name}-day`]: date,
  [`${name}-month`]: month,
  [`${name}-year`]: year,
});
const on = (text: string, name = 'on') => day(name, text.split('-'));
const registration = {
  about: 'provider',
  registered: 'as-a-school',
  number: '100001',
  inspectorate: 'Ofsted',
  source: 'Get information about schools',
  bearing: 'It may teach full time.',
  ...on('2026-11-13'),
};
const approval = {
  about: 'provider',
  approved: 'approved',
  authority: 'Millbeck',
  source: 'The authority’s list',
  because: '',
  ...on('2026-11-13'),
  ...on('2026-11-20', 'until'),
};

describe('what was found of a provider', () => {
  let world: WebWorld;
  let ruth: Browsing;
  beforeEach(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
  }, 60_000);
  afterEach(() => world.close());

  // Procedure: S4.5, S4.13, S13.7
  it('is its registration, with source, date, who looked and how it bore on the decision; what stood before stays', async () => {
    expect((await ruth.get(ours)).says).toContain('Registration as a school Not looked up yet');
    expect((await ruth.get(providers)).says).toContain('Nobody has looked up yet whether it is registered');
    const { says } = await ruth.send(`${ours}/registration`, registration);
    expect(says).toMatch(
      /Registered as a school Number 100001, Ofsted\. How it bore on the decision: It may teach full time\.\. Get information about schools, 13 Nov 2026, Ruth Calloway/,
    );
    await world.caughtUp();
    expect((await ruth.get(providers)).says).toContain(
      'Registered as a school, Get information about schools, 13 Nov 2026.',
    );
    const not = { ...registration, registered: 'not-registered', number: '', inspectorate: '', ...on('2026-11-16') };
    const later = await ruth.send(`${ours}/registration`, not);
    expect(later.says).toMatch(/Registration as a school Not registered .*What was found earlier.*Number 100001/);
    const sameAgain = await ruth.send(`${ours}/registration`, not);
    expect(sameAgain.says).toContain('There was nothing new in what you sent');
    const wrong = await ruth.post(`${ours}/registration`, {
      ...registration,
      number: '',
      bearing: '',
      ...on('2026-11-17'),
    });
    expect([wrong.status, wrong.says]).toEqual([
      400,
      expect.stringMatching(/Enter today or an earlier day|Enter how this bears/),
    ]);
  });

  // Procedure: S4.9, S4.10
  it('is what inspectors said, also of one site, and that they have not been there yet', async () => {
    const notYet = {
      about: siteId('wheelhouse'),
      inspected: 'not-yet-inspected',
      source: 'Ofsted’s website',
      ...on('2026-11-16'),
    };
    expect((await ruth.send(`${ours}/inspection`, notYet)).says).toMatch(
      /approval of this site .*Inspection Not yet inspected Ofsted’s website, 16 Nov 2026/,
    );
    const report = {
      ...notYet,
      about: 'provider',
      inspected: 'inspected',
      outcome: 'Good',
      view: 'Strong on safeguarding',
    };
    const unsaid = await ruth.post(`${ours}/inspection`, { ...report, outcome: '' });
    expect([unsaid.status, unsaid.says]).toEqual([400, expect.stringContaining('Enter the outcome')]);
    const full = { ...report, link: 'https://reports.example/1', ...on('2026-03-03', 'reportedOn') };
    const shown = await ruth.send(`${ours}/inspection`, full);
    expect(shown.says).toContain('Good, report of 3 Mar 2026. What the school made of it: Strong on safeguarding.');
    expect(shown.html).toContain('href="https://reports.example/1"');
    const bad = await ruth.post(`${ours}/inspection`, { ...full, link: 'javascript:alert(1)' });
    expect([bad.status, bad.says]).toEqual([400, expect.stringContaining('Enter an address that begins with https')]);
  });

  // Procedure: S5.6, S5.7
  it('is looked up where the edition in force says that authorities list whom they approve of', async () => {
    expect((await ruth.get(`${ours}/approval`)).says).toContain(
      'For example: Staffordshire Connects, listings in alternative provision, Derbyshire Synergy, search by route or',
    );
  });

  // Procedure: S5.1, S5.2, S13.8
  it('is a local authority’s approval, which answers none of the checks', async () => {
    const about = { checkId: newId(), providerId: providerId('wheelhouse'), siteId: siteId('wheelhouse') };
    const row = { ...about, row: 'prevent', round: 2, personId: personId('ruth-calloway'), on: '2026-11-16' };
    await world.send({ type: 'RecordCheckNotMet', data: { ...row, evidence: 'None was shown.' } });
    await world.caughtUp();
    const { says } = await ruth.send(`${ours}/approval`, approval);
    expect(says).toMatch(
      /It answers none of the checks\..*Approved Ends 20 Nov 2026 Millbeck\. Holds until 20 Nov 2026/,
    );
    expect(says).toMatch(/24 of 25 checks settled, the last on 16 Nov 2026\. 1 missing/);
    const unsaid = await ruth.post(`${ours}/approval`, { ...approval, approved: 'not-approved' });
    expect([unsaid.status, unsaid.says]).toEqual([400, expect.stringContaining('although it is not approved')]);
    const reason = { ...approval, approved: 'not-approved', authority: '', because: 'The only one near home' };
    expect((await ruth.send(`${ours}/approval`, reason)).says).toContain(
      'Why the provider is used: The only one near home.',
    );
  });

  it('is its insurance and policies, of which those that end stand out in the list', async () => {
    const policy = { about: 'provider', policy: 'public-liability-insurance', ...on('2026-11-16') };
    await ruth.send(`${ours}/policy`, { ...policy, ...on('2025-12-01', 'from'), ...on('2026-11-30', 'until') });
    const over = { ...policy, policy: 'motor-insurance', ...on('2026-11-13', 'until') };
    expect((await ruth.send(`${ours}/policy`, over)).says).toMatch(
      /Motor insurance for carrying pupils Ended 13 Nov 2026 .*Public liability insurance Ends 30 Nov 2026 From 1 Dec 2025\. Until 30 Nov 2026/,
    );
    await ruth.send(`${ours}/policy`, { ...policy, policy: 'complaints-policy' });
    await world.caughtUp();
    const list = await ruth.get(providers);
    expect(list.says).toContain('Motor insurance for carrying pupils Ended 13 Nov 2026');
    expect(list.says).toContain('Public liability insurance Ends 30 Nov 2026');
    expect(list.says).not.toContain('Complaints policy');
    const wrong = await ruth.post(`${ours}/policy`, { ...over, policy: '', ...on('2026-12-01', 'from') });
    expect([wrong.status, wrong.says]).toEqual([400, expect.stringContaining('Choose what you saw')]);
  });

  it('is recorded by those who may enter providers, and seen by every school', async () => {
    await ruth.send(`${ours}/approval`, approval);
    await world.caughtUp();
    const martin = new Browsing(world, await world.cookieOf('martin-ellery'));
    for (const kind of ['registration', 'inspection', 'approval', 'policy']) {
      const path = `${ours}/${kind}`;
      expect([kind, (await martin.get(path)).status, (await martin.post(path)).status]).toEqual([kind, 403, 403]);
      const nowhere = await ruth.get(`${providers}/${newId()}/${kind}`);
      expect([kind, nowhere.status]).toEqual([kind, 404]);
      expect((await ruth.get(`${path}?site=${siteId('wheelhouse')}`)).html).toContain(
        `<option value="${siteId('wheelhouse')}" selected>`,
      );
    }
    const owen = new Browsing(world, await world.cookieOf('owen-pryce'));
    const theirs = await owen.get(`/schools/${schoolId('millrace')}/providers/${providerId('wheelhouse')}`);
    expect(theirs.says).toContain('Approved Ends 20 Nov 2026');
  });
});
