import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { newId } from '#event-sourcing';
import { personId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { desktop, openBrowser, overflow, phone, picture, violations } from '../../../../test/support/browser.js';
import { findStarted } from '../../../../test/support/found-started.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const password = 'copper kettle lantern';
const screens: [string, BrowserContextOptions][] = [
  ['desktop', desktop],
  ['phone', phone],
  ['desktop without JavaScript', { ...desktop, javaScriptEnabled: false }],
];

// A placement had begun before Waymark knew of it: a head sets a date, moves it, and what was missing is recorded.
describe.each(screens)('what is missing, on a %s', (screen, options) => {
  let world: WebWorld;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-18T09:00:00.000Z' });
    await findStarted(world, newId());
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
    if (options.javaScriptEnabled === false) return;
    await picture(page, `${screen}-gaps-${name}`);
    expect([name, await violations(page), await overflow(page)]).toEqual([name, [], 0]);
  }
  async function day(label: string, parts: readonly string[]): Promise<void> {
    const group = page.getByRole('group', { name: label });
    for (const [index, part] of ['Day', 'Month', 'Year'].entries())
      await group.getByLabel(part).fill(parts[index] ?? '');
  }
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const saw = (text: string) => page.getByText(text).first().waitFor();

  it('is dated by a head, for all placements at once', async () => {
    await page.goto(`${world.web.url}/schools/${hollinBank}/gaps`);
    await page.getByLabel('Email address').fill('head@hollinbank.example');
    await page.getByLabel('Password').fill(password);
    await press('Sign in');
    await saw('Overdue: no date is set');
    await good('undated');
    await press('Set the date');
    await saw('There is a problem');
    await good('with-errors');
    await day('By the end of which day is everything to be there?', ['11', '12', '2026']);
    await press('Set the date');
    await saw('Due by 11 Dec 2026');
    await good('dated');
  }, 120_000);

  it('is moved with a reason', async () => {
    await page.getByRole('link', { name: /Move the date/ }).click();
    await good('move');
    await day('By the end of which day is everything to be there?', ['15', '1', '2027']);
    await press('Move the date');
    await saw('Enter why it is another day');
    await good('move-with-errors');
    await page.getByRole('textbox', { name: /Why/ }).fill('The mother is away.');
    await press('Move the date');
    await saw('Due by the end of 15 Jan 2027.');
    await good('placement');
  }, 120_000);

  it('is recorded, and then nothing is missing', async () => {
    await page.getByRole('link', { name: 'The signed agreement' }).click();
    await page.getByLabel(/Who signed/).fill('Wendy Dray');
    await press('Record the agreement');
    await saw('The agreement is recorded.');
    await page.goto(`${world.web.url}/schools/${hollinBank}/gaps`);
    await saw('Nothing is missing for any running placement.');
    await good('nothing-missing');
  }, 120_000);

  it('nothing was forbidden by the pages’ own policy, and no script failed', () => expect(faults).toEqual([]));
});
