import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { personId } from '../../../../libs/simulation/src/week/names.js';
import { desktop, openBrowser, overflow, phone, picture, violations } from '../../../../test/support/browser.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const password = 'copper kettle lantern';
const screens: [string, BrowserContextOptions][] = [
  ['desktop', desktop],
  ['phone', phone],
];

// A trust opens a further school, and its head comes in by a link that is handed over.
describe.each(screens)('opening a school, on a %s', (screen, options) => {
  let world: WebWorld;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    await world.accounts.setPassword(personId('owen-pryce'), 'o.pryce@millrace.example', password);
    await world.send({ type: 'MakeOperator', data: { personId: personId('owen-pryce') } });
    await world.caughtUp();
    browser = await openBrowser();
    page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(30_000);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  /** The page as it should be: nothing that a program finds wrong, nothing sideways; a picture if one is wanted. */
  async function good(name: string): Promise<void> {
    await picture(page, `${screen}-schools-${name}`);
    expect([name, await violations(page), await overflow(page)]).toEqual([name, [], 0]);
  }
  const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);

  it('an operator opens it, with the calendar of another', async () => {
    await page.goto(`${world.web.url}/operators`);
    await fill('Email address', 'o.pryce@millrace.example');
    await fill('Password', password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: 'Open a school' }).click();
    await good('new');
    await page.getByRole('button', { name: 'Open the school' }).click();
    await page.getByRole('link', { name: 'Choose whose calendar it keeps' }).click();
    await good('new-with-errors');
    await fill('Name of the school', 'Saltmarsh School');
    await fill('Telephone of the office', '01632 960 200');
    await fill('Mailbox for attendance', 'attendance@saltmarsh.example');
    await fill('URN', '123450');
    await fill('Number of the local authority', '860');
    await page.getByLabel('As at Millrace Academy').check();
    await fill('Their name', 'Ruth Amery');
    await fill('Their email address', 'r.amery@saltmarsh.example');
    await page.getByRole('button', { name: 'Open the school' }).click();
    await page.getByText('The school is open.').waitFor();
    await good('all');
  }, 120_000);

  it('its head comes in and sees what to do next', async () => {
    await page.getByRole('button', { name: 'Make a sign-in link for Ruth Amery' }).click();
    const link = await page.getByLabel('The link').inputValue();
    await good('link');
    const ruth = await (await browser.newContext(options)).newPage();
    await ruth.goto(world.web.url + new URL(link).pathname);
    await ruth.getByRole('button', { name: 'Continue' }).click();
    await ruth.getByLabel('New password').fill(password);
    await ruth.getByLabel('The same password again').fill(password);
    await ruth.getByRole('button', { name: 'Save the password' }).click();
    await ruth.goto(world.web.url);
    await ruth.getByRole('heading', { name: 'What to do next' }).waitFor();
    expect(await ruth.getByText('Saltmarsh School').count()).toBeGreaterThan(0);
  }, 120_000);
});
