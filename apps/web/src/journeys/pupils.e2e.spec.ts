import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { PupilSession } from '#domain';
import {
  adultId,
  personId,
  placementId,
  schoolId,
  siteId,
  subjectId,
} from '../../../../libs/simulation/src/week/names.js';
import { desktop, openBrowser, overflow, phone, picture, violations } from '../../../../test/support/browser.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const password = 'copper kettle lantern';
const all = `/schools/${hollinBank}/pupils`;
const amara = `${all}/${subjectId('amara')}`;
const screens: [string, BrowserContextOptions][] = [
  ['desktop', desktop],
  ['phone', phone],
  ['desktop without scripts', { ...desktop, javaScriptEnabled: false }],
];
const session = (on: string, half: 'am' | 'pm'): PupilSession => ({
  placementId: placementId('amara', 'wheelhouse'),
  subjectId: subjectId('amara'),
  schoolId: hollinBank,
  siteId: siteId('wheelhouse'),
  on,
  session: half,
});

// A pupil is looked for, entered, given statuses and contacts, changed; another is looked up while a search is running.
describe.each(screens)('a pupil, on a %s', (screen, options) => {
  let world: WebWorld;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:40:00.000Z' });
    await world.accounts.setPassword(personId('ruth-calloway'), 'r.calloway@hollinbank.example', password);
    const said = { answer: 'late', words: 'Missed the bus', byId: adultId('tom-arkwright'), channel: 'link' };
    const when = { answeredAt: '2026-11-16T09:40:00.000Z', sessionBeginsAt: '2026-11-16T09:00:00.000Z' };
    await world.send({ type: 'RecordAnswer', data: { ...session('2026-11-16', 'am'), ...said, ...when } });
    await world.moveTo('2026-11-17T09:40:00.000Z');
    await world.asked(session('2026-11-17', 'am'), '2026-11-17T09:00:00.000Z');
    await world.missed(session('2026-11-17', 'am'), 'silence', '2026-11-17T09:30:00.000Z');
    browser = await openBrowser();
    page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(15_000);
    page.on('console', (message) => {
      if (message.type() === 'error' && message.text().includes('Content Security Policy')) faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
  const follow = (name: string | RegExp) => page.getByRole('link', { name }).first().click();
  /** The page as it should be: nothing that a program finds wrong, nothing sideways; a picture if one is wanted. */
  async function good(name: string): Promise<void> {
    await picture(page, `${screen.replaceAll(' ', '-')}-pupil-${name}`);
    // What looks for faults is a script itself.
    if (options.javaScriptEnabled === false) return;
    expect([name, await violations(page), await overflow(page)]).toEqual([name, [], 0]);
  }

  it('is looked for, not found, and entered', async () => {
    await page.goto(world.web.url + all);
    await page.getByLabel('Email address').fill('r.calloway@hollinbank.example');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('Name, or unique pupil number').fill('okafor');
    await page.getByLabel('Year group').selectOption('Year 9');
    await press('Find');
    await page.getByText('No pupil of this school was found.').waitFor();
    await good('nobody-found');
    await follow('Enter a pupil');
    await press('Enter the pupil');
    await page.getByText('There is a problem').waitFor();
    await good('enter-with-errors');
    await page.getByLabel('Given name').fill('Nia');
    await page.getByLabel('Family name').fill('Okafor');
    await page.getByLabel('Unique pupil number (UPN)').fill('X12345678901A');
    for (const [part, value] of [
      ['Day', '9'],
      ['Month', '5'],
      ['Year', '2012'],
    ] as const) {
      await page.getByLabel(part, { exact: true }).fill(value);
    }
    await page.getByLabel('Year group').fill('9');
    await press('Enter the pupil');
    await page.getByText('The pupil is entered.').waitFor();
    await good('entered');
  }, 120_000);

  it('gets statuses, contacts in order, and another UPN', async () => {
    await follow('Note statuses');
    await page.getByRole('group', { name: 'Child in need', exact: true }).getByLabel('Yes').check();
    await good('statuses');
    await press('Save');
    await page.getByText('The statuses are noted.').waitFor();
    for (const [name, relation] of [
      ['Ada Okafor', 'grandmother'],
      ['Chi Okafor', 'mother'],
    ] as const) {
      await follow('Add a contact');
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByLabel('How are they related to the pupil?').fill(relation);
      await page.getByLabel('Telephone number').fill('01632 960399');
      await page
        .getByRole('group', { name: /May they be rung/ })
        .getByLabel('Yes')
        .check();
      await page
        .getByRole('group', { name: /May they be told/ })
        .getByLabel('Yes')
        .check();
      await good('contact');
      await press('Add the contact');
      await page.getByText('The contact is entered.').waitFor();
    }
    await follow('Enter ethnicity and gender');
    await page.getByLabel('Refused to say').first().check();
    await good('ethnicity-and-gender');
    await press('Save');
    await page.getByText('Ethnicity and gender are entered.').waitFor();
    await follow('Name the social worker');
    await page.getByLabel('Name', { exact: true }).fill('Sol Weaver');
    await good('key-adult');
    await press('Add the key adult');
    await page.getByText('The key adult is entered.').waitFor();
    await follow('Enter earlier provision');
    await page.getByLabel('Where was it?').fill('The Forge');
    await page.getByLabel('School year').fill('2024/25');
    await good('earlier-provision');
    await press('Enter');
    await page.getByText('The earlier provision is entered.').waitFor();
    await good('all-entered');
    await follow('Change the order');
    await page.getByLabel('Ada Okafor').fill('2');
    await press('Save the order');
    await page.getByRole('link', { name: 'Give Chi Okafor another number than Ada Okafor' }).waitFor();
    await good('order-with-errors');
    await page.getByLabel('Chi Okafor').fill('1');
    await press('Save the order');
    await page.getByText('The order of the contacts is changed.').waitFor();
    await follow('Change the UPN');
    await page.getByLabel('Unique pupil number (UPN)').fill('A123456789012');
    await good('upn');
    await press('Save');
    await page.getByText('The UPN is changed.').waitFor();
  }, 120_000);

  it('is changed, and loses a contact after a question', async () => {
    await follow('Change the details');
    await page.getByLabel('Family name').fill('Okafor-Lee');
    await good('details');
    await press('Save');
    await page.getByRole('heading', { name: /Nia Okafor-Lee/ }).waitFor();
    await follow('Change Ada Okafor');
    await page.getByLabel('Telephone number').fill('01632 960398');
    await press('Save');
    await page.getByText('The contact is changed.').waitFor();
    await follow('Remove Ada Okafor');
    await page.getByRole('heading', { name: 'Remove Ada Okafor?' }).waitFor();
    await good('remove');
    await press('Remove the contact');
    await page.getByText('The contact is removed.').waitFor();
    await good('changed');
    expect(await page.getByText('Ada Okafor').count()).toBe(0);
  }, 120_000);

  it('is shown in the morning: where they should be, that nobody knows, whom to ring', async () => {
    await page.goto(world.web.url + all);
    await page.getByLabel('Name, or unique pupil number').fill('am bla');
    await press('Find');
    await good('found');
    await follow('Amara Blake');
    await page.getByText('Not accounted for').first().waitFor();
    await good('missing');
    await page.goto(`${world.web.url}${amara}?at=2026-11-16T10:00`);
    await page.getByText('Nothing can be entered here.').waitFor();
    await good('as-they-were');
  }, 60_000);

  it('nothing was forbidden by the pages’ own policy, and no script failed', () => expect(faults).toEqual([]));
});
