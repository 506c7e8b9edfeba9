import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { personId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { desktop, openBrowser, overflow, phone, picture, violations } from '../../../../test/support/browser.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const password = 'copper kettle lantern';
const screens: [string, BrowserContextOptions][] = [
  ['desktop', desktop],
  ['phone', phone],
  ['phone without scripts', { ...phone, javaScriptEnabled: false }],
];
const csv = (name: string, lines: readonly string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`${lines.join('\n')}\n`),
});
const heading = 'UPN,Surname,Forename,DOB,Year,UPN unknown because';
const pupils = csv('pupils.csv', [
  heading,
  ...Array.from({ length: 45 }, (_, index) => `,Fenner${index},Ada,09/09/2013,8,Came without one`),
]);
const contacts = csv('contacts.csv', [
  'Pupil UPN,Pupil given name,Pupil family name,Pupil date of birth,Order,Contact name,Relation,Telephone,May be rung,May be told',
  ',Ada,Fenner1,09/09/2013,1,Rose Fenner,mother,01632 960 777,yes,yes',
]);
const terms = csv('terms.csv', [
  'Calendar,From,To,Kind,Note',
  'north,2027-01-04,2027-02-12,term,Spring',
  'south,2027-01-05,2027-02-19,term,Spring',
]);
const badRows = csv('pupils.csv', [
  heading,
  'B123456789012,Moss,Dora,31/02/2012,9,',
  ',Fen,Ada,09/09/2013,80,Came without one',
]);
const similar = csv('groups.csv', ['Group UID,Group Name,Group Type', '1,Fen Trust,Multi-academy trust']);

// A headteacher sends what they have: first files that are wrong, then ones that are right.
describe.each(screens)('importing files, on a %s', (screen, options) => {
  const scripted = options.javaScriptEnabled !== false;
  let world: WebWorld;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    await world.accounts.setPassword(personId('owen-pryce'), 'o.pryce@millrace.example', password);
    browser = await openBrowser();
    page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${world.web.url}/schools/${schoolId('millrace')}/import`);
    await page.getByLabel('Email address').fill('o.pryce@millrace.example');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  /** The page as it should be: nothing sideways, nothing that a program finds wrong; axe itself is a script. */
  async function good(name: string): Promise<void> {
    await picture(page, `${screen}-import-${name}`);
    const found = scripted ? [await violations(page), await overflow(page)] : [[], 0];
    expect([name, ...found]).toEqual([name, [], 0]);
  }
  async function send(...files: ReturnType<typeof csv>[]): Promise<void> {
    await page.getByLabel('Files').setInputFiles(files);
    await page.getByRole('button', { name: 'Check the files' }).click();
  }
  const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const another = () => page.getByRole('link', { name: 'Choose other files' }).click();

  it('says what it takes, and asks for a file', async () => {
    await page.getByRole('heading', { name: 'Import files', exact: true }).waitFor();
    await good('files');
    await page.getByRole('button', { name: 'Check the files' }).click();
    await page.getByRole('link', { name: 'Choose one file or more' }).waitFor();
    await good('files-with-errors');
  }, 60_000);

  it('says of each bad row what would be right', async () => {
    await send(badRows);
    await page.getByRole('heading', { name: 'Nothing can be imported yet' }).waitFor();
    await sees('31/02/2012');
    await good('bad-rows');
    expect(await page.getByRole('button', { name: 'Import' }).count()).toBe(0);
    await another();
  }, 60_000);

  it('recognises a file that is only like one it knows', async () => {
    await send(similar);
    await sees('is the GIAS extract of groups and trusts');
    await good('similar');
    await another();
  }, 60_000);

  it('asks which calendar is meant, shows every change folded by file, and imports', async () => {
    await send(pupils, contacts, terms);
    await page.getByRole('button', { name: 'Check with this calendar' }).click();
    await sees('There is a problem');
    await good('calendar');
    await page.getByLabel('south').check();
    await page.getByRole('button', { name: 'Check with this calendar' }).click();
    await page.getByRole('heading', { name: 'Check what will change' }).waitFor();
    await good('folded');
    await page.getByText('pupils.csv: 45 new').click();
    await sees('Ada Fenner7');
    await good('unfolded');
    await page.getByRole('link', { name: 'See all 45 of pupils.csv' }).click();
    await sees('Ada Fenner44');
    await good('one-file');
    await page.getByRole('link', { name: 'All files' }).click();
    await page.getByRole('button', { name: 'Import' }).click();
    await sees('The files are imported.');
    await good('imported');
    await page.getByRole('link', { name: 'See the year as a picture' }).click();
    await sees('5 Jan 2027 to 19 Feb 2027');
  }, 120_000);
});
