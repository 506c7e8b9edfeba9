import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { personId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { desktop, openBrowser, overflow, phone, picture, violations } from '../../../../test/support/browser.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const password = 'copper kettle lantern';
const screens: [string, BrowserContextOptions][] = [
  ['desktop', desktop],
  ['phone', phone],
  ['desktop without JavaScript', { ...desktop, javaScriptEnabled: false }],
];

// A head enters a provider with a site, adds a site and somebody who works there, closes it for today, and changes it all.
describe.each(screens)('a provider, on a %s', (screen, options) => {
  let world: WebWorld;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];
  const hasScript = options.javaScriptEnabled !== false;

  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:20:00.000Z' });
    await world.accounts.setPassword(personId('ruth-calloway'), 'head@hollinbank.example', password);
    browser = await openBrowser();
    page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => {
      if (message.type() === 'error' && message.text().includes('Content Security Policy')) faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  /** The page as it should be: nothing that a program finds wrong, nothing sideways; a picture if one is wanted. */
  async function good(name: string): Promise<void> {
    // The checker is a script itself.
    if (!hasScript) return;
    await picture(page, `${screen}-providers-${name}`);
    expect([name, await violations(page), await overflow(page)]).toEqual([name, [], 0]);
  }
  const fill = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
  };
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const follow = (name: string | RegExp) => page.getByRole('link', { name }).first().click();
  const saw = (text: string) => page.getByText(text).first().waitFor();

  it('is entered with its first site', async () => {
    await page.goto(`${world.web.url}/schools/${hollinBank}/providers`);
    await fill({ 'Email address': 'head@hollinbank.example', Password: password });
    await press('Sign in');
    await page.getByRole('heading', { name: 'Providers', exact: true }).waitFor();
    await good('list');
    await follow('Enter a provider');
    await press('Enter the provider');
    await saw('There is a problem');
    await good('enter-with-errors');
    await fill({
      'Name of the provider': 'Alder & Sons Boatyard',
      UKPRN: '10000001',
      'Name of its first site': 'The slipway',
      'Address of the site': '1 Quay Road, Millbeck',
      'Telephone number of the site': '01632 960444',
      'Who is asked there about attendance?': 'Una Marsh',
      'Their email address': 'una.marsh.of.the.boatyard@alder-and-sons.example',
    });
    await press('Enter the provider');
    await saw('The provider is entered');
    await good('entered');
  }, 120_000);

  it('has a site and somebody who works there added', async () => {
    await follow('Add a site');
    await good('add-site');
    await fill({
      'Name of the site': 'Sail loft',
      Address: '9 Quay Road, Millbeck',
      'Telephone number': '01632 960445',
    });
    await press('Add the site');
    await saw('The site is added.');
    await follow(/Add somebody who works here.*Sail loft/);
    await good('add-adult');
    await fill({ Name: 'Wren Tully', 'Email address': 'wren@alder.example' });
    await page
      .getByRole('group', { name: /Are they asked/ })
      .getByLabel('Yes')
      .check();
    await press('Add this person');
    await saw('This person is entered.');
    await saw('Wren Tully');
    await good('sites');
  }, 120_000);

  it('closes for today, with what becomes of the pupils, and a closure is taken back', async () => {
    await page.goto(`${world.web.url}/schools/${hollinBank}/providers?q=canal`);
    await good('found');
    await follow('The Wheelhouse Project');
    await good('running');
    await page.getByRole('button', { name: /Close it for a day or more/ }).click();
    await saw('Amara Blake, the morning');
    await good('close');
    await press('Close the site');
    await saw('There is a problem');
    await good('close-with-errors');
    await fill({ 'Why?': 'A burst pipe' });
    await press('Close the site');
    await saw('Pupils who were expected today are looked for');
    await good('closed-today');
    await follow(/Take back/);
    await good('take-back');
    await page.getByLabel('The afternoon').check();
    await press('Take back the closure');
    await saw('the morning: A burst pipe');
  }, 120_000);

  it('changes, loses somebody, and closes a site for good', async () => {
    await follow('Change the provider’s details');
    await good('details');
    await fill({ URN: '100001' });
    await press('Save the details');
    await saw('The provider’s details are changed.');
    await follow(/Leaves.*Tom Arkwright/);
    await good('leaves');
    await page.getByLabel('Nobody for now').check();
    await press('Enter the last day');
    await saw('Nobody is asked about attendance');
    await follow(/Close it for good/);
    await good('give-up');
    await fill({ 'Why?': 'The lease ends' });
    await press('Close the site for good');
    await saw('Closed for good after 16 Nov 2026');
    await good('given-up');
    await follow(/Keep it open after all/);
    await good('take-up');
  }, 120_000);

  it('is found by a filter, or plainly not', async () => {
    await page.goto(`${world.web.url}/schools/${hollinBank}/providers`);
    await page.getByText('Show only some').click();
    await page.getByLabel('With a closure ahead').check();
    await page.getByLabel('Is it in a national register?').selectOption('Has neither');
    await press('Find');
    await saw('No provider matches what you asked for.');
    await good('nothing-found');
    await follow('Show all providers');
    await saw('6 providers.');
  }, 120_000);

  it('nothing was forbidden by the pages’ own policy, and no script failed', () => expect(faults).toEqual([]));
});
