import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { personId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { desktop, openBrowser, overflow, phone, picture, violations } from '../../../../test/support/browser.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const password = 'copper kettle lantern';
const screens: [string, BrowserContextOptions][] = [
  ['desktop', desktop],
  ['phone', phone],
];

// A headteacher looks the school over, adds a term and sees it in the picture of the year.
describe.each(screens)('setting up a school, on a %s', (screen, options) => {
  let world: WebWorld;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    await world.accounts.setPassword(personId('owen-pryce'), 'o.pryce@millrace.example', password);
    browser = await openBrowser();
    page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(15_000);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  /** The page as it should be: nothing that a program finds wrong, nothing sideways; a picture if one is wanted. */
  async function good(name: string): Promise<void> {
    await picture(page, `${screen}-set-up-${name}`);
    expect([name, await violations(page), await overflow(page)]).toEqual([name, [], 0]);
  }
  async function day(label: string, parts: readonly [string, string, string]): Promise<void> {
    const group = page.getByRole('group', { name: label });
    for (const [index, part] of ['Day', 'Month', 'Year'].entries())
      await group.getByLabel(part).fill(parts[index] ?? '');
  }

  it('adds a term and shows it in the picture of the year', async () => {
    await page.goto(`${world.web.url}/schools/${schoolId('millrace')}/set-up`);
    await page.getByLabel('Email address').fill('o.pryce@millrace.example');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: 'Add a term' }).click();
    await page.getByRole('button', { name: 'Save the term' }).click();
    await page.getByText('There is a problem').waitFor();
    await good('term-with-errors');
    await page.getByLabel('What is it called?').fill('Spring, first half');
    await day('Which is the first day?', ['4', '1', '2027']);
    await day('Which is the last day?', ['12', '2', '2027']);
    await page.getByRole('button', { name: 'Save the term' }).click();
    await page.getByText('The term is entered.').waitFor();
    await good('school');
    await page.getByRole('link', { name: 'See the year as a picture' }).click();
    await page.getByText('4 Jan 2027 to 12 Feb 2027, 30 school days').waitFor();
    await good('year');
  }, 120_000);
});
