import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { newId } from '#event-sourcing';
import { evidenceFor } from '#simulation';
import { personId, schoolId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { enterAssurance } from '../../../../test/support/assurances.js';
import { desktop, openBrowser, overflow, phone, picture, violations } from '../../../../test/support/browser.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const password = 'copper kettle lantern';
const hollinBank = schoolId('hollin-bank');
const screens: [string, BrowserContextOptions][] = [
  ['desktop', desktop],
  ['phone', phone],
  ['phone without scripts', { ...phone, javaScriptEnabled: false }],
];

// One placement at a site that nobody has looked at yet, from the proposal to the start, by what the pages say comes next.
describe.each(screens)('a placement from the proposal to the start, on a %s', (screen, options) => {
  const scripted = options.javaScriptEnabled !== false;
  let world: WebWorld;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-18T09:00:00.000Z' });
    await world.accounts.setPassword(personId('ruth-calloway'), 'r.calloway@hollinbank.example', password);
    await openSite(world);
    browser = await openBrowser();
    page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(15_000);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
  /** The page as it should be: nothing that a program finds wrong, nothing sideways; a picture if one is wanted. */
  async function good(name: string): Promise<void> {
    await picture(page, `${screen}-propose-${name}`);
    const found = await (scripted ? violations(page) : []); // What looks for them is a script itself.
    expect([name, found, await overflow(page)]).toEqual([name, [], 0]);
  }
  async function day(label: string, parts: readonly [string, string, string]): Promise<void> {
    const group = page.getByRole('group', { name: label });
    for (const [index, part] of ['Day', 'Month', 'Year'].entries())
      await group.getByLabel(part).fill(parts[index] ?? '');
  }

  it('is proposed for a pupil, and the answers are checked', async () => {
    await page.goto(`${world.web.url}/schools/${hollinBank}/placements`);
    await page.getByLabel('Email address').fill('r.calloway@hollinbank.example');
    await page.getByLabel('Password').fill(password);
    await press('Sign in');
    await press('Propose a placement');
    await good('choose');
    await page.getByLabel('Name, or unique pupil number').fill('dray');
    await press('Find');
    await page.getByRole('link', { name: 'Propose a placement for Callum Dray' }).click();
    await press('Continue');
    await page.getByText('There is a problem').waitFor();
    await good('with-errors');
    await page.getByLabel('At which site?').selectOption({ label: 'Alder Boatyard: The slipway' });
    await page.getByLabel('What is the placement for?').fill('To build a boat.\nAnd to come back to mathematics.');
    await day('Which is the first day?', ['1', '12', '2026']);
    await page.getByRole('checkbox', { name: /^Tuesday\s+Morning$/ }).check();
    await page.getByRole('textbox', { name: /^Arrives\s*, Tuesday morning$/ }).fill('9:30');
    await page.getByLabel('Taught in school, or with another provider').check();
    await good('form');
    await press('Continue');
    await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
    await good('answers');
    await press(/^Change\s*: What for$/);
    expect(await page.getByLabel('What is the placement for?').inputValue()).toContain('And to come back');
    await page.getByLabel('What is the placement for?').fill('To build a boat.');
    await press('Continue');
    await press('Propose the placement');
    await page.getByText('The placement is proposed.').waitFor();
    await good('proposed');
  }, 120_000);

  it('has everything recorded that it needs, one thing leading to the next', async () => {
    await press('Record the checks of the site');
    await page.getByRole('heading', { name: 'Checks before admission' }).waitFor();
    const [first, ...others] = world.edition.checks.map(({ label }) => label);
    await page.getByRole('link', { name: first ?? '', exact: true }).click();
    await page.getByLabel('Met', { exact: true }).check();
    await page.getByLabel('What did you see').fill('Seen on the visit.');
    await press('Record this check');
    await page.getByText('The check is recorded.').waitFor();
    await press('Record several checks');
    await press('Record these checks');
    await page.getByRole('link', { name: 'Answer at least one row' }).waitFor();
    await good('checks-with-errors');
    for (const label of others) {
      const row = page.getByRole('group', { name: label, exact: true });
      await row.getByLabel('Met', { exact: true }).check();
      await page.getByLabel(`What did you see, or why does it not apply? ${label}`).fill('Seen on the visit.');
    }
    await press('Record these checks');
    await page.getByText('The checks are recorded.').waitFor();
    await page.getByText('25 of 25 rows are settled.').waitFor();
    await good('checks');
    await page.getByRole('link', { name: 'Back to the placement' }).click();
    // The aims come next; what else is asked for has forms of the same kind.
    await press('Record it');
    await press('Record it');
    await page.getByRole('link', { name: 'Enter at least one target' }).waitFor();
    await good('aims-with-errors');
    await page.getByLabel('Which outcome is sought?').fill('Back in school each day.');
    await page.getByLabel('First target').fill('Be there each Tuesday.');
    await page.getByLabel('What was tried before, and why is off-site better?').fill('A mentor.');
    await page.getByLabel('What does the pupil think of it?').fill('He wants to build a boat.');
    await page.getByLabel('What do the parents think of it?').fill('She is for it.');
    await press('Record it');
    await page.getByText('1. Be there each Tuesday.').waitFor();
    await good('aims');
    const about = { placementId: new URL(page.url()).pathname.split('/').at(-1) ?? '', subjectId: subjectId('callum') };
    const family = { parent: 'Wendy Dray', isChildInNeed: true } as const;
    const placed = { school: 'hollin-bank', by: 'priya-raman', ...family, reader: 'tom-arkwright' } as const;
    for (const command of evidenceFor({ about: { ...about, schoolId: hollinBank }, ...placed }, '2026-11-18')) {
      if (!['AgreePlacement', 'SetAims'].includes(command.type)) await world.send(command);
    }
    await world.caughtUp();
    await page.reload();
    await press('Record the agreement');
    await page.getByLabel('Who signed it?').fill('Wendy Dray, mother');
    await press('Record the agreement');
    await page.getByText('16 of 16 done.').waitFor();
    await good('ready');
  }, 240_000);

  it('starts', async () => {
    await press('Start the placement');
    await press('Start the placement');
    await page.getByText('The placement has started.').waitFor();
    await good('started');
  }, 60_000);

  it('gets another week', async () => {
    await page.getByRole('link', { name: 'Change the week' }).click();
    await day('From which day on?', ['8', '12', '2026']);
    await page.getByRole('checkbox', { name: /^Thursday\s+Afternoon$/ }).check();
    await page.getByRole('textbox', { name: /^Leaves\s*, Thursday afternoon$/ }).fill('13:00');
    await press('Save the week');
    await page.getByRole('link', { name: 'Thursday afternoon: the pupil can’t leave before arriving' }).waitFor();
    await good('week-with-errors');
    await page.getByRole('textbox', { name: /^Leaves\s*, Thursday afternoon$/ }).fill('15:00');
    await press('Save the week');
    await page.getByText('The week is planned.').waitFor();
    await page.getByText('From 8 Dec 2026: Tuesday morning').first().waitFor();
  }, 60_000);

  it('is found in the list, by name and by what is to be done', async () => {
    await page.getByRole('link', { name: 'All placements' }).click();
    await page.getByLabel('Pupil’s name, or unique pupil number').fill('dray');
    await press('Show');
    await page.getByText('2 placements found.').waitFor();
    await good('found-in-list');
    await page.getByLabel('Pupil’s name, or unique pupil number').fill('');
    await page.getByLabel('At which provider?').selectOption({ label: 'Alder Boatyard' });
    await press('Show');
    await page.getByText('1 placement.').waitFor();
    expect(page.url()).toMatch(/\/placements\?at=[0-9a-f-]+$/);
    await page.getByLabel('What is to be done?').selectOption({ label: 'Past its planned last day' });
    await press('Show');
    await page.getByText('No placement is like this.').waitFor();
    await good('nothing-in-list');
  }, 60_000);

  it('another is recorded that has begun already, with its gaps', async () => {
    await page.goto(`${world.web.url}/schools/${hollinBank}/pupils/${subjectId('ryan')}`);
    await page.getByRole('link', { name: 'Propose a placement' }).click();
    await page.getByRole('link', { name: /Record a placement that has begun/ }).click();
    await page.getByLabel('At which site?').selectOption({ label: 'Alder Boatyard: The slipway' });
    await page.getByLabel('What is the placement for?').fill('To learn a trade.');
    await day('Since which day does the pupil go there?', ['9', '11', '2026']);
    await page.getByRole('checkbox', { name: /^Monday\s+Afternoon$/ }).check();
    await good('begun');
    await press('Continue');
    await press('Record the placement');
    await page.getByText('It is recorded that the placement has begun').waitFor();
    await good('begun-gaps');
    await press('Set the date');
    await day('By the end of which day is everything to be there?', ['11', '12', '2026']);
    await press('Set the date');
    await page.getByText('Due by the end of 11 Dec 2026').first().waitFor();
  }, 60_000);
});

/** A provider with a site at which no check has been recorded. */
/** A provider that shares an agreement on data with the school, and has confirmed in writing who was checked. */
async function openSite(world: WebWorld): Promise<void> {
  const [providerId, siteId, adultId] = [newId(), newId(), newId()];
  await world.send({ type: 'EnterProvider', data: { providerId, name: 'Alder Boatyard' } });
  const site = { name: 'The slipway', address: '1 Quay Road, Millbeck', telephone: '01632 960444' };
  await world.send({ type: 'OpenSite', data: { providerId, siteId, ...site } });
  const shared = { schoolId: hollinBank, personId: personId('priya-raman'), from: '2026-09-01' };
  await world.send({ type: 'RecordSharingAgreement', data: { providerId, ...shared } });
  const adult = { name: 'Tom Alder', email: 'tom@alder.example', attendanceContact: true };
  await world.send({ type: 'NameAdult', data: { providerId, siteId, adultId, ...adult } });
  await enterAssurance(world, { schoolId: hollinBank, providerId, siteId, adultIds: [adultId] }, '2026-11-17');
  await world.caughtUp();
}
