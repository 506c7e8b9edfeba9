import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { personId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { desktop, openBrowser, overflow, phone, picture, violations } from '../../../../test/support/browser.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const millrace = schoolId('millrace');
const password = 'copper kettle lantern';
const screens: [string, BrowserContextOptions][] = [
  ['desktop', desktop],
  ['phone', phone],
];

// A manager lets somebody in; the one who is invited comes in by the link, chooses a password, goes and comes back.
describe.each(screens)('people and signing in, on a %s', (screen, options) => {
  let world: WebWorld;
  let browser: Browser;
  let owen: Page;
  let nell: Page;
  let link = '';
  const faults: string[] = [];

  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    await world.accounts.setPassword(personId('owen-pryce'), 'o.pryce@millrace.example', password);
    await world.send({ type: 'MakeOperator', data: { personId: personId('owen-pryce') } });
    browser = await openBrowser();
    [owen, nell] = [await newPage(), await newPage()];
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  async function newPage(): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(15_000);
    page.on('console', (message) => {
      if (message.type() === 'error' && message.text().includes('Content Security Policy')) faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    return page;
  }
  /** The page as it should be: nothing that a program finds wrong, nothing sideways; a picture if one is wanted. */
  async function good(page: Page, name: string): Promise<void> {
    await picture(page, `${screen}-people-${name}`);
    expect([name, await violations(page), await overflow(page)]).toEqual([name, [], 0]);
  }
  async function signIn(page: Page, email: string): Promise<void> {
    await page.getByLabel('Email address').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  it('a manager adds somebody and gets a link for them', async () => {
    await owen.goto(`${world.web.url}/schools/${millrace}/people`);
    await signIn(owen, 'o.pryce@millrace.example');
    await owen.getByRole('button', { name: 'Add a person' }).waitFor();
    await good(owen, 'list');
    await owen.getByRole('button', { name: 'Add a person' }).click();
    await owen.getByRole('button', { name: 'Add this person' }).click();
    await owen.getByText('There is a problem').waitFor();
    await good(owen, 'add-with-errors');
    await owen.getByLabel('Name', { exact: true }).fill('Nell Farrow');
    await owen.getByLabel('Email address').fill('n.farrow@millrace.example');
    await owen.getByLabel('Designated teacher').check();
    await owen.getByRole('button', { name: 'Add this person' }).click();
    await owen.getByText('This person is added.').waitFor();
    await good(owen, 'person');
    await owen.getByRole('button', { name: /sign-in link/ }).click();
    link = new URL(await owen.getByLabel('The link').inputValue()).pathname;
    await good(owen, 'link');
  }, 120_000);

  it('the one who is invited chooses a password, signs out and comes back with it', async () => {
    await nell.goto(world.web.url + link);
    await good(nell, 'arriving');
    await nell.getByRole('button', { name: 'Continue' }).click();
    await nell.getByRole('heading', { name: 'Choose a password' }).waitFor();
    await nell.getByLabel('New password').fill('short');
    await nell.getByLabel('The same password again').fill('short');
    await nell.getByRole('button', { name: 'Save the password' }).click();
    await nell.getByRole('link', { name: 'Password must be 12 characters or more' }).click();
    await good(nell, 'password-with-errors');
    await nell.getByLabel('New password').fill(password);
    await nell.getByLabel('The same password again').fill(password);
    await nell.getByRole('button', { name: 'Save the password' }).click();
    await nell.getByText('Your password is saved.').waitFor();
    await good(nell, 'account');
    await nell.getByRole('button', { name: 'Sign out', exact: true }).click();
    await signIn(nell, 'n.farrow@millrace.example');
    await nell.getByRole('heading', { name: 'Today', exact: true }).waitFor();
    await nell.goto(world.web.url + link);
    await nell.getByText('does not work any more').waitFor();
  }, 120_000);

  it('a manager gives them a role, and they see what it opens', async () => {
    await nell.goto(`${world.web.url}/schools/${millrace}/letters`);
    await nell.getByRole('heading', { name: 'You can’t do this' }).waitFor();
    await owen.goto(`${world.web.url}/schools/${millrace}/people`);
    await owen.getByRole('link', { name: 'Nell Farrow' }).click();
    await owen.getByRole('link', { name: 'Give a role' }).click();
    await good(owen, 'give-role');
    await owen.getByLabel('Attendance lead').check();
    await owen.getByRole('button', { name: 'Give the role' }).click();
    await owen.getByText('The role is given.').waitFor();
    await nell.goto(`${world.web.url}/schools/${millrace}/letters`);
    await nell.getByRole('heading', { name: 'Letters' }).waitFor();
  }, 120_000);

  it('the other pages about signing in hold as well', async () => {
    await owen.goto(`${world.web.url}/operators`);
    await owen.getByRole('heading', { name: 'Operators', exact: true }).waitFor();
    await good(owen, 'operators');
    await owen.goto(`${world.web.url}/account/password`);
    await good(owen, 'change-password');
    await nell.goto(`${world.web.url}/sign-in/link`);
    await good(nell, 'ask-for-link');
  }, 120_000);

  it('nothing was forbidden by the pages’ own policy, and no script failed', () => expect(faults).toEqual([]));
});
